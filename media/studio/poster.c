/* Decodes one key frame and writes it as a JPEG. */
#include "media/studio/poster.h"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#define LIMIT_NS (20 * GST_SECOND)

struct poster {
	enum entry_codec codec;
	GstBufferList *frame;
};

struct poster *poster_new(enum entry_codec codec)
{
	struct poster *p = g_new0(struct poster, 1);

	p->codec = codec;
	return p;
}

void poster_free(struct poster *p)
{
	if (!p)
		return;
	if (p->frame)
		gst_buffer_list_unref(p->frame);
	g_free(p);
}

bool poster_has_frame(const struct poster *p)
{
	return p->frame != NULL;
}

void poster_take(struct poster *p, const struct frame *f)
{
	if (p->frame)
		gst_buffer_list_unref(p->frame);
	p->frame = gst_buffer_list_new_sized((guint)f->n);
	for (int i = 0; i < f->n; i++) {
		GstBuffer *b = gst_buffer_new_memdup(f->packets[i]->bytes, f->packets[i]->n);
		GST_BUFFER_PTS(b) = 0;
		gst_buffer_list_add(p->frame, b);
	}
}

static bool has_element(const char *name)
{
	g_autoptr(GstElementFactory) f = gst_element_factory_find(name);

	return f != NULL;
}

/* The way from packets to pictures on this machine; NULL: there is none. */
static const char *decoder_line(enum entry_codec codec)
{
	if (codec == ENTRY_VP8 && has_element("vp8dec"))
		return "rtpvp8depay ! vp8dec";
	if (codec == ENTRY_H264 && has_element("avdec_h264"))
		return "rtph264depay ! h264parse ! avdec_h264";
	if (codec == ENTRY_H264 && has_element("openh264dec"))
		return "rtph264depay ! h264parse ! openh264dec";
	return NULL;
}

static GstElement *pipeline_new(enum entry_codec codec, const char *path)
{
	const char *decoder = decoder_line(codec);

	if (!decoder)
		return NULL;
	g_autofree char *line = g_strconcat(
		"appsrc name=in format=time ! ", decoder,
		" ! videoconvert ! jpegenc snapshot=true quality=80 ! filesink name=out", NULL);
	GstElement *pipeline = gst_parse_launch(line, NULL);
	if (!pipeline)
		return NULL;
	g_autoptr(GstElement) out = gst_bin_get_by_name(GST_BIN(pipeline), "out");
	g_object_set(out, "location", path, NULL);
	return pipeline;
}

static void push(GstElement *pipeline, struct poster *p)
{
	g_autoptr(GstElement) in = gst_bin_get_by_name(GST_BIN(pipeline), "in");
	g_autoptr(GstCaps) caps = gst_caps_new_simple(
		"application/x-rtp", "media", G_TYPE_STRING, "video", "clock-rate", G_TYPE_INT,
		90000, "encoding-name", G_TYPE_STRING, p->codec == ENTRY_VP8 ? "VP8" : "H264",
		"payload", G_TYPE_INT, 96, NULL);

	gst_app_src_set_caps(GST_APP_SRC(in), caps);
	gst_app_src_push_buffer_list(GST_APP_SRC(in), gst_buffer_list_ref(p->frame));
	gst_app_src_end_of_stream(GST_APP_SRC(in));
}

enum err poster_save(struct poster *p, const char *path)
{
	if (!p->frame)
		return ERR_NOT_FOUND;
	GstElement *pipeline = pipeline_new(p->codec, path);
	if (!pipeline)
		return ERR_NOT_FOUND;
	g_autoptr(GstBus) bus = gst_element_get_bus(pipeline);
	gst_element_set_state(pipeline, GST_STATE_PLAYING);
	push(pipeline, p);
	g_autoptr(GstMessage) message =
		gst_bus_timed_pop_filtered(bus, LIMIT_NS, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
	bool done = message && GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
	gst_element_set_state(pipeline, GST_STATE_NULL);
	gst_object_unref(pipeline);
	return done ? ERR_OK : ERR_PIPELINE;
}
