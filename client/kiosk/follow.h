/*
 * What the kiosk does next: which visit it should be in, whether it is, and when it tries again.
 * Pure: it is told what happened and asked for the next step; `now` never jumps. One thread.
 */
#ifndef CLIENT_KIOSK_FOLLOW_H
#define CLIENT_KIOSK_FOLLOW_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"

#define FOLLOW_PAUSE_MS_MIN 500
#define FOLLOW_PAUSE_MS_MAX 10000
#define FOLLOW_LOOK_MS      30000 /* it looks again even when it hears of nothing */
#define FOLLOW_CONNECT_MS   20000 /* from the start of a call to its first packet */
#define FOLLOW_SILENCE_MS   5000  /* then a call is taken for lost */

enum follow_step {
	FOLLOW_REST,
	FOLLOW_LOOK,  /* ask which visit it is: follow_take_visit */
	FOLLOW_START, /* make a call with an offer: follow_take_offer, or follow_lose */
	FOLLOW_JOIN,  /* ask to join f->call.visit with the offer: follow_take_joined */
	FOLLOW_STOP   /* end the call */
};

enum follow_state {
	FOLLOW_IDLE,
	FOLLOW_OFFERING, /* started */
	FOLLOW_OFFERED,
	FOLLOW_JOINING,
	FOLLOW_JOINED
};

struct follow {
	struct id want; /* the live visit of the room; not set: none */
	struct {
		struct id visit;
		enum follow_state state;
		struct instant since;
		struct instant heard; /* the last packet; 0: none */
		bool lost;
	} call;
	struct instant look_at;
	struct instant start_at;
	int64_t pause_ms;
	bool is_up;
	bool is_looking;
};

void follow_init(struct follow *f);

/* The connection to the broker. A call goes on without it. */
void follow_up(struct follow *f, struct instant now);
void follow_down(struct follow *f);

/* Something changed in a visit of the room. */
void follow_hear(struct follow *f, struct instant now);
/* The answer to FOLLOW_LOOK: the live visit, or not set; when it failed it is asked again. */
void follow_take_visit(struct follow *f, enum err err, struct id live, struct instant now);
void follow_take_offer(struct follow *f);
void follow_take_joined(struct follow *f, enum err err, struct instant now);
/* A packet came. */
void follow_take_packet(struct follow *f, struct instant now);
/* The visit has another codec now: the call is made anew, without a pause. */
void follow_again(struct follow *f, struct instant now);
/* The call is of no use any more. */
void follow_lose(struct follow *f, struct instant now);

/* To be carried out at once; asked again until it is FOLLOW_REST, and a few times a second. */
enum follow_step follow_next(struct follow *f, struct instant now);

#endif
