/* Mixers with a quiet, black ground, so that they run whoever is there. */
#include "client/kiosk/show.h"

#include "broker/common/base/log.h"

#include <string.h>

#define PICTURES "pictures" /* names of elements */
#define SOUNDS   "sounds"
#define GROUND   "sink_0"   /* pad of the black ground */
#define PAPER    "document" /* marks the decoder and the mixer's pad of a document */
#define STALE_NS (3 * GST_SECOND)
#define STALE_US INT64_C(3000000)

#define RAW_SOUND "audio/x-raw,format=S16LE,rate=48000,channels=2,layout=interleaved"

static void describe(const struct kiosk_settings *s, const char *file, struct buffer *out)
{
	buffer_addf(out,
		    "videotestsrc is-live=true pattern=black ! video/x-raw,width=%lld,"
		    "height=%lld,framerate=15/1 ! compositor name=" PICTURES " latency=100000000"
		    " background=black ! videoconvert ! ",
		    (long long)s->show.width, (long long)s->show.height);
	if (file)
		buffer_addf(out,
			    "vp8enc deadline=1 cpu-used=16 threads=1 target-bitrate=1000000"
			    " ! queue ! matroskamux name=mux streamable=true ! filesink name=file");
	else
		buffer_addf(out, "queue ! %s", s->show.picture);
	buffer_addf(out, " audiotestsrc is-live=true wave=silence ! " RAW_SOUND
			 " ! audiomixer name=" SOUNDS " latency=100000000 ! " RAW_SOUND
			 " ! audioconvert ! ");
	if (file)
		buffer_addf(out, "opusenc ! queue ! mux.");
	else
		buffer_addf(out, "audioresample ! queue ! %s", s->show.sound);
}

enum err show_add(GstElement *pipeline, const struct kiosk_settings *s, const char *file)
{
	OWN(arena) a = arena_new();
	g_autoptr(GError) fault = NULL;
	struct buffer text;

	buffer_init(&text, a);
	describe(s, file, &text);
	GstElement *bin = gst_parse_bin_from_description(buffer_text(&text).at, FALSE, &fault);
	if (!bin || fault) {
		log_broken("kiosk.no_screen", "said=\"%s\"", fault ? fault->message : "");
		if (bin)
			gst_object_unref(bin);
		return ERR_PIPELINE;
	}
	gst_object_set_name(GST_OBJECT(bin), "show");
	gst_bin_add(GST_BIN(pipeline), bin);
	if (!file)
		return ERR_OK;
	g_autoptr(GstElement) sink = gst_bin_get_by_name(GST_BIN(bin), "file");
	g_object_set(sink, "location", file, NULL);
	return ERR_OK;
}

static GstPadProbeReturn count(GstPad *pad, GstPadProbeInfo *info, gpointer counter)
{
	(void)pad;
	(void)info;
	atomic_fetch_add((atomic_llong *)counter, 1);
	return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn note_document(GstPad *pad, GstPadProbeInfo *info, gpointer at_us)
{
	(void)pad;
	(void)info;
	atomic_store((atomic_llong *)at_us, g_get_monotonic_time());
	return GST_PAD_PROBE_OK;
}

bool show_has_document(const struct show_counts *counts)
{
	int64_t at_us = atomic_load(&counts->document_us);

	return at_us && g_get_monotonic_time() - at_us < STALE_US;
}

/* What runs between a decoder and a mixer. */
static GstElement *converter(bool is_picture)
{
	return gst_parse_bin_from_description(
		is_picture
			? "queue leaky=downstream max-size-buffers=4 ! videoconvert"
			: "queue leaky=downstream max-size-time=400000000 ! audioconvert ! audioresample ! "
			  "capsfilter caps=\"" RAW_SOUND "\"",
		TRUE, NULL);
}

static bool is_picture(GstPad *pad)
{
	g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);

	return caps &&
	       g_str_has_prefix(gst_structure_get_name(gst_caps_get_structure(caps, 0)), "video/");
}

/* Through the walls of the bins by ghost pads. */
static GstPad *mixer_pad(GstElement *show, bool picture, bool is_document)
{
	g_autoptr(GstElement) mixer =
		gst_bin_get_by_name(GST_BIN(show), picture ? PICTURES : SOUNDS);
	g_autoptr(GstPad) inner = gst_element_request_pad_simple(mixer, "sink_%u");

	if (picture)
		g_object_set(inner, "max-last-buffer-repeat", (guint64)STALE_NS, NULL);
	if (is_document)
		g_object_set_data(G_OBJECT(inner), PAPER, inner);
	GstPad *ghost = gst_ghost_pad_new(NULL, inner);
	gst_pad_set_active(ghost, TRUE);
	gst_element_add_pad(show, ghost);
	return ghost;
}

