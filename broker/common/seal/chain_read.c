/* Reads a journal file chunk by chunk and finds its way again behind a broken one. */
#include "broker/common/seal/chain.h"

#include "broker/common/base/file.h"

#include <stdlib.h>
#include <string.h>

#define SCAN_BYTES (64u << 10)

struct chain_reader {
	int fd;
	uint64_t at;
	struct chain_head head;
	struct sha256 head_hash;
	uint8_t *room; /* header, payload, hash of one chunk */
	size_t size;
};

static void room_for(struct chain_reader *r, size_t n)
{
	if (n <= r->size)
		return;
	r->room = realloc(r->room, n);
	if (!r->room)
		abort();
	r->size = n;
}

enum err chain_reader_new(int fd, struct chain_reader **out)
{
	uint8_t b[CHAIN_HEAD_BYTES];
	size_t got;
	struct chain_head head;
	struct sha256 hash;

	TRY(file_read_at(fd, 0, b, sizeof(b), &got));
	TRY(chain_head_parse((struct bytes){ b, got }, &head, &hash));
	struct chain_reader *r = calloc(1, sizeof(*r));
	if (!r)
		abort();
	r->fd = fd;
	r->at = CHAIN_HEAD_BYTES;
	r->head = head;
	r->head_hash = hash;
	room_for(r, SCAN_BYTES);
	*out = r;
	return ERR_OK;
}

void chain_reader_free(struct chain_reader *r)
{
	if (!r)
		return;
	free(r->room);
	free(r);
}

const struct chain_head *chain_reader_head(const struct chain_reader *r)
{
	return &r->head;
}

struct sha256 chain_reader_head_hash(const struct chain_reader *r)
{
	return r->head_hash;
}

uint64_t chain_reader_offset(const struct chain_reader *r)
{
	return r->at;
}

static bool is_of_this_part(const struct chain_reader *r, const struct chain_chunk *c)
{
	return c->part == r->head.part && id_equals(c->visit, r->head.visit);
}

enum err chain_reader_next(struct chain_reader *r, struct chain_record *out)
{
	struct chain_chunk c;
	size_t got;

	TRY(file_read_at(r->fd, r->at, r->room, CHAIN_HEADER_BYTES, &got));
	if (got == 0)
		return ERR_NOT_FOUND;
	TRY(chain_chunk_parse((struct bytes){ r->room, got }, &c));
	if (!is_of_this_part(r, &c))
		return ERR_BROKEN_SEAL;

	size_t body = CHAIN_HEADER_BYTES + (size_t)c.length;
	size_t rest = (size_t)c.length + SHA256_BYTES;
	room_for(r, body + SHA256_BYTES);
	TRY(file_read_at(r->fd, r->at + CHAIN_HEADER_BYTES, r->room + CHAIN_HEADER_BYTES, rest,
			 &got));
	if (got < rest)
		return ERR_TRUNCATED;
	struct sha256 is = sha256_of((struct bytes){ r->room, body });
	if (memcmp(is.at, r->room + body, SHA256_BYTES) != 0)
		return ERR_BROKEN_SEAL;

	out->chunk = c;
	out->header = (struct bytes){ r->room, CHAIN_HEADER_BYTES };
	out->payload = (struct bytes){ r->room + CHAIN_HEADER_BYTES, c.length };
	out->hash = is;
	out->offset = r->at;
	r->at += body + SHA256_BYTES;
	out->end = r->at;
	return ERR_OK;
}

/* The first place in the bytes that reads as a header of this part; n: none. */
static size_t scan(const struct chain_reader *r, struct bytes b)
{
	struct chain_chunk c;

	for (size_t i = 0; i + CHAIN_HEADER_BYTES <= b.n; i++) {
		const uint8_t *x = memchr(b.at + i, 'X', b.n - i);
		if (!x)
			return b.n;
		i = (size_t)(x - b.at);
		struct bytes rest = { x, b.n - i };
		if (!chain_chunk_parse(rest, &c) && is_of_this_part(r, &c))
			return i;
	}
	return b.n;
}

enum err chain_reader_resume(struct chain_reader *r)
{
	uint64_t from = r->at + 1;
	size_t got;

	for (;;) {
		TRY(file_read_at(r->fd, from, r->room, SCAN_BYTES, &got));
		if (got < CHAIN_HEADER_BYTES)
			return ERR_NOT_FOUND;
		size_t i = scan(r, (struct bytes){ r->room, got });
		if (i < got) {
			r->at = from + i;
			return ERR_OK;
		}
		from += got - CHAIN_HEADER_BYTES + 1;
	}
}
