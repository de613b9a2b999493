/*
 * The limits of rate that the broker keeps. Owned by the loop.
 */
#ifndef BROKER_WIRE_LIMITS_H
#define BROKER_WIRE_LIMITS_H

#include "broker/wire/limit.h"

/* A rate: so many at once, then one each so many milliseconds. */
struct wire_rate {
	int64_t burst;
	int64_t each_ms;
};

/* The three limits of the broker. */
struct wire_limits {
	struct limit *request; /* each account or address */
	struct limit *query;   /* query.get, each address */
	struct limit *sign_in; /* POST /session, each address */
};

void wire_limits_init(struct wire_limits *l, const struct wire_rate *requests);
void wire_limits_clear(struct wire_limits *l);

#endif
