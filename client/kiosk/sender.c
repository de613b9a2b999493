/* A device may fail as often as it likes: numbers, times and source of the packets go on. */
#include "client/kiosk/sender.h"

#include "broker/common/base/clock.h"
#include "broker/common/base/log.h"
#include "client/kiosk/camera.h"

#include <stdlib.h>

struct sender {
	const struct kiosk_settings *settings;
	struct sender_line line;
	GstElement *coder;
	GstElement *device; /* or black, or silence */
	bool is_blank;
	bool is_told; /* that it failed */
	guint retry;
};

static const char *kind_of(const struct sender *s)
{
	return s->line.codec == CODEC_OPUS ? "sound" : "picture";
}

/* From a thread of the device to the main loop. */
static void say(GstPad *pad, const char *what)
{
	g_autoptr(GstElement) device = gst_pad_get_parent_element(pad);

	if (device)
		gst_element_post_message(
			device, gst_message_new_application(GST_OBJECT(device),
							    gst_structure_new_empty(what)));
}

/* The end of a device is not the end of the line. */
static GstPadProbeReturn on_event(GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
	(void)unused;
	if (GST_EVENT_TYPE(gst_pad_probe_info_get_event(info)) != GST_EVENT_EOS)
		return GST_PAD_PROBE_OK;
	say(pad, "device_ended");
	return GST_PAD_PROBE_DROP;
}

static GstPadProbeReturn on_first(GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
	(void)info;
	(void)unused;
	say(pad, "device_runs");
	return GST_PAD_PROBE_REMOVE;
}

static enum err start(struct sender *s, bool blank)
{
	TRY(camera_new(s->settings, s->line.codec, blank, &s->device));
	s->is_blank = blank;
	g_autoptr(GstPad) out = gst_element_get_static_pad(s->device, "src");
	gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, NULL, NULL);
	if (!blank)
		gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_BUFFER, on_first, NULL, NULL);
	gst_bin_add(GST_BIN(s->line.pipeline), s->device);
	if (!gst_element_link(s->device, s->coder))
		return ERR_PIPELINE;
	gst_element_sync_state_with_parent(s->device); /* a fault is told on the bus */
	return ERR_OK;
}

static void stop(struct sender *s)
{
	if (!s->device)
		return;
	gst_element_set_state(s->device, GST_STATE_NULL);
	gst_element_unlink(s->device, s->coder);
	gst_bin_remove(GST_BIN(s->line.pipeline), s->device);
	s->device = NULL;
}

static void restart(struct sender *s, bool blank)
{
	stop(s);
	if (start(s, blank))
		log_broken("kiosk.no_source", "said=\"%s\"", kind_of(s));
}

static gboolean on_retry(gpointer owner)
{
	struct sender *s = owner;

	s->retry = 0;
	restart(s, false);
	return G_SOURCE_REMOVE;
}

static void lose(struct sender *s, const char *why)
{
	if (!s->is_told)
		log_odd("kiosk.device_lost", "kind=%s said=\"%s\"", kind_of(s), why);
	s->is_told = true;
	restart(s, true);
	if (!s->retry)
		s->retry = g_timeout_add(SENDER_RETRY_MS, on_retry, s);
}

static void note_running(struct sender *s)
{
	if (s->is_told)
		log_info("kiosk.device_back", "kind=%s", kind_of(s));
	s->is_told = false;
}

/* What is still on the bus of a device that is gone is nobody's. */
static bool is_of(GstMessage *m, GstElement *device)
{
	return device && (GST_MESSAGE_SRC(m) == GST_OBJECT(device) ||
			  gst_object_has_as_ancestor(GST_MESSAGE_SRC(m), GST_OBJECT(device)));
}

bool sender_take_message(struct sender *s, GstMessage *m)
{
	g_autoptr(GError) fault = NULL;

	if (!is_of(m, s->device) || s->is_blank)
		return false;
	if (GST_MESSAGE_TYPE(m) == GST_MESSAGE_ERROR) {
		gst_message_parse_error(m, &fault, NULL);
		lose(s, fault->message);
		return true;
	}
	if (GST_MESSAGE_TYPE(m) != GST_MESSAGE_APPLICATION)
		return false;
	if (gst_structure_has_name(gst_message_get_structure(m), "device_runs"))
		note_running(s);
	else
		lose(s, "it ended");
	return true;
}

static void keep_packet(struct spool *spool, enum backfill_line line, GstBuffer *packet)
{
	GstMapInfo map;

	if (!gst_buffer_map(packet, &map, GST_MAP_READ))
		return;
	spool_take(spool, line, (struct bytes){ map.data, map.size }, clock_monotonic_us());
	gst_buffer_unmap(packet, &map);
}

static void keep_packets(struct spool *spool, enum backfill_line line, GstPadProbeInfo *info)
{
	GstBufferList *list = NULL;

	if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER_LIST)
		list = gst_pad_probe_info_get_buffer_list(info);
	else
		keep_packet(spool, line, gst_pad_probe_info_get_buffer(info));
	for (guint i = 0; list && i < gst_buffer_list_length(list); i++)
		keep_packet(spool, line, gst_buffer_list_get(list, i));
}

/* They know the spool alone: packets still come when the sender is freed. */
static GstPadProbeReturn on_sound(GstPad *pad, GstPadProbeInfo *info, gpointer spool)
{
	(void)pad;
	keep_packets(spool, BACKFILL_SOUND, info);
	return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn on_picture(GstPad *pad, GstPadProbeInfo *info, gpointer spool)
{
	(void)pad;
	keep_packets(spool, BACKFILL_PICTURE, info);
	return GST_PAD_PROBE_OK;
}

static void listen(const struct sender *s)
{
	g_autoptr(GstPad) out = gst_element_get_static_pad(s->coder, "src");

	gst_pad_add_probe(out, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST,
			  s->line.codec == CODEC_OPUS ? on_sound : on_picture, s->line.spool, NULL);
}

enum err sender_new(const struct kiosk_settings *settings, const struct sender_line *l,
		    struct sender **out)
{
	OWN(sender) s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->settings = settings;
	s->line = *l;
	TRY(codecs_coder(l->codec, settings, l->ssrc, &s->coder));
	gst_bin_add(GST_BIN(l->pipeline), s->coder);
	if (l->spool)
		listen(s);
	if (!gst_element_link(s->coder, l->inlet) || !gst_element_sync_state_with_parent(s->coder))
		return ERR_PIPELINE;
	TRY(start(s, false));
	*out = sender_give(&s);
	return ERR_OK;
}

void sender_free(struct sender *s)
{
	if (!s)
		return;
	if (s->retry)
		g_source_remove(s->retry);
	free(s);
}
