/* How many of something each address or account has at the moment. */
#include "broker/link/tally.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096

struct count {
	struct count *next;
	int n;
	size_t length;
	char key[];
};

struct tally {
	struct count *buckets[BUCKETS];
};

struct tally *tally_new(void)
{
	struct tally *t = calloc(1, sizeof(*t));

	if (!t)
		abort();
	return t;
}

void tally_free(struct tally *t)
{
	if (!t)
		return;
	for (int i = 0; i < BUCKETS; i++)
		while (t->buckets[i]) {
			struct count *next = t->buckets[i]->next;

			free(t->buckets[i]);
			t->buckets[i] = next;
		}
	free(t);
}

static struct text cut(struct text key)
{
	return (struct text){ key.at, key.n > TALLY_KEY_MAX ? TALLY_KEY_MAX : key.n };
}

/* Where the key's entry hangs, or would hang. */
static struct count **find(struct tally *t, struct text key)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < key.n; i++)
		hash = (hash ^ (uint8_t)key.at[i]) * 16777619u;
	struct count **at = &t->buckets[hash % BUCKETS];
	while (*at && ((*at)->length != key.n || memcmp((*at)->key, key.at, key.n) != 0))
		at = &(*at)->next;
	return at;
}

bool tally_add(struct tally *t, struct text key, int most)
{
	key = cut(key);
	struct count **at = find(t, key);

	if ((*at ? (*at)->n : 0) >= most)
		return false;
	if (!*at) {
		*at = calloc(1, sizeof(struct count) + key.n + 1);
		if (!*at)
			abort();
		(*at)->length = key.n;
		memcpy((*at)->key, key.at, key.n);
	}
	(*at)->n++;
	return true;
}

void tally_remove(struct tally *t, struct text key)
{
	struct count **at = find(t, cut(key));
	struct count *c = *at;

	if (!c || --c->n > 0)
		return;
	*at = c->next;
	free(c);
}

int tally_get(const struct tally *t, struct text key)
{
	const struct count *c = *find((struct tally *)t, cut(key));

	return c ? c->n : 0;
}
