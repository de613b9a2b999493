/*
 * The data key as the database knows it: a word sealed with it stands there, so that another key
 * is refused before anything is sealed with it. Once that word stands, every sealed value is bound
 * to its place; what was sealed before that is bound first, some rows a transaction. At the start,
 * before the writer; one thread.
 */
#ifndef BROKER_STORE_DATA_KEY_H
#define BROKER_STORE_DATA_KEY_H

#include "broker/common/base/ids.h"
#include "broker/common/seal/digest.h"

struct db;

/* Where a sealed column of a matter stands. The id must live as long. */
static inline struct secret_place matter_place(const struct id *matter, const char *column)
{
	return (struct secret_place){ "matter", column, matter->text };
}

/* Is anything sealed here? Then a new key would be the wrong one. */
MUST_USE enum err data_key_is_used(struct db *db, bool *out);

/* Outside of a transaction. ERR_CRYPTO: it is not the key that sealed what stands here. */
MUST_USE enum err data_key_take(struct db *db, const struct secret_key *k);

#endif
