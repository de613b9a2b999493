/*
 * What the desk knows of one live visit: its media server, its people, the names of its legs.
 * Owned by the loop.
 */
#ifndef BROKER_DESK_STAGE_H
#define BROKER_DESK_STAGE_H

#include "broker/common/base/arena.h"
#include "broker/desk/presence.h"
#include "broker/wire/inner.h"

#define STAGE_NAME 200

/* The name behind a leg, as visit.seats told it. */
struct stage_leg {
	struct id leg;
	int64_t epoch;
	struct id seat;
	char name[STAGE_NAME];
	bool gone;      /* told to the store */
	int64_t window; /* the newest that was kept */
};

struct stage_looker {
	struct handle peer;
	bool joined; /* hears of the visit whoever else looks */
};

struct stage {
	struct stage *next; /* of its bucket */
	struct id visit;
	struct handle media; /* the connection that reports it */
	int64_t heard_us;    /* monotonic: a step of the wall clock is no silence; 0: never */
	bool recording;
	bool stale; /* the last durable byte is too old, and that was logged */
	int64_t durable_age_ms;
	struct stage_looker looking[PRESENCE_LOOKING];
	int looking_n;
	struct stage_leg *legs; /* PRESENCE_LEGS_MAX; NULL until the first report */
	int legs_n;
};

struct stage *stage_find(struct presence *p, struct id visit); /* NULL: none */
struct stage *stage_get(struct presence *p, struct id visit);  /* NULL: too many */
void stage_remove(struct presence *p, struct stage *s);
/* When there are too many, the oldest that has not joined goes; who joined goes for one that joins. */
void stage_add_looking(struct stage *s, struct handle peer, bool joined);
/* It left: it goes on hearing while there is room. */
void stage_set_left(struct stage *s, struct handle peer);

/* The leg by id and epoch; NULL: not known. */
struct stage_leg *stage_find_leg(struct stage *s, struct id leg, int64_t epoch);
/* Takes the rows of visit.seats; keeps what was told of legs that stay. */
void stage_take_seats(struct stage *s, const struct visit_seats_out *seats);

/* What the newest window of a leg says. */
struct quality stage_quality(const struct media_leg *leg);

/* The notification visit.report. */
void stage_format(struct stage *s, const struct media_visit *v, struct buffer *out);
/* The notification leg.again: the leg with this epoch should join again. */
void stage_format_again(const struct stage *s, const struct media_leg *leg, struct buffer *out);

#endif
