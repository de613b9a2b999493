/* Descriptions of sources; what the settings name is set as a property, never parsed. */
#include "client/kiosk/camera.h"

#include "broker/common/base/log.h"

#include <string.h>

#define TEST "test"
#define RTSP "rtsp://"

static const char *picture_source(const char *camera, bool blank)
{
	if (blank)
		return "videotestsrc is-live=true pattern=black";
	if (strcmp(camera, TEST) == 0)
		return "videotestsrc is-live=true pattern=ball";
	if (strncmp(camera, RTSP, strlen(RTSP)) == 0)
		return "rtspsrc name=source latency=200 protocols=tcp tcp-timeout=4000000"
		       " ! decodebin";
	return "v4l2src name=source ! decodebin";
}

static const char *sound_source(const char *microphone, bool blank)
{
	if (blank)
		return "audiotestsrc is-live=true wave=silence";
	if (strcmp(microphone, TEST) == 0)
		return "audiotestsrc is-live=true wave=sine freq=440 volume=0.1";
	if (strcmp(microphone, "auto") == 0)
		return "autoaudiosrc";
	return "alsasrc name=source";
}

static void describe(const struct kiosk_settings *s, enum codec c, bool blank, struct buffer *out)
{
	if (c == CODEC_OPUS)
		buffer_addf(out,
			    "%s ! audioconvert ! audioresample ! audio/x-raw,format=S16LE,"
			    "rate=48000,channels=1",
			    sound_source(s->send.microphone, blank));
	else
		buffer_addf(out,
			    "%s ! videoconvert ! videoscale add-borders=true"
			    " ! videorate skip-to-first=true"
			    " ! video/x-raw,format=I420,width=%lld,height=%lld,framerate=%lld/1,"
			    "pixel-aspect-ratio=1/1",
			    picture_source(s->send.camera, blank), (long long)s->send.width,
			    (long long)s->send.height, (long long)s->send.rate);
	buffer_addf(out, " ! watchdog name=last timeout=%d", CAMERA_SILENT_MS);
}

/* Its sound stays there: the microphone is asked for that. */
static gboolean on_stream(GstElement *source, guint i, GstCaps *caps, gpointer unused)
{
	(void)source;
	(void)i;
	(void)unused;
	return g_strcmp0(gst_structure_get_string(gst_caps_get_structure(caps, 0), "media"),
			 "video") == 0;
}

static void name_source(GstElement *bin, const struct kiosk_settings *s, enum codec c)
{
	g_autoptr(GstElement) source = gst_bin_get_by_name(GST_BIN(bin), "source");
	const char *camera = s->send.camera;

	if (!source)
		return;
	if (c == CODEC_OPUS)
		g_object_set(source, "device", s->send.microphone, NULL);
	else if (strncmp(camera, RTSP, strlen(RTSP)) != 0)
		g_object_set(source, "device", camera, NULL);
	else {
		g_signal_connect(source, "select-stream", G_CALLBACK(on_stream), NULL);
		g_object_set(source, "location", camera, NULL);
	}
}

/* Not by gst_parse_bin_from_description: that would also take the pads that decodebin links later. */
static void open_bin(GstElement *bin)
{
	g_autoptr(GstElement) last = gst_bin_get_by_name(GST_BIN(bin), "last");
	g_autoptr(GstPad) pad = gst_element_get_static_pad(last, "src");

	gst_element_add_pad(bin, gst_ghost_pad_new("src", pad));
}

enum err camera_new(const struct kiosk_settings *s, enum codec c, bool blank, GstElement **out)
{
	OWN(arena) a = arena_new();
	g_autoptr(GError) fault = NULL;
	struct buffer text;

	buffer_init(&text, a);
	describe(s, c, blank, &text);
	GstElement *bin = gst_parse_bin_from_description(buffer_text(&text).at, FALSE, &fault);
	if (!bin) {
		log_broken("kiosk.no_source", "said=\"%s\"", fault ? fault->message : "");
		return ERR_PIPELINE;
	}
	name_source(bin, s, c);
	open_bin(bin);
	*out = bin;
	return ERR_OK;
}
