/*
 * The forwarding engine: stages (one a visit), their legs, tracks and feeds. Sans-I/O: packets,
 * orders and the time go in, packets come out. Net thread; no socket, no clock, no lock inside.
 *
 * From bottom to top, and no file calls one above it: what a leg is made of (track, feed, link,
 * quality and the small ones under them), places (all that a leg knows of its stage), leg, leg_room,
 * layers, note, then document and meet, leg_rtcp, leg_report, stage with stage_media, join, engine.
 */
#ifndef MEDIA_ENGINE_ENGINE_H
#define MEDIA_ENGINE_ENGINE_H

#include "media/crypt/certificate.h"
#include "media/engine/budget.h"
#include "media/engine/order.h"
#include "media/engine/out.h"
#include "media/engine/tap.h"
#include "media/packet/sdp.h"

#define ENGINE_SLOTS      5 /* receive slots of a client, see the offer */
#define ENGINE_SLOTS_MAX  11
#define ENGINE_CODECS_MAX 4
#define ENGINE_ADDRS_MAX  16
#define ENGINE_STAGES_MAX 256

struct engine_options {
	const struct certificate *certificate;   /* borrowed */
	const struct tap *tap;                   /* borrowed; NULL: nothing is recorded */
	struct addr addresses[ENGINE_ADDRS_MAX]; /* for the answer, see struct sdp_answer */
	size_t n_addresses;
	enum sdp_codec codecs[ENGINE_CODECS_MAX]; /* of video, the most wanted first */
	size_t n_codecs;
	int slots;                 /* 0: ENGINE_SLOTS */
	uint64_t ceiling_bps;      /* most that a publisher is asked to send; 0: 1.5 Mbit/s */
	struct budget_rate budget; /* of a leg; 0: as budget.h says for this ceiling */
	struct instant wall;       /* UTC at wall_us, for the NTP times of our reports */
	int64_t wall_us;           /* monotonic */
};

struct engine;

MUST_USE enum err engine_new(const struct engine_options *o, struct engine **out);
void engine_free(struct engine *e);
OWNABLE(engine)

/* A datagram that came; its bytes are changed (decrypted in place). */
struct arrival {
	uint8_t *at;
	size_t n;
	struct addr from;
};

/* The caller flushes `out` when it has no more to give. */
void engine_take(struct engine *e, struct arrival a, int64_t now_us, struct out *out);

/* Carries out an order; the result stands in it. */
void engine_order(struct engine *e, struct stage_order *o, int64_t now_us, struct out *out);

/* Timers. Call it when now >= engine_next_tick, and sooner if you like. */
void engine_tick(struct engine *e, int64_t now_us, struct out *out);
int64_t engine_next_tick(struct engine *e);

struct engine_counts engine_counts(const struct engine *e);

#endif
