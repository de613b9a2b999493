/* ULIDs and random bytes. */
#include "broker/common/base/ids.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char code_letters[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

#define TIME_LETTERS   10
#define RANDOM_LETTERS (ID_LENGTH - TIME_LETTERS)

void random_fill(void *out, size_t n)
{
	uint8_t *at = out;

	while (n > 0) {
		ssize_t got = getrandom(at, n, 0);

		if (got > 0) {
			at += got;
			n -= (size_t)got;
		} else if (errno != EINTR) {
			abort();
		}
	}
}

struct id id_new(struct instant now)
{
	uint64_t ms = (uint64_t)now.ms;
	uint8_t chance[RANDOM_LETTERS];
	struct id id;

	random_fill(chance, sizeof(chance));
	for (int i = TIME_LETTERS - 1; i >= 0; i--, ms >>= 5)
		id.text[i] = base32[ms & 31];
	for (int i = 0; i < RANDOM_LETTERS; i++)
		id.text[TIME_LETTERS + i] = base32[chance[i] & 31];
	id.text[ID_LENGTH] = '\0';
	return id;
}

enum err id_parse(struct text t, struct id *out)
{
	/* 26 letters carry 130 bits, an id has 128. */
	if (t.n != ID_LENGTH || t.at[0] > '7')
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < t.n; i++)
		if (!t.at[i] || !strchr(base32, t.at[i]))
			return ERR_BAD_INPUT;
	return text_copy(t, out->text, sizeof(out->text));
}

bool id_equals(struct id a, struct id b)
{
	return memcmp(a.text, b.text, ID_LENGTH) == 0;
}

bool id_is_set(struct id i)
{
	return i.text[0] != '\0';
}

/* A random byte below `limit`, all equally likely. */
static size_t random_below(size_t limit)
{
	uint8_t b;

	do
		random_fill(&b, 1);
	while (b >= 256 / limit * limit);
	return b % limit;
}

void random_code(char *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = code_letters[random_below(sizeof(code_letters) - 1)];
	out[n] = '\0';
}
