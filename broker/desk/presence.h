/*
 * Who is at which live visit: connections that joined a visit or look at a live one hear each
 * second what its media server reports. Knows when the last durable byte of a recording is too
 * old. Owned by the loop.
 */
#ifndef BROKER_DESK_PRESENCE_H
#define BROKER_DESK_PRESENCE_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/desk/handles.h"

struct desk;
struct errand;
struct event;
struct stage;

#define PRESENCE_BUCKETS    256
#define PRESENCE_STAGES_MAX 4096
#define PRESENCE_LEGS_MAX   16
#define PRESENCE_LOOKING    32   /* connections of one visit */
#define PRESENCE_DEAD_MS    4000 /* no report of a media server for so long */
#define PRESENCE_STALE_MS   3000 /* age of the last durable byte: then somebody is told */

struct presence {
	struct stage *buckets[PRESENCE_BUCKETS];
	int n;
	int stale; /* recordings whose last durable byte is too old */
};

/* A media.report that was decoded and gated. */
void presence_take(struct desk *d, struct errand *e);

/* A reply on its way to the connection: visit.join, visit.get and visit.leave say who is where. */
void presence_note(struct desk *d, struct errand *e);

/* An event: a closed visit has no stage any more. */
void presence_hear(struct desk *d, const struct event *e);

/* The media server's connection is lost: its visits' people are told. */
void presence_lose(struct desk *d, struct handle media);

/* Silence is also a reason to worry. */
void presence_tick(struct desk *d, int64_t now_us);

void presence_clear(struct presence *p);

#endif
