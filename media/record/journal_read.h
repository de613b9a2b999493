/*
 * Reading a journal back: checks each chunk and the chain, opens the payload with the part's key
 * and gives the entries in order. One thread. A journal that was not closed reads up to its last
 * whole chunk.
 */
#ifndef MEDIA_RECORD_JOURNAL_READ_H
#define MEDIA_RECORD_JOURNAL_READ_H

#include "broker/common/seal/chain.h"
#include "media/record/entry.h"

struct journal_reader;

/* ERR_CRYPTO: the master key does not fit. */
MUST_USE enum err journal_reader_open(const char *path, const struct secret_key *master,
				      struct journal_reader **out);
void journal_reader_free(struct journal_reader *r);
OWNABLE(journal_reader)

/* The next entry, borrowed until the next call; ERR_NOT_FOUND at the end; ERR_BROKEN_SEAL when a
 * chunk was changed, removed or stands at a wrong place. */
MUST_USE enum err journal_reader_next(struct journal_reader *r, struct entry *out);
/* From the start again. */
MUST_USE enum err journal_reader_rewind(struct journal_reader *r);

const struct chain_head *journal_reader_head(const struct journal_reader *r);

/* What was read so far; whole after ERR_NOT_FOUND. */
struct journal_end {
	uint32_t chunks;
	struct sha256 head; /* hash of the last chunk */
	enum chain_end end;
	struct instant wall; /* of the last chunk */
	int64_t till_us;     /* monotonic, of the last chunk */
};
struct journal_end journal_reader_end(const struct journal_reader *r);

#endif
