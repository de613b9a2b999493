/* Reads a media file back to its last packet and tells what is in it. */
#include "media/studio/probe.h"

#include "media/packet/h264.h"
#include "media/packet/vp8.h"

#include <gst/gst.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_NS (300 * GST_SECOND)

#define PAUSE_NS GST_SECOND

/* The sizes of the pictures of a film, as the decoder will meet them. */
struct sizes {
	struct probe_size list[PROBE_SIZES_MAX];
	int n;
	int now; /* of the pictures that come; -1: not known, or not in the list */
	int64_t unsized;
	int length_bytes; /* before each NAL unit of H.264; 0: it is VP8 */
};

/* One stream of the file; written by its own streaming thread until the end is told. */
struct stream {
	gint64 packets;
	GstClockTime end;
	GstSegment segment; /* where the track stands in the file's time (edit list) */
	GstCaps *caps;
	GstClockTime last;
	GstClockTime running; /* between pictures, without pauses */
	gint64 steps;
};

struct walk {
	GstElement *pipeline;
	struct stream video;
	struct stream audio;
	struct sizes sizes;
};

static int64_t area(const struct probe_size *s)
{
	return (int64_t)s->width * s->height;
}

/* A full list gives up its smallest for a larger one. */
static int place_for(struct sizes *s, const struct probe_size *fresh)
{
	int least = 0;

	if (s->n < PROBE_SIZES_MAX)
		return s->n++;
	for (int i = 1; i < s->n; i++)
		if (area(&s->list[i]) < area(&s->list[least]))
			least = i;
	if (area(&s->list[least]) >= area(fresh))
		return -1;
	s->unsized += s->list[least].pictures;
	return least;
}

static void note_size(struct sizes *s, int width, int height)
{
	struct probe_size fresh = { width, height, 0 };

	for (s->now = 0; s->now < s->n; s->now++)
		if (s->list[s->now].width == width && s->list[s->now].height == height)
			return;
	s->now = place_for(s, &fresh);
	if (s->now >= 0)
		s->list[s->now] = fresh;
}

/* A parameter set stands before the picture that is the first to follow it. */
static void look_for_sps(struct sizes *s, struct bytes b)
{
	struct h264_size size;

	while (b.n > (size_t)s->length_bytes) {
		size_t n = 0;
		for (int i = 0; i < s->length_bytes; i++)
			n = n << 8 | b.at[i];
		b = (struct bytes){ b.at + s->length_bytes, b.n - (size_t)s->length_bytes };
		if (n == 0 || n > b.n)
			return;
		if ((b.at[0] & 31) == H264_SPS &&
		    !h264_parse_size((struct bytes){ b.at, n }, &size))
			note_size(s, size.width, size.height);
		b = (struct bytes){ b.at + n, b.n - n };
	}
}

static void measure(struct sizes *s, GstBuffer *b)
{
	uint16_t width, height;
	GstMapInfo map;

	if (gst_buffer_map(b, &map, GST_MAP_READ)) {
		struct bytes bytes = { map.data, map.size };
		if (s->length_bytes)
			look_for_sps(s, bytes);
		else if (!vp8_parse_size(bytes, &width, &height))
			note_size(s, width, height);
		gst_buffer_unmap(b, &map);
	}
	if (s->now >= 0)
		s->list[s->now].pictures++;
	else
		s->unsized++;
}

static void take_packet(struct stream *s, GstBuffer *b)
{
	GstClockTime length = GST_BUFFER_DURATION_IS_VALID(b) ? GST_BUFFER_DURATION(b) : 0;

	s->packets++;
	if (!GST_BUFFER_PTS_IS_VALID(b) || s->segment.format != GST_FORMAT_TIME)
		return;
	GstClockTime at =
		gst_segment_to_stream_time(&s->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(b));
	if (!GST_CLOCK_TIME_IS_VALID(at))
		return;
	if (at + length > s->end)
		s->end = at + length;
	if (s->packets > 1 && at > s->last && at - s->last <= PAUSE_NS) {
		s->running += at - s->last;
		s->steps++;
	}
	s->last = at;
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

static GstPadProbeReturn on_picture(GstPad *pad, GstPadProbeInfo *info, gpointer owner)
{
	struct walk *w = owner;

	(void)pad;
	measure(&w->sizes, GST_PAD_PROBE_INFO_BUFFER(info));
	return GST_PAD_PROBE_OK;
}

/* ISO 14496-15 s5.3.3.1: the length of lengths. */
static void watch_pictures(struct walk *w, GstPad *pad, const GstStructure *s)
{
	const GValue *value = gst_structure_get_value(s, "codec_data");
	GstBuffer *data = value ? gst_value_get_buffer(value) : NULL;
	guint8 head[5];

	w->sizes.now = -1;
	if (gst_structure_has_name(s, "video/x-h264"))
		w->sizes.length_bytes =
			data && gst_buffer_extract(data, 0, head, 5) == 5 ? (head[4] & 3) + 1 : 4;
	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture, w, NULL);
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
	if (s == &w->video)
		watch_pictures(w, pad, gst_caps_get_structure(caps, 0));
}

static enum err run(GstElement *pipeline)
{
	g_autoptr(GstBus) bus = gst_element_get_bus(pipeline);

	gst_element_set_state(pipeline, GST_STATE_PLAYING);
	g_autoptr(GstMessage) message =
		gst_bus_timed_pop_filtered(bus, LIMIT_NS, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
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

static int by_area(const void *x, const void *y)
{
	int64_t a = area(x), b = area(y);

	return (a < b) - (a > b);
}

/* Only sizes of which a picture came. */
static void tell_sizes(const struct walk *w, struct probe *p)
{
	p->unsized = w->sizes.unsized;
	for (int i = 0; i < w->sizes.n; i++)
		if (w->sizes.list[i].pictures > 0)
			p->sizes[p->sizes_n++] = w->sizes.list[i];
	qsort(p->sizes, (size_t)p->sizes_n, sizeof(*p->sizes), by_area);
	if (w->video.running > 0)
		p->rate_mhz = (int64_t)gst_util_uint64_scale((guint64)w->video.steps,
							     1000 * GST_SECOND, w->video.running);
}

static void tell(const struct walk *w, struct probe *out)
{
	struct probe p = { .pictures = w->video.packets, .sounds = w->audio.packets };
	GstClockTime end = MAX(w->video.end, w->audio.end);

	if (w->video.caps) {
		const GstStructure *s = gst_caps_get_structure(w->video.caps, 0);
		codec_of(s, p.video);
		tell_sizes(w, &p);
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
	g_autofree char *line = g_strconcat(
		"filesrc name=in ! ", is_webm ? "matroskademux" : "qtdemux", " name=demux", NULL);

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
