/*
 * A small WebRTC client for tests, without socket and clock: offers, checks its path, shakes
 * hands, sends made-up Opus and VP8 or H.264, answers NACKs and requests for key frames, and
 * keeps count of what comes in each slot. Datagrams leave by a call back.
 */
#ifndef TESTS_LIB_MEDIA_SIM_CLIENT_H
#define TESTS_LIB_MEDIA_SIM_CLIENT_H

#include "media/crypt/dtls.h"
#include "media/engine/arrivals.h"
#include "media/packet/rtcp.h"
#include "media/packet/rtp.h"
#include "media/packet/sdp.h"
#include "media/packet/stun.h"
#include "media/packet/transport.h"

#define SIM_SLOTS     11
#define SIM_KEPT      512 /* packets, to send again */
#define SIM_PACKET    1400
#define SIM_OFFER_MAX 16000
#define SIM_AUDIO_PT  111
#define SIM_VP8_PT    96
#define SIM_H264_PT   108
#define SIM_RTX_PT    97
#define SIM_OTHER_PT  45
#define SIM_WIDE_ID   3 /* header extension of transport-wide numbers */
#define SIM_RID_ID    10
#define SIM_AGAIN_ID  11
#define SIM_SEQS      65536

enum sim_kind { SIM_AUDIO, SIM_VIDEO, SIM_KINDS };
#define SIM_SMALL    ((enum sim_kind)SIM_KINDS) /* the picture once more, small */
#define SIM_DOCUMENT ((enum sim_kind)(SIM_KINDS + 1))
#define SIM_SOURCES  (SIM_KINDS + 2)
#define SIM_MID_ID   4 /* header extension */

/* What came in one half of a slot. */
struct sim_heard {
	uint32_t ssrc;
	uint32_t rtx;   /* SSRC of what is sent again, 0: none was answered */
	uint32_t again; /* packets that came under it */
	uint32_t packets;
	uint32_t repeated;   /* numbers that came twice */
	uint32_t keys;       /* starts of key frames */
	bool started_by_key; /* the first packet was one */
	uint16_t first_seq;
	uint16_t seq; /* the newest */
	uint32_t ts;  /* of the newest */
	uint16_t picture;
	uint32_t backwards; /* newer number, older time */
	uint16_t from;      /* port of who sent it */
	uint32_t reports;   /* sender reports */
	struct rtcp_sender report;
	int64_t report_us;
	bool has_mid;
	uint8_t came[SIM_SEQS / 8];
};

/* What goes out. */
struct sim_source {
	uint32_t ssrc;
	uint16_t seq;
	uint32_t ts;
	uint32_t packets;
	uint32_t octets;
	uint32_t rtx; /* SSRC of what is sent again */
	uint16_t rtx_seq;
};

struct sim_kept {
	uint16_t seq;
	uint16_t n;
	uint8_t at[SIM_PACKET];
};

struct sim_counts {
	int checks_answered;
	int key_requests;
	int nacked; /* numbers asked of us */
	int resent;
	int forged; /* of theirs */
	int receiver_reports;
	uint64_t remb;
	int told; /* packets of ours that feedback says came */
	int told_lost;
	struct rtcp_block block; /* the last about our video */
};

struct sim_options {
	struct addr addr;
	enum sdp_codec video; /* SDP_VP8, SDP_H264, or SDP_OTHER_CODEC: one that nobody knows */
	bool both;            /* VP8 and H264; `video` becomes what was answered */
	int slots;            /* 0: 5 */
	enum sdp_setup setup; /* ACTPASS, or PASSIVE: then the server starts */
	bool rtx;             /* offered for video */
	bool wide;            /* transport-wide feedback is offered */
	bool layers;          /* the picture in two sizes */
	bool document;        /* lines for documents; what comes is heard behind the last slot */
	bool document_named;  /* its source stands in the offer; else packets name the line */
	bool large_hello;     /* in two datagrams, as browsers' */
	void (*send)(void *owner, struct bytes datagram);
	void *owner;
};

struct sim_peer {
	char ufrag[SDP_ICE_MAX + 1];
	char password[SDP_ICE_MAX + 1];
	struct sha256 fingerprint;
	bool is_dtls_client;
};

struct sim_client {
	struct sim_options options;
	struct certificate *certificate;
	struct dtls *dtls;
	struct srtp *srtp;
	struct sim_peer peer;
	struct sim_source sources[SIM_SOURCES];
	struct sim_heard (*slots)[SIM_KINDS]; /* SIM_SLOTS of them */
	struct sim_kept *kept;                /* SIM_KEPT of them: video */
	struct sim_counts counts;
	bool key_wanted;
	bool small_key_wanted;
	bool document_key_wanted;
	uint16_t picture;
	uint32_t frame;
	uint32_t small_frame;
	uint32_t document_frame;
	uint64_t transaction;
	uint16_t wide;            /* number of the next packet */
	uint8_t level;            /* of its sound, -dBov */
	struct arrivals arrivals; /* of theirs */
};

void sim_init(struct sim_client *c, const struct sim_options *o);
void sim_clear(struct sim_client *c);

/* The offer; terminated. */
void sim_offer(const struct sim_client *c, char out[SIM_OFFER_MAX]);
/* The answer to it. Ends the test when it makes no sense. */
void sim_take_answer(struct sim_client *c, struct text answer, int64_t now_us);

void sim_check(struct sim_client *c, bool nominate);
/* A client of DTLS starts, a server waits. */
void sim_tick(struct sim_client *c, int64_t now_us);
void sim_take(struct sim_client *c, struct bytes datagram, int64_t now_us);
bool sim_is_open(const struct sim_client *c);

/* One Opus packet of 20 ms. */
void sim_send_audio(struct sim_client *c);
/* One frame of `packets` packets, a key frame at the start and when asked. */
void sim_send_video(struct sim_client *c, int packets);
/* The same frame small, in one packet. */
void sim_send_small(struct sim_client *c);
/* A frame of the document, in one packet. */
void sim_send_document(struct sim_client *c);
/* A packet with this payload, as it is, and RTP time. */
struct sim_payload {
	struct bytes bytes;
	uint32_t ts;
	bool marker;
};
void sim_send_payload(struct sim_client *c, enum sim_kind kind, const struct sim_payload *p);
/* Sends a kept packet of video again, asked or not, as was answered. */
void sim_send_again(struct sim_client *c, uint16_t seq);
/* Sender reports of both sources. */
void sim_send_reports(struct sim_client *c, uint64_t ntp);
/* Of one, whose clock says ts at that moment. */
void sim_send_report(struct sim_client *c, enum sim_kind kind, uint64_t ntp, uint32_t ts);

/* Asks for what is missing between the first and the newest of a slot's video; how many. */
int sim_send_nack(struct sim_client *c, int slot);
int sim_missing(const struct sim_client *c, int slot);
/* A receiver report: so much of a slot's video is lost, of 256; it has come `late` units of
 * 1/65536 s after the last sender report. */
void sim_send_block(struct sim_client *c, int slot, uint8_t fraction_lost, uint32_t late);
/* Transport-wide feedback, when it is time. */
void sim_send_wide(struct sim_client *c, int64_t now_us);
void sim_send_pli(struct sim_client *c, int slot);

#endif
