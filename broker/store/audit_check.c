/* The walk along the audit chain and its signed heads. */
#include "broker/store/audit_check.h"

#include "broker/store/connection.h"

#include <string.h>

#define SLICE 1000

#define AS_WORD(name, word) word,
const char *const audit_fault_words[AUDIT_FAULT_COUNT + 1] = { AUDIT_FAULTS(AS_WORD) };

static void found_bad(struct audit_check *c, int64_t seq, enum audit_fault fault)
{
	if (c->fault)
		return;
	c->first_bad = seq;
	c->fault = fault;
	c->done = true;
}

/* A line that is no head, or one that goes back, was not written by audit_file_append. */
static void next_in_file(struct audit_check *c)
{
	int64_t last = c->next_in_file.seq;
	enum err e = audit_file_next(&c->trust.file, &c->next_in_file);

	if (e)
		c->next_in_file.seq = 0;
	if (e == ERR_BAD_INPUT || (!e && c->next_in_file.seq <= last))
		found_bad(c, last + 1, AUDIT_HEADS);
}

/* Entries after the head, or heads of entries that are not there: told when the rest is whole. */
static enum err look_past_end(struct db *db, struct audit_check *c)
{
	struct audit_signed last = { .seq = 0 };
	enum err e = c->trust.key ? audit_signed_last(db, &last) : ERR_NOT_FOUND;

	if (e && e != ERR_NOT_FOUND)
		return e;
	if (db_found(db, Q_audit_find, "iw", c->of, 1))
		c->past_end = AUDIT_REPLACED;
	else if (last.seq > c->of)
		c->past_end = AUDIT_CUT;
	return ERR_OK;
}

enum err audit_check_start(struct db *db, const struct audit_trust *t, struct audit_check *out)
{
	ROWS r = db_find(db, Q_audit_head, "");

	TRY(rows_one(&r));
	*out = (struct audit_check){ .of = rows_int(&r, 0),
				     .head = rows_sha256(&r, 1),
				     .version = 1 };
	if (t)
		out->trust = *t;
	if (out->trust.key)
		next_in_file(out);
	return look_past_end(db, out);
}

/* One signed head against the entry that was just read. */
static void check_signed(struct audit_check *c, const struct audit_signed *s)
{
	enum err e = audit_signed_check(s, c->trust.key);

	if (e)
		found_bad(c, s->seq, e == ERR_NOT_FOUND ? AUDIT_KEY : AUDIT_FORGED);
	else if (!sha256_equals(s->hash, c->hash))
		found_bad(c, s->seq, AUDIT_RECOMPUTED);
}

static bool same_head(const struct audit_signed *a, const struct audit_signed *b)
{
	return a->at.ms == b->at.ms && sha256_equals(a->hash, b->hash) &&
	       sha256_equals(a->key, b->key) &&
	       bytes_same((struct bytes){ a->signature, a->signature_n },
			  (struct bytes){ b->signature, b->signature_n });
}

/* The heads of this entry, in the table and in the file: each of them holds, and a head of the
 * table is missing in the file only at its end, where it is not appended yet. */
static void check_heads(struct audit_check *c, const struct audit_signed *in_table)
{
	struct audit_signed *in_file = &c->next_in_file;
	bool filed = in_file->seq == c->seq;

	if (filed)
		check_signed(c, in_file);
	if (in_table)
		check_signed(c, in_table);
	if (filed && (!in_table || !same_head(in_table, in_file)))
		found_bad(c, c->seq, AUDIT_HEADS);
	if (in_table && !filed && in_file->seq)
		found_bad(c, c->seq, AUDIT_HEADS);
	if (c->fault)
		return;
	if (in_table) {
		c->newest = *in_table;
		c->heads++;
	}
	if (filed)
		next_in_file(c);
}

/* Takes the entry of this row. */
static void check_entry(struct audit_check *c, const struct rows *r, struct arena *a)
{
	struct audit_entry e;
	struct sha256 prev = rows_sha256(r, 12), hash = rows_sha256(r, 13);

	audit_entry_load(r, a, &e);
	if (e.seq != c->seq + 1)
		found_bad(c, c->seq + 1, AUDIT_MISSING);
	else if (!sha256_equals(prev, c->hash))
		found_bad(c, e.seq, AUDIT_UNLINKED);
	else if (e.version < c->version || !sha256_equals(audit_entry_hash(&e, &prev), hash))
		found_bad(c, e.seq, AUDIT_CHANGED);
	if (c->fault)
		return;
	c->seq = e.seq;
	c->hash = hash;
	c->version = e.version;
	c->entries++;
	if (c->seq == c->newest.seq + 1)
		c->unsigned_from = e.at;
}

/* Unsigned entries may be young. */
static bool is_unsigned(const struct audit_check *c)
{
	return c->trust.key && c->seq > c->newest.seq &&
	       c->trust.now.ms - c->unsigned_from.ms > AUDIT_UNSIGNED_MS;
}

/* After the last entry: is it the one that the head names? */
static void check_end(struct audit_check *c)
{
	if (c->seq < c->of || c->next_in_file.seq)
		found_bad(c, c->seq + 1, AUDIT_CUT);
	else if (!sha256_equals(c->head, c->hash))
		found_bad(c, c->seq, AUDIT_REPLACED);
	else if (c->past_end)
		found_bad(c, c->seq + 1, c->past_end);
	else if (is_unsigned(c))
		found_bad(c, c->newest.seq + 1, AUDIT_UNSIGNED);
	c->done = true;
}

/* The signed heads of a slice, in order of the entries. */
struct heads {
	struct list list; /* struct audit_signed */
	size_t at;
};

static const struct audit_signed *head_of(struct heads *h, int64_t seq)
{
	const struct audit_signed *s = h->list.items;

	while (h->at < h->list.n && s[h->at].seq < seq)
		h->at++;
	return h->at < h->list.n && s[h->at].seq == seq ? &s[h->at] : NULL;
}

static enum err check_entries(struct db *db, struct audit_check *c, int most, struct heads *h)
{
	OWN(arena) a = arena_new();
	int n = 0;

	ROWS r = db_find(db, Q_audit_find, "iw", c->seq, most);

	while (!c->done && c->seq < c->of && rows_next(&r)) {
		arena_clear(a);
		check_entry(c, &r, a);
		if (!c->fault && c->trust.key)
			check_heads(c, head_of(h, c->seq));
		n++;
	}
	TRY(rows_err(&r));
	if (!c->done && (c->seq == c->of || n < most))
		check_end(c);
	return ERR_OK;
}

enum err audit_check_next(struct db *db, struct audit_check *c, int most)
{
	OWN(arena) a = arena_new();
	struct heads heads = { .at = 0 };

	if (c->done)
		return ERR_OK;
	if (c->trust.key)
		TRY(audit_signed_list(db, c->seq, most, a, &heads.list));
	return check_entries(db, c, most, &heads);
}

enum err audit_check(struct db *db, struct audit_check *out)
{
	TRY(audit_check_start(db, NULL, out));
	while (!out->done)
		TRY(audit_check_next(db, out, SLICE));
	return ERR_OK;
}
