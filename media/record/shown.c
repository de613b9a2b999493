/* A visit's durable moment in atomics: the id is compared before and after the value is read. */
#include "media/record/shown.h"

#include <stdatomic.h>
#include <string.h>

static void pack(struct id visit, uint64_t out[SHOWN_WORDS])
{
	memset(out, 0, SHOWN_WORDS * sizeof(*out));
	memcpy(out, visit.text, ID_LENGTH);
}

static bool is_here(const struct shown *s, const uint64_t words[SHOWN_WORDS])
{
	bool same = true;

	for (int i = 0; i < SHOWN_WORDS; i++)
		same = atomic_load(&s->visit[i]) == words[i] && same;
	return same;
}

void shown_set(struct shown *s, struct id visit, int64_t durable_us)
{
	uint64_t words[SHOWN_WORDS];

	pack(visit, words);
	if (!is_here(s, words)) {
		atomic_store(&s->durable_us, -1);
		for (int i = 0; i < SHOWN_WORDS; i++)
			atomic_store(&s->visit[i], words[i]);
	}
	atomic_store(&s->durable_us, durable_us);
}

void shown_clear(struct shown *s)
{
	atomic_store(&s->durable_us, -1);
	for (int i = 0; i < SHOWN_WORDS; i++)
		atomic_store(&s->visit[i], 0);
}

bool shown_get(const struct shown *s, struct id visit, int64_t *durable_us)
{
	uint64_t words[SHOWN_WORDS];

	pack(visit, words);
	if (!is_here(s, words))
		return false;
	int64_t at = atomic_load(&s->durable_us);
	if (at < 0 || !is_here(s, words))
		return false;
	*durable_us = at;
	return true;
}
