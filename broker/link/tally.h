/*
 * How many of something each address or account has at the moment, with an upper limit. Holds
 * only keys that have some. Owned by the loop.
 */
#ifndef BROKER_LINK_TALLY_H
#define BROKER_LINK_TALLY_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#define TALLY_KEY_MAX 63

struct tally;

struct tally *tally_new(void); /* heap: pair with tally_free */
void tally_free(struct tally *t);
OWNABLE(tally)

/* One more, unless the key has `most` already. */
bool tally_add(struct tally *t, struct text key, int most);
void tally_remove(struct tally *t, struct text key);
int tally_get(const struct tally *t, struct text key);

#endif
