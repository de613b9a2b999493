/* Reads a media file back to its last packet and tells what is in it. */
#include "media/studio/probe.h"

#include <gst/gst.h>
#include <stdbool.h>
#include <string.h>

#define LIMIT_NS (300 * GST_SECOND)

/* One stream of the file; written by its own streaming thread until the end is told. */
struct stream {
	gint64 packets;
	GstClockTime end;
	GstSegment segment; /* where the track stands in the file's time (edit list) */
	GstCaps *caps;
};

struct walk {
	GstElement *pipeline;
	struct stream video;
	struct stream audio;
};

static void take_packet(struct stream *s, GstBuffer *b)
{
	GstClockTime length = GST_BUFFER_DURATION_IS_VALID(b) ? GST_BUFFER_DURATION(b) : 0;

	s->packets++;
	if (!GST_BUFFER_PTS_IS_VALID(b) || s->segment.format != GST_FORMAT_TIME)
		return;
	GstClockTime at = gst_segment_to_stream_time(&s->segment, GST_FORMAT_TIME,
						     GST_BUFFER_PTS(b));
	if (GST_CLOCK_TIME_IS_VALID(at) && at + length > s->end)
		s->end = at + length;
}

static GstPadProbeReturn on_data(GstPad *pad, GstPadProbeInfo *info, gpointer owner)
{
	struct stream *s = owner;

	(void)pad;
	if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
		take_packet(s, GST_PAD_PROBE_INFO_BUFFER(info));
		return GST_PAD_PROBE_OK;
	}
	GstEvent *e = GST_PAD_PROBE_INFO_EVENT(info);
	if (GST_EVENT_TYPE(e) == GST_EVENT_SEGMENT)
		gst_event_copy_segment(e, &s->segment);
	return GST_PAD_PROBE_OK;
}

static void on_pad(GstElement *demux, GstPad *pad, gpointer owner)
{
	struct walk *w = owner;
	g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
	GstElement *sink = gst_element_factory_make("fakesink", NULL);

	(void)demux;
	g_object_set(sink, "async", FALSE, "sync", FALSE, NULL);
	gst_bin_add(GST_BIN(w->pipeline), sink);
	g_autoptr(GstPad) in = gst_element_get_static_pad(sink, "sink");
	gst_pad_link(pad, in);
	gst_element_sync_state_with_parent(sink);
	const char *name = caps ? gst_structure_get_name(gst_caps_get_structure(caps, 0)) : "";
	struct stream *s = g_str_has_prefix(name, "video/") ? &w->video : &w->audio;
	if (!s->caps)
		s->caps = caps ? gst_caps_ref(caps) : NULL;
	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
			  on_data, s, NULL);
}

static enum err run(GstElement *pipeline)
{
	g_autoptr(GstBus) bus = gst_element_get_bus(pipeline);

	gst_element_set_state(pipeline, GST_STATE_PLAYING);
	g_autoptr(GstMessage) message = gst_bus_timed_pop_filtered(
		bus, LIMIT_NS, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
	gst_element_set_state(pipeline, GST_STATE_NULL);
	bool done = message && GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
	return done ? ERR_OK : ERR_PIPELINE;
}

/* video/x-h264 -> h264 */
static void codec_of(const GstStructure *s, char out[PROBE_CODEC_MAX])
{
	const char *name = gst_structure_get_name(s);
	const char *x = strstr(name, "/x-");

	g_strlcpy(out, x ? x + 3 : name, PROBE_CODEC_MAX);
}

static void tell(const struct walk *w, struct probe *out)
{
	struct probe p = { .pictures = w->video.packets, .sounds = w->audio.packets };
	GstClockTime end = MAX(w->video.end, w->audio.end);

	if (w->video.caps) {
		const GstStructure *s = gst_caps_get_structure(w->video.caps, 0);
		codec_of(s, p.video);
		gst_structure_get_int(s, "width", &p.width);
		gst_structure_get_int(s, "height", &p.height);
	}
	if (w->audio.caps) {
		const GstStructure *s = gst_caps_get_structure(w->audio.caps, 0);
		codec_of(s, p.audio);
		gst_structure_get_int(s, "rate", &p.rate);
		gst_structure_get_int(s, "channels", &p.channels);
	}
	p.duration_ms = (int64_t)(end / GST_MSECOND);
	*out = p;
}

enum err probe_file(const char *path, struct probe *out)
{
	struct walk w = { 0 };
	bool is_webm = g_str_has_suffix(path, ".webm");
	g_autoptr(GError) error = NULL;
	g_autofree char *line = g_strconcat("filesrc name=in ! ",
					    is_webm ? "matroskademux" : "qtdemux", " name=demux",
					    NULL);

	w.pipeline = gst_parse_launch(line, &error);
	if (!w.pipeline)
		return ERR_PIPELINE;
	g_autoptr(GstElement) in = gst_bin_get_by_name(GST_BIN(w.pipeline), "in");
	g_autoptr(GstElement) demux = gst_bin_get_by_name(GST_BIN(w.pipeline), "demux");
	g_object_set(in, "location", path, NULL);
	g_signal_connect(demux, "pad-added", G_CALLBACK(on_pad), &w);
	enum err e = run(w.pipeline);
	if (!e)
		tell(&w, out);
	gst_object_unref(w.pipeline);
	gst_clear_caps(&w.video.caps);
	gst_clear_caps(&w.audio.caps);
	return e;
}
