/*
 * One connection of the load generator: checks its path, shakes hands, publishes clips, counts
 * what comes, reports and answers feedback. Signalling is not here: the peer's part of the
 * answer or offer comes in as struct leg_peer. One thread.
 */
#ifndef TESTS_BENCH_LEGS_LEG_H
#define TESTS_BENCH_LEGS_LEG_H

#include "media/crypt/dtls.h"
#include "media/packet/rtcp.h"
#include "media/packet/sdp.h"
#include "tests/bench/legs/clip.h"
#include "tests/bench/legs/way.h"

#define LEG_KINDS     2   /* audio, video */
#define LEG_KEPT      256 /* packets of video, to send again */
#define LEG_HEARD_MAX 32  /* sources */
#define LEG_UFRAG     "legs"
#define LEG_PASSWORD  "legs-password-22-chars"

struct leg_peer {
	char ip[64];
	char ufrag[SDP_ICE_MAX + 1];
	char password[SDP_ICE_MAX + 1];
	struct sha256 fingerprint;
	uint16_t port;
	bool is_dtls_client;
};

struct leg_counts {
	uint64_t sent; /* RTP packets */
	uint64_t received;
	uint64_t lost;    /* numbers that never came, at the last report */
	uint64_t nacked;  /* numbers asked of us */
	uint64_t asked;   /* numbers that we asked for */
	uint64_t keys;    /* times that a key frame was asked of us */
	uint64_t foreign; /* datagrams that did not open */
};

struct leg_kept {
	uint16_t seq;
	uint16_t n;
	uint8_t at[WAY_DATAGRAM_MAX];
};

/* What is published. */
struct leg_source {
	const struct clip *clip; /* NULL: nothing */
	uint32_t ssrc;
	uint32_t base; /* RTP time of the clip's start */
	uint32_t packets;
	uint32_t octets;
	int64_t start_us; /* of this round of the clip */
	size_t next;
	uint16_t seq;
	uint16_t picture;
	uint8_t payload_type;
	struct leg_kept *kept; /* LEG_KEPT of them: video */
};

/* What comes of one source. */
struct leg_heard {
	uint32_t ssrc;
	uint32_t first;
	uint32_t highest; /* extended */
	uint32_t packets;
	uint32_t expected_before;
	uint32_t packets_before;
	uint32_t lsr;
	int64_t report_us;
};

/* A key frame that is coming in. */
struct leg_picture {
	bool is_open;
	uint32_t ssrc;
	uint32_t ts;
	uint16_t next; /* number */
};

struct leg {
	int fd; /* -1: none */
	int number;
	struct way *way;
	struct dtls *dtls;
	struct srtp *srtp;
	struct leg_peer peer;
	struct leg_source sources[LEG_KINDS];
	struct leg_heard heard[LEG_HEARD_MAX];
	int n_heard;
	int last_heard;
	struct leg_picture picture;
	struct leg_counts counts;
	struct {
		int64_t check_us;   /* next */
		int64_t report_us;  /* next */
		int64_t dtls_us;    /* next */
		int64_t open_us;    /* the handshake was done; 0: not yet */
		int64_t first_us;   /* the first RTP packet came; 0: not yet */
		int64_t picture_us; /* the first key frame was whole: a decoder can show it */
	} at;
	bool is_checked;
	bool told_open; /* on standard output */
	bool told_first;
	bool told_picture;
	uint16_t port; /* own */
};

/* `clips`: of audio and video, NULL: a leg that only receives. */
void leg_open(struct leg *l, struct way *way, const struct clip *const clips[LEG_KINDS]);
void leg_close(struct leg *l);
MUST_USE enum err leg_start(struct leg *l, const struct certificate *c, const struct leg_peer *p,
			    int64_t now_us);

/* A datagram came. */
void leg_take(void *leg, uint8_t *at, size_t n, int64_t now_us);
/* Checks, handshake, reports; media too if `sends`. */
void leg_tick(struct leg *l, bool sends, int64_t now_us);
/* When the next tick is wanted. */
int64_t leg_due_us(const struct leg *l, bool sends);

/* leg_media.c: publishing starts now (again), and what is due. */
void leg_media_start(struct leg *l, int64_t now_us);
void leg_media_tick(struct leg *l, int64_t now_us);
int64_t leg_media_due_us(const struct leg *l);
void leg_media_again(struct leg *l, uint16_t seq, int64_t now_us);
void leg_media_key(struct leg *l, int64_t now_us);

/* leg_feedback.c */
void leg_feedback_rtp(struct leg *l, struct bytes packet, int64_t now_us);
void leg_feedback_take(struct leg *l, struct bytes compound, int64_t now_us);
void leg_feedback_report(struct leg *l, int64_t now_us);

#endif
