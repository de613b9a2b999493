/*
 * The media servers' connections: requests go out with ids of our own and a time limit; answers
 * come back by id. Owned by the loop.
 */
#ifndef BROKER_DESK_PROGRAMS_H
#define BROKER_DESK_PROGRAMS_H

#include "broker/common/base/ids.h"
#include "broker/desk/handles.h"
#include "broker/wire/exchange.h"

struct desk;
struct errand;
struct media_gone_in;

#define PROGRAMS_MAX     64
#define PROGRAMS_WAIT_US INT64_C(10000000)

struct program {
	struct id server;
	struct handle peer;
	struct instant since; /* of its media.register, as the store has it */
	int64_t heard_us;     /* monotonic: its last media.report, or when it registered */
	int asks;    /* visits it reports of which the store is being asked whose they are */
	int foreign; /* of these, found to be none of its own since its last report */
};

struct programs {
	struct program list[PROGRAMS_MAX];
	int n;
};

/* media.register was committed: this connection is the server. */
void programs_register(const struct errand *e);

/* The connection is lost: what waits for it fails. False: it was of no server; else *out is what the
 * store has to be told. */
bool programs_remove(struct desk *d, struct handle peer, struct media_gone_in *out);

/* The registered server of the connection; NULL: it is of none. */
struct program *programs_find(struct desk *d, struct handle peer);

/* Is this server registered now? */
bool programs_has(struct desk *d, struct id server);

/* Sends the request of an errand and waits, at most PROGRAMS_WAIT_US. */
void programs_ask(struct errand *e);

/* Sends a request whose answer nobody waits for. */
void programs_tell(struct desk *d, const struct ask *a);

/* A frame from a media server. False: it is no answer but a request. */
bool programs_take(struct desk *d, struct handle peer, struct text frame);

void programs_tick(struct desk *d, int64_t now_us);

#endif
