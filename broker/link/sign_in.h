/*
 * POST /session: the account is looked up on the loop, the password is checked on the thread pool
 * (120 ms), the session is made by the writer. Only a few at once. Owned by the loop.
 */
#ifndef BROKER_LINK_SIGN_IN_H
#define BROKER_LINK_SIGN_IN_H

#include "broker/desk/handles.h"

struct web;
struct sign_in;

#define SIGN_INS_AT_ONCE 2
#define SIGN_INS_WAITING 64

struct sign_ins {
	struct handles asking; /* struct sign_in: what to check is being read */
	struct sign_in *first; /* wait for a place on the pool */
	struct sign_in *last;
	int waiting;
	int running;
};

void sign_in_start(struct web *w);

/* Drops those that wait. */
void sign_ins_clear(struct sign_ins *s);

#endif
