/*
 * Offers for tests: one written out line by line, with places to change, and one that a browser
 * made (the corpus of the fuzzer).
 */
#ifndef TESTS_UNIT_MEDIA_PACKET_OFFER_H
#define TESTS_UNIT_MEDIA_PACKET_OFFER_H

#include "media/packet/sdp.h"
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FINGERPRINT                                                                                \
	"00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:"                                         \
	"10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1f"

#define SMALL_HEAD "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\n"
#define SMALL_AUDIO                                                                                \
	"m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n"            \
	"a=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 " FINGERPRINT "\r\n"            \
	"a=setup:actpass\r\na=mid:0\r\n"                                                           \
	"a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"                               \
	"a=extmap:4/sendonly urn:ietf:params:rtp-hdrext:sdes:mid\r\n"                              \
	"a=sendonly\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n"  \
	"a=fmtp:111 minptime=10;useinbandfec=1\r\na=ssrc:1111 cname:me\r\na=ssrc:1111 msid:a b\r\n"
#define SMALL_VIDEO                                                                                \
	"m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 108 109\r\na=mid:1\r\na=sendonly\r\n"               \
	"a=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:* nack\r\n"              \
	"a=rtcp-fb:96 nack pli\r\na=rtcp-fb:96 ccm fir\r\na=rtcp-fb:96 goog-remb\r\n"              \
	"a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\na=rtpmap:102 H264/90000\r\n"                 \
	"a=fmtp:102 packetization-mode=1;profile-level-id=42001f\r\na=rtpmap:108 h264/90000\r\n"   \
	"a=fmtp:108 level-asymmetry-allowed=1; packetization-mode=1; profile-level-id=42e01f\r\n"  \
	"a=rtpmap:109 H264/90000\r\na=fmtp:109 packetization-mode=0;profile-level-id=42e01f\r\n"   \
	"a=ssrc-group:FID 2222 3333\r\na=ssrc:2222 cname:me\r\na=ssrc:3333 cname:me\r\n"
#define SMALL_RECEIVER                                                                             \
	"m=video 9 UDP/TLS/RTP/SAVPF 96 108\r\na=mid:2\r\na=recvonly\r\na=rtcp-mux\r\n"            \
	"a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"                                       \
	"a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"                \
	"a=rtpmap:96 VP8/90000\r\na=rtpmap:108 H264/90000\r\n"                                     \
	"a=fmtp:108 packetization-mode=1;profile-level-id=42e01f\r\n"
#define SMALL SMALL_HEAD SMALL_AUDIO SMALL_VIDEO SMALL_RECEIVER

/* SMALL with the first `old` replaced; heap, free it. */
static inline char *small_with(const char *old, const char *with)
{
	const char *found = strstr(SMALL, old);
	char *out = malloc(sizeof SMALL + strlen(with));

	CHECK(found != NULL && out != NULL);
	sprintf(out, "%.*s%s%s", (int)(found - SMALL), SMALL, with, found + strlen(old));
	return out;
}

/* What Chromium 156 offers for a leg; terminated, at most SDP_OFFER_MAX. */
static inline struct text browser_offer(void)
{
	static char room[SDP_OFFER_MAX];
	FILE *f = fopen("tests/fuzz/corpus/sdp/chromium", "rb");

	CHECK(f != NULL);
	size_t n = fread(room, 1, sizeof room, f);
	fclose(f);
	return (struct text){ room, n };
}

#endif
