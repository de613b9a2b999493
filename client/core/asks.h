/*
 * Requests to the broker that wait for their answers. Pure: the caller sends what is written and
 * brings what comes. One thread.
 */
#ifndef CLIENT_CORE_ASKS_H
#define CLIENT_CORE_ASKS_H

#include "broker/common/base/clock.h"
#include "broker/common/talk/frame.h"

#define ASKS_MAX     16
#define ASKS_WAIT_MS 15000

/* Called once for each request: f->err says how it ended, f->result what was answered. */
typedef void asks_done(void *owner, const struct frame *f, struct arena *a);

struct ask_waiting {
	int64_t id; /* 0: free */
	asks_done *done;
	void *owner;
	struct instant until;
};

struct asks {
	struct ask_waiting list[ASKS_MAX];
	int64_t last_id;
};

/* What is asked, and who hears the answer. */
struct ask_call {
	const char *method;
	const struct field *fields; /* NULL: no members */
	const void *in;
	asks_done *done;
	void *owner;
};

/* Writes the request. False: too many wait already. */
bool asks_add(struct asks *a, const struct ask_call *c, struct instant now, struct buffer *out);

/* An answer; one that nobody waits for is passed over. */
void asks_take(struct asks *a, const struct frame *f, struct arena *arena);

/* The connection is gone: each ends with ERR_NETWORK. */
void asks_lose(struct asks *a);

/* Ends what waited too long with ERR_TIMED_OUT; true: there was some. */
bool asks_tick(struct asks *a, struct instant now);

#endif
