/*
 * One offer, one answer (RFC 8866, 8829, 9143, 8839, 8842): a client's offer is read into a
 * struct of fixed size, and the answer of the media server is made from it. Pure.
 */
#ifndef MEDIA_PACKET_SDP_H
#define MEDIA_PACKET_SDP_H

#include "broker/common/base/sink.h"
#include "broker/common/seal/digest.h"
#include "media/packet/addr.h"

#define SDP_OFFER_MAX   60000 /* bytes */
#define SDP_ANSWER_MAX  60000
#define SDP_LINES_MAX   32 /* m-lines */
#define SDP_FORMATS_MAX 64
#define SDP_SSRCS_MAX   8
#define SDP_MID_MAX     16
#define SDP_RID_MAX     16
#define SDP_LAYERS_MAX  3
#define SDP_CNAME_MAX   64
#define SDP_ICE_MAX     256 /* RFC 8839 s5.4 */

enum sdp_media { SDP_AUDIO, SDP_VIDEO, SDP_OTHER_MEDIA };

enum sdp_direction { SDP_SENDRECV, SDP_SENDONLY, SDP_RECVONLY, SDP_INACTIVE };

enum sdp_codec { SDP_OTHER_CODEC, SDP_OPUS, SDP_H264, SDP_VP8, SDP_RTX, SDP_CODEC_COUNT };

enum sdp_extension {
	SDP_AUDIO_LEVEL, /* RFC 6464 */
	SDP_MID,         /* RFC 9143 s15 */
	SDP_ABS_SEND_TIME,
	SDP_TRANSPORT_CC,
	SDP_RID, /* RFC 8852 */
	SDP_REPAIRED_RID,
	SDP_EXTENSION_COUNT
};

enum sdp_setup { SDP_ACTPASS, SDP_ACTIVE, SDP_PASSIVE };

/* Bits of sdp_format.feedback. */
#define SDP_FB_NACK      1u
#define SDP_FB_PLI       2u
#define SDP_FB_FIR       4u
#define SDP_FB_REMB      8u
#define SDP_FB_TRANSPORT 16u

/* One payload type of an m-line. */
struct sdp_format {
	uint8_t payload_type;
	uint8_t codec; /* enum sdp_codec */
	uint8_t channels;
	uint8_t feedback;
	uint8_t packetization_mode; /* H.264 */
	uint8_t apt;                /* RTX: of the payload type it repeats */
	uint32_t profile;           /* H.264 profile-level-id */
	uint32_t clock_rate;
};

/* One m-line. */
struct sdp_line {
	enum sdp_media media;
	enum sdp_direction direction; /* as the client says it */
	bool refused;                 /* port 0, or outside of the bundle */
	bool reduced;                 /* a=rtcp-rsize: RTCP need not be compound */
	bool is_document;             /* a=content:slides (RFC 4796): screen or document camera */
	char mid[SDP_MID_MAX + 1];
	char protocol[32];
	char cname[SDP_CNAME_MAX + 1];
	struct sdp_format formats[SDP_FORMATS_MAX];
	size_t n_formats;
	uint32_t ssrcs[SDP_SSRCS_MAX]; /* as they came; the first is the media, not its RTX */
	size_t n_ssrcs;
	uint32_t repaired; /* a=ssrc-group:FID, the first: this SSRC is sent again as... */
	uint32_t repair;   /* ...this; 0: not told */
	char rids[SDP_LAYERS_MAX][SDP_RID_MAX + 1]; /* a=simulcast:send, the smallest first */
	size_t n_rids;
	uint8_t extensions[SDP_EXTENSION_COUNT]; /* ids, 0: not offered */
};

/* About 50 kB. */
struct sdp_offer {
	char ufrag[SDP_ICE_MAX + 1];
	char password[SDP_ICE_MAX + 1];
	struct sha256 fingerprint;
	enum sdp_setup setup;
	struct sdp_line lines[SDP_LINES_MAX];
	size_t n_lines;
};

/* The transport is that of the first m-line, which heads the bundle (RFC 9143 s7.3); lines out of
 * the bundle count as refused. ERR_BAD_INPUT: not an offer we can answer (no ICE, no SHA-256
 * fingerprint, no bundle, no rtcp-mux); ERR_TOO_LARGE: more than the limits. */
MUST_USE enum err sdp_parse(struct text offer, struct sdp_offer *out);

/* The payload type of this codec in the line, the best profile first; NULL: not offered. H.264
 * only in packetization mode 1 and not above main profile. */
const struct sdp_format *sdp_find_format(const struct sdp_line *l, enum sdp_codec codec);

/* RTX (RFC 4588) of this format; NULL: not offered. */
const struct sdp_format *sdp_find_rtx(const struct sdp_line *l, const struct sdp_format *f);

/* Whether packets of this format carry transport-wide numbers that feedback is sent for. Not what
 * the server sends again under its old number: SRTP must not seal it with another one inside. */
bool sdp_has_transport(const struct sdp_line *l, const struct sdp_format *f);

/* Whether the picture comes in layers that can be told apart (RFC 8853); a document never does. */
bool sdp_has_layers(const struct sdp_line *l);

/* The first codec of `order` that every video line that is not refused offers. */
MUST_USE enum err sdp_choose_video(const struct sdp_offer *o, const enum sdp_codec *order, size_t n,
				   enum sdp_codec *out);

/* "h264,vp8" -> codecs in order; names of video codecs only. */
MUST_USE enum err sdp_parse_codecs(struct text names, enum sdp_codec *out, size_t most, size_t *n);
const char *sdp_codec_name(enum sdp_codec c); /* H264, VP8, opus, rtx */

/* What the server sends on one line on which the client receives. */
struct sdp_slot {
	uint32_t ssrc;
	uint32_t rtx;    /* SSRC of what is sent again; 0: under the same */
	char stream[32]; /* msid: the pair of a slot shares it */
	char track[32];
};

struct sdp_answer {
	const struct sdp_offer *offer;
	enum sdp_codec video; /* of the pictures; SDP_OTHER_CODEC: none, their lines are refused */
	struct text ufrag;    /* ours */
	struct text password;
	struct sha256 fingerprint;    /* ours */
	const struct addr *addresses; /* the most wanted first; stream not 0: over TCP */
	size_t n_addresses;
	const struct sdp_slot *slots; /* for each m-line one; ssrc 0: nothing is sent there */
	struct text cname;
	uint64_t session;
};

/* ICE-lite, one bundle, rtcp-mux; lines that cannot be answered are refused. */
void sdp_format_answer(const struct sdp_answer *a, struct sink *out);

/* The server is the DTLS server unless the offer is passive (RFC 8842 s5.3). */
bool sdp_is_dtls_server(const struct sdp_offer *o);

#endif
