/* Token buckets for callers, in a table of fixed size. */
#include "broker/wire/limit.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PROBES 8

struct bucket {
	uint64_t key;      /* 0: free */
	int64_t tokens_ms; /* refill time saved up */
	int64_t at_ms;
};

struct limit {
	int size;
	int burst;
	int64_t refill_ms;
	struct bucket buckets[];
};

struct limit *limit_new(int keys, int burst, int64_t refill_ms)
{
	int size = keys < PROBES ? PROBES : keys;
	struct limit *l = calloc(1, sizeof(*l) + sizeof(struct bucket) * (size_t)size);

	assert(burst > 0 && refill_ms > 0);
	if (!l)
		abort();
	l->size = size;
	l->burst = burst;
	l->refill_ms = refill_ms;
	return l;
}

void limit_free(struct limit *l)
{
	free(l);
}

static uint64_t key_of(struct text key)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < key.n; i++)
		hash = (hash ^ (uint8_t)key.at[i]) * UINT64_C(1099511628211);
	return hash ? hash : 1;
}

/* The caller's bucket, a free one, or the quietest of those it may take. */
static struct bucket *bucket_find(struct limit *l, uint64_t key, struct instant now)
{
	struct bucket *best = NULL;

	for (int i = 0; i < PROBES; i++) {
		struct bucket *b = &l->buckets[(key + (uint64_t)i) % (uint64_t)l->size];

		if (b->key == key)
			return b;
		if (!best || (best->key && (!b->key || b->at_ms < best->at_ms)))
			best = b;
	}
	best->key = key;
	best->tokens_ms = l->burst * l->refill_ms;
	best->at_ms = now.ms;
	return best;
}

bool limit_take(struct limit *l, struct text key, struct instant now)
{
	struct bucket *b = bucket_find(l, key_of(key), now);
	int64_t most = l->burst * l->refill_ms;
	int64_t passed = now.ms - b->at_ms;

	if (passed > 0)
		b->tokens_ms = passed > most - b->tokens_ms ? most : b->tokens_ms + passed;
	b->at_ms = now.ms;
	if (b->tokens_ms < l->refill_ms)
		return false;
	b->tokens_ms -= l->refill_ms;
	return true;
}

bool limit_take_address(struct limit *l, struct text address, struct instant now)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	uint8_t six[16];
	char at[64];

	if (text_copy(address, at, sizeof(at)) || inet_pton(AF_INET6, at, six) != 1 ||
	    memcmp(six, mapped, sizeof(mapped)) == 0)
		return limit_take(l, address, now);
	return limit_take(l, (struct text){ (const char *)six, 8 }, now);
}
