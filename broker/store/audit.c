/* The audit chain: each entry's hash covers the one before it. */
#include "broker/store/connection.h"

#include "broker/common/sink.h"

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

static struct sha256 entry_hash(const struct audit_entry *e, const struct sha256 *prev)
{
	OWN(hasher) h = hasher_new();

	hasher_add(h, (struct bytes){ prev->at, SHA256_BYTES });
	hash_number(h, e->seq);
	hash_number(h, e->at.ms);
	hash_text(h, e->role);
	hash_text(h, text_of(e->staff.text));
	hash_text(h, e->act);
	hash_text(h, e->object);
	hash_text(h, e->node);
	hash_text(h, e->result);
	hash_text(h, e->purpose);
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

	struct sha256 hash = entry_hash(&next, &db->head.hash);

	TRY(db_run(db, Q_audit_add, "imtuttttthh", next.seq, next.at, next.role, next.staff,
		   next.act, next.object, next.node, next.result, next.purpose, db->head.hash,
		   hash));
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
}

enum err audit_add_refused(struct db *db)
{
	for (int i = 0; i < db->refused_n; i++)
		TRY(audit_add(db, &db->refused[i]));
	return ERR_OK;
}

static void entry_load(const struct rows *r, struct arena *a, struct audit_entry *e)
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
}

static enum err entries_load(struct rows *r, struct arena *a, struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;

	while (rows_next(r))
		entry_load(r, a, list_add(&found, &room, a, sizeof(struct audit_entry)));
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

static void found_bad(struct audit_check *c, int64_t seq, const char *say)
{
	c->first_bad = seq;
	c->say = say;
	c->done = true;
}

/* Takes the entry of this row. */
static void check_entry(struct audit_check *c, const struct rows *r, struct arena *a)
{
	struct audit_entry e;
	struct sha256 hash = rows_sha256(r, 10);

	entry_load(r, a, &e);
	if (e.seq != c->seq + 1) {
		found_bad(c, c->seq + 1, "缺少这一条审计记录，可能已被删除。");
		return;
	}
	if (!sha256_equals(rows_sha256(r, 9), c->hash)) {
		found_bad(c, e.seq, "这一条与上一条接不上，顺序可能被改动或上一条被替换。");
		return;
	}
	if (!sha256_equals(entry_hash(&e, &c->hash), hash)) {
		found_bad(c, e.seq, "这一条的内容与其校验值不符，内容已被改动。");
		return;
	}
	c->seq = e.seq;
	c->hash = hash;
	c->entries++;
}

/* After the last entry: is it the one that the head names? */
static enum err check_head(struct db *db, struct audit_check *c)
{
	ROWS r = db_find(db, Q_audit_head, "");

	TRY(rows_one(&r));
	c->done = true;
	if (rows_int(&r, 0) != c->seq)
		found_bad(c, c->seq + 1, "审计记录的末尾缺少条目，可能已被删除。");
	else if (!sha256_equals(rows_sha256(&r, 1), c->hash))
		found_bad(c, c->seq, "最后一条与链头不符，记录可能被整体替换。");
	return ERR_OK;
}

static enum err check_next(struct db *db, struct audit_check *c, int most)
{
	OWN(arena) a = arena_new();
	int n = 0;

	ROWS r = db_find(db, Q_audit_find, "iw", c->seq, most);

	while (!c->done && rows_next(&r)) {
		arena_clear(a);
		check_entry(c, &r, a);
		n++;
	}
	TRY(rows_err(&r));
	return !c->done && n < most ? check_head(db, c) : ERR_OK;
}

enum err audit_check(struct db *db, struct audit_check *out)
{
	memset(out, 0, sizeof(*out));
	while (!out->done)
		TRY(check_next(db, out, 1000));
	return ERR_OK;
}
