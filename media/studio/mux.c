/* Feeds whole frames of RTP packets to depayloaders and a muxer. */
#include "media/studio/mux.h"

#include "broker/common/base/log.h"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#define QUEUE_BYTES (8u << 20)
#define WAIT_TURNS  400 /* of half a millisecond, without progress */
#define FINISH_NS   (600 * GST_SECOND)
#define BEHIND_US   (2 * ORDER_WAIT_US) /* so far behind its sister may a source be */
#define GAP_US      INT64_C(1000000)
#define BATCH       128 /* packets: a hand-over costs more than a packet */
#define BATCH_US    INT64_C(1000000)
#define HOLD_NS     GST_SECOND /* without room its threads change at each sample */
#define PICTURE_NS  (33333 * GST_USECOND)

/* One media of the file. */
struct inlet {
	GstAppSrc *src;
	GstBufferList *batch; /* not yet handed to the pipeline; NULL: empty */
	int64_t batch_us;     /* of its first frame */
	int64_t last_us;
	uint16_t seq;
	uint32_t ssrc;
	bool has_begun;
};

struct mux {
	GstElement *pipeline;
	GstBus *bus;
	struct inlet audio;
	struct inlet video;
	bool is_mp4;
};

static const char caps_opus[] = "application/x-rtp,media=audio,clock-rate=48000,"
				"encoding-name=OPUS,encoding-params=(string)2,payload=111";
static const char caps_h264[] = "application/x-rtp,media=video,clock-rate=90000,"
				"encoding-name=H264,payload=96,packetization-mode=(string)1";
static const char caps_vp8[] = "application/x-rtp,media=video,clock-rate=90000,"
			       "encoding-name=VP8,payload=96";

#define APPSRC(name) "appsrc name=" name " format=time max-bytes=0 block=false ! "
#define AUDIO_LINE   APPSRC("audio") "rtpopusdepay ! opusparse ! mux. "
#define H264_LINE                                                                                  \
	APPSRC("video")                                                                            \
	"rtph264depay ! h264parse config-interval=-1 ! "                                           \
	"video/x-h264,stream-format=avc3,alignment=au ! mux. "
#define VP8_LINE  APPSRC("video") "rtpvp8depay ! mux. "
#define MP4_LINE  "mp4mux name=mux faststart=true ! filesink name=sink "
#define WEBM_LINE "webmmux name=mux writing-app=xinqiao ! filesink name=sink "

const char *mux_suffix(enum entry_codec video)
{
	return video == ENTRY_VP8 ? "webm" : "mp4";
}

static const char *video_line(enum entry_codec codec)
{
	switch (codec) {
	case ENTRY_H264:
		return H264_LINE;
	case ENTRY_VP8:
		return VP8_LINE;
	case ENTRY_OPUS:
		break;
	}
	return "";
}

/* The muxers refuse a second caps event. The size of the picture stands in the stream itself
 * (avc3, VP8 key frames), so the muxer need not hear of it. */
static GstPadProbeReturn on_caps(GstPad *pad, GstPadProbeInfo *info, gpointer owner)
{
	(void)owner;
	if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(info)) != GST_EVENT_CAPS)
		return GST_PAD_PROBE_OK;
	return gst_pad_has_current_caps(pad) ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

/* A picture lasts until the next one; the last one has none, and without a length the edit list
 * of an MP4 would end before it. */
static GstPadProbeReturn on_picture(GstPad *pad, GstPadProbeInfo *info, gpointer owner)
{
	(void)pad, (void)owner;
	GstBuffer *b = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
	GST_BUFFER_DURATION(b) = PICTURE_NS;
	GST_PAD_PROBE_INFO_DATA(info) = b;
	return GST_PAD_PROBE_OK;
}

static void watch_pads(GstElement *mux)
{
	for (GList *l = mux->sinkpads; l; l = l->next) {
		gst_pad_add_probe(l->data, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_caps, NULL,
				  NULL);
		if (g_str_has_prefix(GST_PAD_NAME(l->data), "video"))
			gst_pad_add_probe(l->data, GST_PAD_PROBE_TYPE_BUFFER, on_picture, NULL,
					  NULL);
	}
}

static void open_inlet(struct mux *m, struct inlet *in, const char *name, const char *caps)
{
	g_autoptr(GstCaps) c = gst_caps_from_string(caps);
	GstElement *e = gst_bin_get_by_name(GST_BIN(m->pipeline), name);

	in->src = GST_APP_SRC(e);
	gst_app_src_set_caps(in->src, c);
}

enum err mux_new(const struct mux_options *o, struct mux **out)
{
	OWN(mux) m = g_new0(struct mux, 1);
	g_autoptr(GError) error = NULL;

