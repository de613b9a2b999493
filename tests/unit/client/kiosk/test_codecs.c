/* The answer decides what is sent; every encoder that is offered can be made. */
#include "client/kiosk/camera.h"
#include "tests/lib/test.h"

#define HEAD  "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
#define SOUND "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n"

static enum err answered(const char *sdp, guint line, enum codec *out)
{
	return codecs_answered(text_of(sdp), line, out);
}

static void the_answer_names_the_codec_of_each_line(void)
{
	enum codec c;

	CHECK_EQ(ERR_OK, answered(HEAD SOUND "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", 0, &c));
	CHECK_EQ(CODEC_OPUS, c);
	CHECK_EQ(ERR_OK, answered(HEAD SOUND "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", 1, &c));
	CHECK_EQ(CODEC_VP8, c);
	CHECK_EQ(ERR_OK, answered(HEAD SOUND "m=video 9 UDP/TLS/RTP/SAVPF 102\r\n", 1, &c));
	CHECK_EQ(CODEC_H264, c);
}

static void a_refused_or_unknown_line_is_an_error(void)
{
	enum codec c;

	CHECK_EQ(ERR_NOT_FOUND, answered(HEAD SOUND "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n", 1, &c));
	CHECK_EQ(ERR_BAD_INPUT, answered(HEAD SOUND "m=video 9 UDP/TLS/RTP/SAVPF 45\r\n", 1, &c));
	CHECK_EQ(ERR_BAD_INPUT, answered(HEAD SOUND, 1, &c));
	CHECK_EQ(ERR_BAD_INPUT, answered("", 0, &c));
	CHECK_EQ(ERR_BAD_INPUT, answered("no answer at all", 0, &c));
}

static void both_codecs_of_the_picture_are_offered(void)
{
	gst_init(NULL, NULL);
	g_autoptr(GstCaps) sends = codecs_picture(77);
	g_autoptr(GstCaps) receives = codecs_picture(0);
	guint ssrc = 0;

	CHECK_EQ(2, gst_caps_get_size(sends));
	CHECK(gst_structure_get_uint(gst_caps_get_structure(sends, 1), "ssrc", &ssrc));
	CHECK_EQ(77, ssrc);
	CHECK(!gst_structure_has_field(gst_caps_get_structure(receives, 0), "ssrc"));
}

/* The first packet of the test source. */
static guint32 first_ssrc(enum codec c)
{
	struct kiosk_settings s;
	GstElement *camera = NULL, *coder = NULL;
	guint32 ssrc = 0;

	gst_init(NULL, NULL);
	settings_init(kiosk_settings, &s);
	CHECK_EQ(ERR_OK, camera_new(&s, c, false, &camera));
	CHECK_EQ(ERR_OK, codecs_coder(c, &s, 0x01020304, &coder));
	g_autoptr(GstElement) pipeline = gst_pipeline_new(NULL);
	GstElement *sink = gst_element_factory_make("fakesink", NULL);
	gst_bin_add_many(GST_BIN(pipeline), camera, coder, sink, NULL);
	CHECK(gst_element_link_many(camera, coder, sink, NULL));
	gst_element_set_state(pipeline, GST_STATE_PLAYING);
	CHECK_EQ(GST_STATE_CHANGE_SUCCESS,
		 gst_element_get_state(pipeline, NULL, NULL, 20 * GST_SECOND));
	g_autoptr(GstSample) sample = NULL;
	g_object_get(sink, "last-sample", &sample, NULL);
	CHECK(sample);
	gst_buffer_extract(gst_sample_get_buffer(sample), 8, &ssrc, sizeof(ssrc));
	gst_element_set_state(pipeline, GST_STATE_NULL);
	return GUINT32_FROM_BE(ssrc);
}

static void each_codec_can_be_made_and_has_its_ssrc(void)
{
	CHECK_EQ(0x01020304, first_ssrc(CODEC_OPUS));
	CHECK_EQ(0x01020304, first_ssrc(CODEC_H264));
	CHECK_EQ(0x01020304, first_ssrc(CODEC_VP8));
}

static void a_camera_that_is_not_there_is_no_crash(void)
{
	struct kiosk_settings s;
	GstElement *camera = NULL;

	gst_init(NULL, NULL);
	settings_init(kiosk_settings, &s);
	g_strlcpy(s.send.camera, "/dev/null", sizeof(s.send.camera));
	CHECK_EQ(ERR_OK, camera_new(&s, CODEC_VP8, false, &camera));
	gst_object_ref_sink(camera);
	CHECK_EQ(GST_STATE_CHANGE_FAILURE, gst_element_set_state(camera, GST_STATE_PAUSED));
	gst_element_set_state(camera, GST_STATE_NULL);
	gst_object_unref(camera);
}

static const struct test tests[] = {
	T(the_answer_names_the_codec_of_each_line), T(a_refused_or_unknown_line_is_an_error),
	T(both_codecs_of_the_picture_are_offered),  T(each_codec_can_be_made_and_has_its_ssrc),
	T(a_camera_that_is_not_there_is_no_crash),
};
RUN_TESTS(tests)