static void on_decoded(GstElement *decoder, GstPad *pad, gpointer counts)
{
	g_autoptr(GstElement) pipeline = GST_ELEMENT(gst_element_get_parent(decoder));
	g_autoptr(GstElement) show = gst_bin_get_by_name(GST_BIN(pipeline), "show");
	bool picture = is_picture(pad);
	bool is_document = g_object_get_data(G_OBJECT(decoder), PAPER) != NULL;
	GstElement *convert = converter(picture);
	struct show_counts *c = counts;

	gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, count,
			  picture ? &c->pictures : &c->sounds, NULL);
	if (is_document)
		gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, note_document, &c->document_us,
				  NULL);
	gst_bin_add(GST_BIN(pipeline), convert);
	g_autoptr(GstPad) in = gst_element_get_static_pad(convert, "sink");
	g_autoptr(GstPad) out = gst_element_get_static_pad(convert, "src");
	gst_pad_link(out, mixer_pad(show, picture, is_document));
	gst_element_sync_state_with_parent(convert);
	if (gst_pad_link(pad, in) != GST_PAD_LINK_OK)
		log_odd("kiosk.not_shown", "picture=%d", picture);
	gst_element_post_message(pipeline,
				 gst_message_new_application(GST_OBJECT(pipeline),
							     gst_structure_new_empty("arrange")));
}

void show_take_pad(GstElement *pipeline, GstPad *pad, bool is_document, struct show_counts *counts)
{
	GstElement *decoder = gst_element_factory_make("decodebin", NULL);

	if (is_document)
		g_object_set_data(G_OBJECT(decoder), PAPER, decoder);
	g_signal_connect(decoder, "pad-added", G_CALLBACK(on_decoded), counts);
	gst_bin_add(GST_BIN(pipeline), decoder);
	g_autoptr(GstPad) in = gst_element_get_static_pad(decoder, "sink");
	gst_element_sync_state_with_parent(decoder);
	if (gst_pad_link(pad, in) != GST_PAD_LINK_OK)
		log_odd("kiosk.not_shown", "picture=%d", -1);
}

struct arrangement {
	const struct kiosk_settings *settings;
	bool has_document;
	int i;
	int n; /* people */
};

struct box {
	int x, y, width, height;
};

/* One whole, two to four in halves, more in thirds of the width; beside a document one below the
 * other. */
static struct box box_of(const struct arrangement *a, int i)
{
	int left = a->has_document ? (int)a->settings->show.width * 3 / 4 : 0;
	int columns = a->has_document || a->n <= 1 ? 1 : a->n <= 4 ? 2 : 3;
	int rows = (a->n + columns - 1) / columns;
	int width = ((int)a->settings->show.width - left) / columns;
	int height = (int)a->settings->show.height / rows;

	return (struct box){ left + i % columns * width, i / columns * height, width, height };
}

static void place(GstPad *pad, struct box b)
{
	g_object_set(pad, "xpos", b.x, "ypos", b.y, "width", b.width, "height", b.height, "zorder",
		     1u, NULL);
	gst_util_set_object_arg(G_OBJECT(pad), "sizing-policy", "keep-aspect-ratio");
}

static bool is_ground(GstPad *pad)
{
	return strcmp(GST_PAD_NAME(pad), GROUND) == 0;
}

static bool is_paper(GstPad *pad)
{
	return g_object_get_data(G_OBJECT(pad), PAPER) != NULL;
}

static gboolean place_next(GstElement *mixer, GstPad *pad, gpointer with)
{
	struct arrangement *a = with;
	struct box paper = { 0, 0, (int)a->settings->show.width * 3 / 4,
			     (int)a->settings->show.height };

	(void)mixer;
	if (is_paper(pad)) {
		place(pad, paper);
		g_object_set(pad, "alpha", a->has_document ? 1.0 : 0.0, NULL);
	} else if (!is_ground(pad) && a->i < a->n) {
		place(pad, box_of(a, a->i++));
	}
	return TRUE;
}

static gboolean count_pad(GstElement *mixer, GstPad *pad, gpointer with)
{
	struct arrangement *a = with;

	(void)mixer;
	a->n += !is_ground(pad) && !is_paper(pad);
	return TRUE;
}

void show_arrange(GstElement *pipeline, const struct kiosk_settings *s, bool has_document)
{
	g_autoptr(GstElement) mixer = gst_bin_get_by_name(GST_BIN(pipeline), PICTURES);
	struct arrangement a = { .settings = s, .has_document = has_document };

	if (!mixer)
		return;
	gst_element_foreach_sink_pad(mixer, count_pad, &a);
	gst_element_foreach_sink_pad(mixer, place_next, &a);
}
