/* Reads a journal back: the chain is checked, the payload opened, entries given one by one. */
#include "media/record/journal_read.h"

#include "media/record/cipher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct journal_reader {
	int fd;
	struct chain_reader *chain;
	struct secret_key key;
	struct sha256 previous;
	struct journal_end end;
	uint8_t *plain; /* of the current chunk */
	size_t size;
	struct bytes rest;
};

static enum err reader_start(struct journal_reader *r)
{
	chain_reader_free(r->chain);
	r->chain = NULL;
	TRY(chain_reader_new(r->fd, &r->chain));
	const struct chain_head *h = chain_reader_head(r->chain);
	r->previous = chain_reader_head_hash(r->chain);
	r->rest = (struct bytes){ 0 };
	r->end = (struct journal_end){ .head = r->previous,
				       .wall = h->started,
				       .till_us = h->started_us };
	return ERR_OK;
}

enum err journal_reader_open(const char *path, const struct secret_key *master,
			     struct journal_reader **out)
{
	OWN(journal_reader) r = calloc(1, sizeof(*r));

	if (!r)
		abort();
	r->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	TRY(reader_start(r));
	struct bytes wrapped = { chain_reader_head(r->chain)->wrapped_key, CHAIN_KEY_BYTES };
	TRY(secret_open(master, wrapped, r->key.at));
	*out = journal_reader_give(&r);
	return ERR_OK;
}

void journal_reader_free(struct journal_reader *r)
{
	if (!r)
		return;
	chain_reader_free(r->chain);
	if (r->fd >= 0)
		close(r->fd);
	memset(&r->key, 0, sizeof(r->key));
	free(r->plain);
	free(r);
}

enum err journal_reader_rewind(struct journal_reader *r)
{
	return reader_start(r);
}

static enum err open_payload(struct journal_reader *r, const struct chain_record *record)
{
	if (record->payload.n > r->size) {
		r->plain = realloc(r->plain, record->payload.n);
		if (!r->plain)
			abort();
		r->size = record->payload.n;
	}
	size_t n;
	TRY(cipher_open(&r->key, record, r->plain, &n));
	r->rest = (struct bytes){ r->plain, n };
	return ERR_OK;
}

static enum err next_chunk(struct journal_reader *r)
{
	struct chain_record record;
	enum err e = chain_reader_next(r->chain, &record);

	if (e == ERR_TRUNCATED) /* killed while writing: up to here it is whole */
		return ERR_NOT_FOUND;
	if (e)
		return e;
	if (record.chunk.number != r->end.chunks ||
	    !sha256_equals(record.chunk.previous, r->previous))
		return ERR_BROKEN_SEAL;
	r->previous = record.hash;
	r->end.chunks++;
	r->end.head = record.hash;
	r->end.wall = record.chunk.wall;
	r->end.till_us = record.chunk.monotonic_us;
	r->end.end = chain_seal_end(&record.chunk, record.payload);
	return record.chunk.kind == CHAIN_SEAL ? ERR_OK : open_payload(r, &record);
}

enum err journal_reader_next(struct journal_reader *r, struct entry *out)
{
	while (r->rest.n == 0)
		TRY(next_chunk(r));
	return entry_parse(&r->rest, out);
}

const struct chain_head *journal_reader_head(const struct journal_reader *r)
{
	return chain_reader_head(r->chain);
}

struct journal_end journal_reader_end(const struct journal_reader *r)
{
	return r->end;
}
