/*
 * Identifiers and random bytes: the only place that makes them. An id is a ULID: 26 characters
 * of Crockford base 32, the first 10 are the time, so ids sort by age.
 */
#ifndef BROKER_COMMON_BASE_IDS_H
#define BROKER_COMMON_BASE_IDS_H

#include "broker/common/base/clock.h"
#include "broker/common/base/text.h"

#define ID_LENGTH 26

struct id {
	char text[ID_LENGTH + 1]; /* "" is no id */
};

/* A new id; any thread. */
struct id id_new(struct instant now);

MUST_USE enum err id_parse(struct text t, struct id *out);
bool id_equals(struct id a, struct id b);
bool id_is_set(struct id i);

/* Cryptographically strong random bytes (RAND_bytes); any thread. */
void random_fill(void *out, size_t n);

/* A query code for a resident's slip: `n` characters that cannot be misread (no 0 O 1 I L U);
 * terminated, so out holds n + 1 bytes. */
void random_code(char *out, size_t n);

#endif
