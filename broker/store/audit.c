/* The audit chain: entries are added and read; each one's hash covers the one before it. */
#include "broker/store/connection.h"

#include "broker/common/base/sink.h"

#include <assert.h>
#include <string.h>

static void hash_number(struct hasher *h, int64_t v)
{
	uint8_t at[8];

	write_u64(at, (uint64_t)v);
	hasher_add(h, (struct bytes){ at, sizeof(at) });
}

/* With its length, so that nothing can move from one member to the next. */
static void hash_text(struct hasher *h, struct text t)
{
	hash_number(h, (int64_t)t.n);
	hasher_add(h, (struct bytes){ (const uint8_t *)t.at, t.n });
}

struct sha256 audit_entry_hash(const struct audit_entry *e, const struct sha256 *prev)
{
	OWN(hasher) h = hasher_new();

	hasher_add(h, (struct bytes){ prev->at, SHA256_BYTES });
	/* Of a length that no number of an entry of version 1 has. */
	if (e->version >= 2)
		hash_text(h, TEXT("xinqiao audit entry of version 2"));
	hash_number(h, e->seq);
	hash_number(h, e->at.ms);
	hash_text(h, e->role);
	hash_text(h, text_of(e->staff.text));
	hash_text(h, e->act);
	hash_text(h, e->object);
	hash_text(h, e->node);
	hash_text(h, e->result);
	hash_text(h, e->purpose);
	if (e->version >= 2) {
		hash_text(h, e->account);
		hash_text(h, e->address);
	}
	return hasher_get(h);
}

enum err audit_load_head(struct db *db)
{
	ROWS r = db_find(db, Q_audit_head, "");

	TRY(rows_one(&r));
	db->kept = (struct audit_head){ rows_int(&r, 0), rows_sha256(&r, 1) };
	db->head = db->kept;
	return ERR_OK;
}

enum err audit_save_head(struct db *db)
{
	if (db->head.seq == db->kept.seq)
		return ERR_OK;
	return db_run(db, Q_audit_set_head, "ih", db->head.seq, db->head.hash);
}

enum err audit_add(struct db *db, const struct audit_entry *e)
{
	struct audit_entry next = *e;

	assert(!db_is_outside(db));
	next.seq = db->head.seq + 1;
	next.version = AUDIT_VERSION;

	struct sha256 hash = audit_entry_hash(&next, &db->head.hash);

	TRY(db_run(db, Q_audit_add, "imtutttttwtthh", next.seq, next.at, next.role, next.staff,
		   next.act, next.object, next.node, next.result, next.purpose, next.version,
		   next.account, next.address, db->head.hash, hash));
	db->head = (struct audit_head){ next.seq, hash };
	return ERR_OK;
}

static struct text keep(struct db *db, struct text t)
{
	return (struct text){ arena_copy(db->refused_arena, t), t.n };
}

void audit_refused(struct db *db, const struct audit_entry *e)
{
	if (db->refused_n == AUDIT_REFUSED_MAX)
		return;

	struct audit_entry *kept = &db->refused[db->refused_n++];

	*kept = *e;
	kept->role = keep(db, e->role);
	kept->act = keep(db, e->act);
	kept->object = keep(db, e->object);
	kept->node = keep(db, e->node);
	kept->result = keep(db, e->result);
	kept->purpose = keep(db, e->purpose);
	kept->account = keep(db, e->account);
	kept->address = keep(db, e->address);
}

enum err audit_add_refused(struct db *db)
{
	for (int i = 0; i < db->refused_n; i++)
		TRY(audit_add(db, &db->refused[i]));
	return ERR_OK;
}

void audit_entry_load(const struct rows *r, struct arena *a, struct audit_entry *e)
{
	e->seq = rows_int(r, 0);
	e->at = rows_instant(r, 1);
	e->role = rows_text(r, 2, a);
	e->staff = rows_id(r, 3);
	e->act = rows_text(r, 4, a);
	e->object = rows_text(r, 5, a);
	e->node = rows_text(r, 6, a);
	e->result = rows_text(r, 7, a);
	e->purpose = rows_text(r, 8, a);
	e->version = rows_word(r, 9);
	e->account = rows_text(r, 10, a);
	e->address = rows_text(r, 11, a);
}

static enum err entries_load(struct rows *r, struct arena *a, struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;

	while (rows_next(r))
		audit_entry_load(r, a, list_add(&found, &room, a, sizeof(struct audit_entry)));
	TRY(rows_err(r));
	*out = found;
	return ERR_OK;
}

enum err audit_list(struct db *db, int64_t after, int most, struct arena *a, struct list *out)
{
	ROWS r = db_find(db, Q_audit_find, "iw", after, most);

	return entries_load(&r, a, out);
}

enum err audit_find_recording(struct db *db, struct text recording, int most, struct arena *a,
			      struct list *out)
{
	ROWS r = db_find(db, Q_audit_find_recording, "tw", recording, most);

	return entries_load(&r, a, out);
}

enum err audit_find_watched(struct db *db, struct text recording, int most, struct arena *a,
			    struct list *out)
{
	ROWS r = db_find(db, Q_audit_find_watched, "tw", recording, most);

	return entries_load(&r, a, out);
}

enum err audit_find_opened(struct db *db, struct text matter, int most, struct arena *a,
			   struct list *out)
{
	ROWS r = db_find(db, Q_audit_find_opened, "tw", matter, most);

	return entries_load(&r, a, out);
}
