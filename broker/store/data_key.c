/* The word that proves the data key, and the binding of older sealed values to their rows. */
#include "broker/store/data_key.h"

#include "broker/common/base/log.h"
#include "broker/common/form/fields.h"
#include "broker/store/db.h"

#include <string.h>

#define BIND_ROWS 500 /* of one transaction */

static const char word[] = "xinqiao data key";

#define WORD_BYTES (sizeof(word) - 1)

static const struct secret_place word_place = { "data_key", "sealed", "1" };

enum err data_key_is_used(struct db *db, bool *out)
{
	ROWS r = db_find(db, Q_data_key_used, "");
	enum err e = rows_one(&r);

	if (e && e != ERR_NOT_FOUND)
		return e;
	*out = !e;
	return ERR_OK;
}

static enum err prove(struct bytes sealed, const struct secret_key *k)
{
	uint8_t plain[WORD_BYTES];

	if (sealed.n != WORD_BYTES + SECRET_PLACED_EXTRA)
		return ERR_CRYPTO;
	TRY(secret_open_at(k, word_place, sealed, plain));
	return memcmp(plain, word, WORD_BYTES) ? ERR_CRYPTO : ERR_OK;
}

static enum err keep_word(struct db *db, const struct secret_key *k)
{
	uint8_t sealed[WORD_BYTES + SECRET_PLACED_EXTRA];

	TRY(secret_seal_at(k, word_place, (struct bytes){ (const uint8_t *)word, WORD_BYTES },
			   sealed));
	TRY(db_start(db));
	enum err e = db_run(db, Q_data_key_add, "b", (struct bytes){ sealed, sizeof(sealed) });
	if (!e)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static enum err bind_value(const struct secret_key *k, struct secret_place at, struct arena *a,
			   struct bytes *value)
{
	if (value->n < SECRET_EXTRA)
		return ERR_CRYPTO;
	size_t n = value->n - SECRET_EXTRA;
	uint8_t *plain = arena_get(a, n + 1);
	uint8_t *sealed = arena_get(a, n + SECRET_PLACED_EXTRA);

	TRY(secret_open(k, *value, plain));
	enum err e = secret_seal_at(k, at, (struct bytes){ plain, n }, sealed);
	explicit_bzero(plain, n);
	*value = (struct bytes){ sealed, n + SECRET_PLACED_EXTRA };
	return e;
}

struct unbound {
	int64_t row;
	struct id id;
	struct bytes name;
	struct bytes contact;
	struct bytes address;
};

/* How far the binding has come. */
struct binding {
	int64_t row; /* the last one looked at */
	int64_t bound;
	int64_t unreadable; /* not sealed with this key: left as they are */
};

static enum err bind_row(struct db *db, const struct secret_key *k, struct arena *a,
			 struct unbound *u, struct binding *b)
{
	b->row = u->row;
	if (bind_value(k, matter_place(&u->id, "name"), a, &u->name) ||
	    bind_value(k, matter_place(&u->id, "contact"), a, &u->contact) ||
	    bind_value(k, matter_place(&u->id, "address"), a, &u->address)) {
		b->unreadable++;
		return ERR_OK;
	}
	b->bound++;
	return db_run(db, Q_matter_bind, "ibbb", u->row, u->name, u->contact, u->address);
}

static enum err list_unbound(struct db *db, int64_t after, struct arena *a, struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_matter_unbound, "iw", after, BIND_ROWS);

	*out = (struct list){ 0 };
	while (rows_next(&r)) {
		struct unbound *u = list_add(out, &room, a, sizeof(*u));

		*u = (struct unbound){ rows_int(&r, 0), rows_id(&r, 1), rows_bytes(&r, 2, a),
				       rows_bytes(&r, 3, a), rows_bytes(&r, 4, a) };
	}
	return rows_err(&r);
}

static enum err bind_some(struct db *db, const struct secret_key *k, struct binding *b, bool *left)
{
	OWN(arena) a = arena_new();
	struct list found;

	TRY(list_unbound(db, b->row, a, &found));
	for (size_t i = 0; i < found.n; i++)
		TRY(bind_row(db, k, a, (struct unbound *)found.items + i, b));
	*left = found.n == BIND_ROWS;
	return b->bound || !b->unreadable ? ERR_OK : ERR_CRYPTO;
}

/* ERR_CRYPTO: the key opens nothing of the first rows. */
static enum err bind_all(struct db *db, const struct secret_key *k)
{
	struct binding b = { 0 };

	for (bool left = true; left;) {
		TRY(db_start(db));
		enum err e = bind_some(db, k, &b, &left);
		if (e) {
			db_rollback(db);
			return e;
		}
		TRY(db_commit(db));
	}
	if (b.unreadable)
		log_broken("opening.bad_key", "why=mixed bound=%lld unreadable=%lld",
			   (long long)b.bound, (long long)b.unreadable);
	return ERR_OK;
}

enum err data_key_take(struct db *db, const struct secret_key *k)
{
	OWN(arena) a = arena_new();
	struct bytes sealed = { 0 };
	enum err e;
	{
		ROWS r = db_find(db, Q_data_key_find, "");

		e = rows_one(&r);
		if (!e)
			sealed = rows_bytes(&r, 0, a);
	}
	if (!e)
		return prove(sealed, k);
	if (e != ERR_NOT_FOUND)
		return e;
	TRY(bind_all(db, k));
	return keep_word(db, k);
}
