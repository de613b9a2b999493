/* Opus; H.264 and VP8, of which the visit has one. */
#include "client/kiosk/codecs.h"

#include "broker/common/base/log.h"

#include <gst/sdp/gstsdpmessage.h>
#include <string.h>

#define KEY_SECONDS 4 /* between key frames that nobody asked for */
#define PICTURES    "queue leaky=downstream max-size-buffers=2"

static const struct {
	const char *payload;
	const char *caps;
} codecs[CODEC_COUNT] = {
	[CODEC_OPUS] = { "111",
			 "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,"
			 "encoding-params=(string)2,minptime=(string)10,useinbandfec=(string)1" },
	[CODEC_H264] = { "102",
			 "application/x-rtp,media=video,encoding-name=H264,payload=102,clock-rate=90000,"
			 "packetization-mode=(string)1,profile-level-id=(string)42e01f,"
			 "level-asymmetry-allowed=(string)1,rtcp-fb-nack-pli=true,rtcp-fb-ccm-fir=true" },
	[CODEC_VP8] = { "96",
			"application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000,"
			"rtcp-fb-nack-pli=true,rtcp-fb-ccm-fir=true" },
};

static void add(GstCaps *caps, enum codec c, guint ssrc)
{
	GstCaps *one = gst_caps_from_string(codecs[c].caps);

	if (ssrc)
		gst_caps_set_simple(one, "ssrc", G_TYPE_UINT, ssrc, NULL);
	gst_caps_append(caps, one);
}

GstCaps *codecs_sound(guint ssrc)
{
	GstCaps *caps = gst_caps_new_empty();

	add(caps, CODEC_OPUS, ssrc);
	return caps;
}

GstCaps *codecs_picture(guint ssrc)
{
	GstCaps *caps = gst_caps_new_empty();

	add(caps, CODEC_H264, ssrc);
	add(caps, CODEC_VP8, ssrc);
	return caps;
}

static enum err find(const GstSDPMedia *media, enum codec *out)
{
	const char *format = gst_sdp_media_get_format(media, 0);

	if (!gst_sdp_media_get_port(media))
		return ERR_NOT_FOUND;
	if (!format)
		return ERR_BAD_INPUT;
	for (int i = 0; i < CODEC_COUNT; i++)
		if (strcmp(format, codecs[i].payload) == 0) {
			*out = (enum codec)i;
			return ERR_OK;
		}
	return ERR_BAD_INPUT;
}

enum err codecs_answered(struct text answer, guint line, enum codec *out)
{
	GstSDPMessage *sdp = NULL;
	enum err err = ERR_BAD_INPUT;

	if (!answer.n)
		return ERR_BAD_INPUT;
	if (gst_sdp_message_new(&sdp) != GST_SDP_OK)
		return ERR_PIPELINE;
	if (gst_sdp_message_parse_buffer((const guint8 *)answer.at, (guint)answer.n, sdp) ==
		    GST_SDP_OK &&
	    line < gst_sdp_message_medias_len(sdp))
		err = find(gst_sdp_message_get_media(sdp, line), out);
	gst_sdp_message_free(sdp);
	return err;
}

static void describe(enum codec c, const struct kiosk_settings *s, guint ssrc, struct buffer *out)
{
	long long bitrate = s->send.bitrate, keys = s->send.rate * KEY_SECONDS;

	switch (c) {
	case CODEC_OPUS:
		buffer_addf(out,
			    "queue leaky=downstream ! opusenc bitrate=32000 inband-fec=true"
			    " packet-loss-percentage=10 ! rtpopuspay pt=111 mtu=1200 ssrc=%u",
			    ssrc);
		return;
	case CODEC_H264: /* a lower level than was answered is fine: RFC 6184 s8.2.2 */
		buffer_addf(
			out,
			PICTURES
			" ! openh264enc rate-control=bitrate bitrate=%lld"
			" gop-size=%lld complexity=low ! video/x-h264,profile=constrained-baseline"
			" ! h264parse ! rtph264pay config-interval=-1"
			" aggregate-mode=zero-latency pt=102 mtu=1200 ssrc=%u ! capssetter"
			" caps=\"application/x-rtp,profile-level-id=(string)42e01f\"",
			bitrate * 1000, keys, ssrc);
		return;
	case CODEC_VP8:
		buffer_addf(out,
			    PICTURES
			    " ! vp8enc deadline=1 cpu-used=8 end-usage=cbr"
			    " target-bitrate=%lld keyframe-max-dist=%lld error-resilient=default"
			    " ! rtpvp8pay picture-id-mode=15-bit pt=96 mtu=1200 ssrc=%u",
			    bitrate * 1000, keys, ssrc);
		return;
	}
}

enum err codecs_coder(enum codec c, const struct kiosk_settings *s, guint ssrc, GstElement **out)
{
	OWN(arena) a = arena_new();
	g_autoptr(GError) fault = NULL;
	struct buffer text;

	buffer_init(&text, a);
	describe(c, s, ssrc, &text);
	*out = gst_parse_bin_from_description(buffer_text(&text).at, TRUE, &fault);
	if (*out)
		return ERR_OK;
	log_broken("kiosk.no_source", "said=\"%s\"", fault ? fault->message : "");
	return ERR_PIPELINE;
}
