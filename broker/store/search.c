/* Two-character pieces for FTS5, so that a term of two characters is found by its index. */
#include "broker/store/search.h"

#include "broker/store/db.h"

#include <ctype.h>
#include <sqlite3.h>

/* One code point: where it is and whether it is part of a word of letters and digits. */
struct point {
	struct text t;
	enum { POINT_SPACE, POINT_ASCII, POINT_OTHER } kind;
};

static struct point next_point(struct text *t)
{
	uint8_t first = (uint8_t)t->at[0];
	size_t n = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	struct point p = { { t->at, n < t->n ? n : t->n }, POINT_OTHER };

	if (first < 0x80)
		p.kind = isalnum(first) ? POINT_ASCII : POINT_SPACE;
	/* U+2000..206F, U+3000..303F, U+FF00..FF0F: spaces and punctuation. */
	else if (n == 3 && first == 0xe2 && (uint8_t)t->at[1] <= 0x81)
		p.kind = POINT_SPACE;
	else if (n == 3 && first == 0xe3 && (uint8_t)t->at[1] == 0x80)
		p.kind = POINT_SPACE;
	else if (n == 3 && first == 0xef && (uint8_t)t->at[1] == 0xbc && (uint8_t)t->at[2] < 0x90)
		p.kind = POINT_SPACE;
	t->at += p.t.n;
	t->n -= p.t.n;
	return p;
}

/* A word ends where the kind of character changes. */
struct word {
	struct text t;
	bool ascii;
};

static bool next_word(struct text *t, struct word *out)
{
	while (t->n) {
		struct text rest = *t;
		struct point p = next_point(&rest);

		if (p.kind == POINT_SPACE) {
			*t = rest;
			continue;
		}
		out->t = p.t;
		out->ascii = p.kind == POINT_ASCII;
		*t = rest;
		while (rest.n && next_point(&rest).kind == p.kind) {
			out->t.n = (size_t)(rest.at - out->t.at);
			*t = rest;
		}
		return true;
	}
	return false;
}

/* Writes "AB BC C" for ABC; without the last single piece when it is a phrase to look for. */
static void add_pieces(struct buffer *out, struct text word, bool last_alone)
{
	struct point a = next_point(&word);

	while (word.n) {
		struct point b = next_point(&word);

		buffer_add(out, a.t.at, a.t.n + b.t.n);
		if (word.n || last_alone)
			buffer_add(out, " ", 1);
		a = b;
	}
	if (last_alone)
		buffer_add(out, a.t.at, a.t.n);
}

/* "山林地A1" -> "山林 林地 地 A1". */
static struct text pieces(struct text t, struct arena *a)
{
	struct buffer out;
	struct word w;

	buffer_init(&out, a);
	while (next_word(&t, &w)) {
		if (out.n)
			buffer_add(&out, " ", 1);
		if (w.ascii)
			buffer_add(&out, w.t.at, w.t.n);
		else
			add_pieces(&out, w.t, true);
	}
	return buffer_text(&out);
}

/* Words of letters and single characters match as beginnings; longer ones as a phrase. */
static void add_phrase(struct buffer *out, const struct word *w)
{
	bool beginning = w->ascii || text_length(w->t) == 1;

	if (out->n)
		buffer_add(out, " ", 1);
	buffer_add(out, "\"", 1);
	if (beginning)
		buffer_add(out, w->t.at, w->t.n);
	else
		add_pieces(out, w->t, false);
	buffer_add(out, "\"", 1);
	if (beginning)
		buffer_add(out, "*", 1);
}

static struct text first_points(struct text t, int most)
{
	struct text rest = t;

	while (rest.n && most--)
		next_point(&rest);
	return (struct text){ t.at, t.n - rest.n };
}

struct text search_question(struct text t, struct code12 scope, struct arena *a)
{
	struct buffer out;
	struct word w;

	t = first_points(t, SEARCH_QUERY_MAX);
	buffer_init(&out, a);
	while (next_word(&t, &w))
		add_phrase(&out, &w);
	if (!out.n)
		return TEXT("");
	struct text words = buffer_text(&out);
	if (!scope.digits[0])
		return arena_format(a, "pieces : (" TEXT_FMT ")", TEXT_ARG(words));
	return arena_format(a, "scope : \"%s\" AND pieces : (" TEXT_FMT ")", scope.digits,
			    TEXT_ARG(words));
}

static void on_pieces(sqlite3_context *context, int n, sqlite3_value **values)
{
	OWN(arena) a = arena_new();
	const char *at = (const char *)sqlite3_value_text(values[0]);
	struct text t = { at ? at : "", (size_t)sqlite3_value_bytes(values[0]) };
	struct text made = pieces(t, a);

	(void)n;
	sqlite3_result_text(context, made.at, (int)made.n, SQLITE_TRANSIENT);
}

int search_define(struct sqlite3 *sqlite)
{
	return sqlite3_create_function(sqlite, "search_pieces", 1,
				       SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, on_pieces, NULL,
				       NULL);
}

enum err search_add(struct db *db, int64_t row)
{
	return db_run(db, Q_search_add, "i", row);
}