	m->is_mp4 = o->video != ENTRY_VP8;
	g_autofree char *line = g_strconcat(m->is_mp4 ? MP4_LINE : WEBM_LINE,
					    o->audio ? AUDIO_LINE : "", video_line(o->video), NULL);
	m->pipeline = gst_parse_launch(line, &error);
	if (!m->pipeline || error) {
		log_broken("studio.no_pipeline", "what=mux");
		return ERR_PIPELINE;
	}
	m->bus = gst_element_get_bus(m->pipeline);
	g_autoptr(GstElement) sink = gst_bin_get_by_name(GST_BIN(m->pipeline), "sink");
	g_autoptr(GstElement) mux = gst_bin_get_by_name(GST_BIN(m->pipeline), "mux");
	g_object_set(sink, "location", o->path, NULL);
	if (m->is_mp4) {
		g_autofree char *temp = g_strconcat(o->path, ".moov", NULL);
		g_object_set(mux, "faststart-file", temp, "latency", HOLD_NS, NULL);
	}
	watch_pads(mux);
	if (o->audio)
		open_inlet(m, &m->audio, "audio", caps_opus);
	if (o->video)
		open_inlet(m, &m->video, "video", o->video == ENTRY_H264 ? caps_h264 : caps_vp8);
	if (gst_element_set_state(m->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
		return ERR_PIPELINE;
	*out = mux_give(&m);
	return ERR_OK;
}

static void inlet_clear(struct inlet *in)
{
	if (in->batch)
		gst_buffer_list_unref(in->batch);
	if (in->src)
		gst_object_unref(in->src);
}

void mux_free(struct mux *m)
{
	if (!m)
		return;
	if (m->pipeline)
		gst_element_set_state(m->pipeline, GST_STATE_NULL);
	inlet_clear(&m->audio);
	inlet_clear(&m->video);
	if (m->bus)
		gst_object_unref(m->bus);
	if (m->pipeline)
		gst_object_unref(m->pipeline);
	g_free(m);
}

static enum err err_of_bus(struct mux *m)
{
	g_autoptr(GstMessage) message = gst_bus_pop_filtered(m->bus, GST_MESSAGE_ERROR);
	g_autoptr(GError) error = NULL;

	if (!message)
		return ERR_PIPELINE;
	gst_message_parse_error(message, &error, NULL);
	log_broken("studio.pipeline_failed", "element=%s code=%d", GST_MESSAGE_SRC_NAME(message),
		   error->code);
	if (g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT))
		return ERR_DISK_FULL;
	return error->domain == GST_RESOURCE_ERROR ? ERR_DISK : ERR_PIPELINE;
}

/* Lets the pipeline catch up; gives up when it does not move (it waits for the other inlet). */
static void wait_for_room(struct inlet *in)
{
	guint64 before = gst_app_src_get_current_level_bytes(in->src);

	for (int turns = 0; before > QUEUE_BYTES && turns < WAIT_TURNS; turns++) {
		g_usleep(500);
		guint64 now = gst_app_src_get_current_level_bytes(in->src);
		if (now < before)
			turns = 0;
		before = now;
	}
}

static enum err flush(struct mux *m, struct inlet *in)
{
	GstBufferList *list = in->batch;

	if (!list)
		return ERR_OK;
	in->batch = NULL;
	wait_for_room(in);
	return gst_app_src_push_buffer_list(in->src, list) == GST_FLOW_OK ? ERR_OK : err_of_bus(m);
}

/* A muxer waits for its other inlet: what is silent there must be said. */
static enum err say_gap(struct mux *m, struct inlet *in, int64_t at_us, bool is_audio)
{
	int64_t till = at_us - BEHIND_US;

	if (!in->src || till - in->last_us < GAP_US || (!in->has_begun && !is_audio))
		return ERR_OK;
	TRY(flush(m, in));
	GstClockTime from = (GstClockTime)in->last_us * GST_USECOND;
	GstClockTime length = (GstClockTime)(till - in->last_us) * GST_USECOND;
	gst_element_send_event(GST_ELEMENT(in->src), gst_event_new_gap(from, length));
	in->last_us = till;
	return ERR_OK;
}

static GstBuffer *buffer_of(struct packet *p, struct inlet *in, GstClockTime at)
{
	write_u16(p->bytes + 2, in->seq++);
	write_u32(p->bytes + 8, in->ssrc);
	GstBuffer *b = gst_buffer_new_wrapped_full(0, p->bytes, p->n, 0, p->n, p,
						   (GDestroyNotify)packet_free);
	GST_BUFFER_PTS(b) = at;
	GST_BUFFER_DTS(b) = at;
	return b;
}

enum err mux_push(struct mux *m, enum entry_media media, struct frame *f, int64_t at_us)
{
	struct inlet *in = media == ENTRY_AUDIO ? &m->audio : &m->video;
	struct inlet *other = media == ENTRY_AUDIO ? &m->video : &m->audio;

	if (!in->src)
		return ERR_WRONG_STATE;
	if (in->has_begun && at_us <= in->last_us)
		at_us = in->last_us + 1;
	at_us = at_us < 0 ? 0 : at_us;
	TRY(say_gap(m, other, at_us, media != ENTRY_AUDIO));
	if (!in->has_begun)
		in->ssrc = f->packets[0]->rtp.ssrc;
	in->has_begun = true;
	in->last_us = at_us;

	if (!in->batch) {
		in->batch = gst_buffer_list_new_sized(BATCH);
		in->batch_us = at_us;
	}
	for (int i = 0; i < f->n; i++) {
		GstClockTime at = (GstClockTime)at_us * GST_USECOND;
		gst_buffer_list_add(in->batch, buffer_of(f->packets[i], in, at));
		f->packets[i] = NULL;
	}
	if (other->batch && at_us - other->batch_us > BATCH_US)
		TRY(flush(m, other));
	if (gst_buffer_list_length(in->batch) < BATCH && at_us - in->batch_us < BATCH_US)
		return ERR_OK;
	return flush(m, in);
}

enum err mux_finish(struct mux *m)
{
	TRY(flush(m, &m->audio));
	TRY(flush(m, &m->video));
	if (m->audio.src)
		gst_app_src_end_of_stream(m->audio.src);
	if (m->video.src)
		gst_app_src_end_of_stream(m->video.src);
	g_autoptr(GstMessage) message =
		gst_bus_timed_pop_filtered(m->bus, FINISH_NS, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
	bool ended = message && GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
	if (message && !ended)
		gst_bus_post(m->bus, gst_message_ref(message));
	enum err e = ended ? ERR_OK : err_of_bus(m);
	gst_element_set_state(m->pipeline, GST_STATE_NULL);
	return e;
}
