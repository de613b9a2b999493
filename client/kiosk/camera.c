/* Descriptions of sources; what the settings name is set as a property, never parsed. */
#include "client/kiosk/camera.h"

#include "broker/common/log.h"

#include <string.h>

#define TEST "test"
#define RTSP "rtsp://"

static const char *picture_source(const char *camera)
{
	if (strcmp(camera, TEST) == 0)
		return "videotestsrc is-live=true pattern=ball";
	if (strncmp(camera, RTSP, strlen(RTSP)) == 0)
		return "rtspsrc name=source latency=200 ! application/x-rtp,media=video ! decodebin";
	return "v4l2src name=source ! decodebin";
}

static const char *sound_source(const char *microphone)
{
	if (strcmp(microphone, TEST) == 0)
		return "audiotestsrc is-live=true wave=sine freq=440 volume=0.1";
	if (strcmp(microphone, "auto") == 0)
		return "autoaudiosrc";
	return "alsasrc name=source";
}

static void describe(const struct kiosk_settings *s, enum codec c, guint ssrc, struct buffer *out)
{
	if (c == CODEC_OPUS)
		buffer_addf(out, "%s ! audioconvert ! audioresample ! audio/x-raw,format=S16LE,"
			    "rate=48000,channels=1 ! queue leaky=downstream ! ",
			    sound_source(s->send.microphone));
	else
		buffer_addf(out, "%s ! videoconvert ! videoscale add-borders=true ! videorate"
			    " ! video/x-raw,format=I420,width=%lld,height=%lld,framerate=%lld/1,"
			    "pixel-aspect-ratio=1/1 ! queue leaky=downstream max-size-buffers=2 ! ",
			    picture_source(s->send.camera), (long long)s->send.width,
			    (long long)s->send.height, (long long)s->send.rate);
	codecs_describe(c, s, ssrc, out);
}

static void name_source(GstElement *bin, const struct kiosk_settings *s, enum codec c)
{
	g_autoptr(GstElement) source = gst_bin_get_by_name(GST_BIN(bin), "source");
	const char *camera = s->send.camera;

	if (!source)
		return;
	if (c == CODEC_OPUS)
		g_object_set(source, "device", s->send.microphone, NULL);
	else if (strncmp(camera, RTSP, strlen(RTSP)) == 0)
		g_object_set(source, "location", camera, NULL);
	else
		g_object_set(source, "device", camera, NULL);
}

enum err camera_new(const struct kiosk_settings *s, enum codec c, guint ssrc, GstElement **out)
{
	OWN(arena) a = arena_new();
	g_autoptr(GError) fault = NULL;
	struct buffer text;

	buffer_init(&text, a);
	describe(s, c, ssrc, &text);
	GstElement *bin = gst_parse_bin_from_description(buffer_text(&text).at, TRUE, &fault);
	if (!bin) {
		log_broken("kiosk.no_source", "said=\"%s\"", fault ? fault->message : "");
		return ERR_PIPELINE;
	}
	name_source(bin, s, c);
	*out = bin;
	return ERR_OK;
}
