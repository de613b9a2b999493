/* Two-character pieces for FTS5, so that a term of two characters is found by its index. */
#include "broker/store/search.h"

#include "broker/store/db.h"

#include <ctype.h>
#include <sqlite3.h>

#define BEGINNING_MAX 12 /* letters by which a longer word is found; and the whole of it */

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
	/* U+E000..EFFF, of private use: marks of our own. */
	else if (n == 3 && first == 0xee)
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

static void add_piece(struct buffer *out, struct text piece)
{
	if (out->n)
		buffer_add(out, " ", 1);
	buffer_add(out, piece.at, piece.n);
}

/* The next two characters of a word; the next stays, to begin the piece after it. */
static bool next_pair(struct text *word, struct text *out)
{
	struct text rest = *word;
	struct point a = next_point(&rest), b;

	if (!rest.n)
		return false;
	*word = rest;
	b = next_point(&rest);
	*out = (struct text){ a.t.at, a.t.n + b.t.n };
	return true;
}

/* "AB BC C" for ABC. */
static void add_pairs(struct buffer *out, struct text word)
{
	struct text pair;

	while (next_pair(&word, &pair))
		add_piece(out, pair);
	add_piece(out, word);
}

/* What finds a word by its beginning: each of its characters, or A, A1, A12 for A12. */
static void add_beginnings(struct buffer *out, const struct word *w)
{
	struct text rest = w->t;

	if (w->ascii)
		for (size_t n = 1; n < w->t.n && n <= BEGINNING_MAX; n++)
			add_piece(out, (struct text){ w->t.at, n });
	else
		while (rest.n)
			add_piece(out, next_point(&rest).t);
}

/* "山林地A12" -> "山林 林地 地 A12" and then "山 林 地 A A1". */
static struct text pieces(struct text t, struct arena *a)
{
	struct text again = t;
	struct buffer out;
	struct word w;

	buffer_init(&out, a);
	while (next_word(&t, &w))
		if (w.ascii)
			add_piece(&out, w.t);
		else
			add_pairs(&out, w.t);
	while (next_word(&again, &w))
		add_beginnings(&out, &w);
	return buffer_text(&out);
}

static struct text first_points(struct text t, int most)
{
	struct text rest = t;

	while (rest.n && most--)
		next_point(&rest);
	return (struct text){ t.at, t.n - rest.n };
}

static void add_term(struct search *s, const char *column, struct text piece, struct arena *a)
{
	((struct text *)s->terms.items)[s->terms.n++] =
		arena_format(a, "%s : \"" TEXT_FMT "\"", column, TEXT_ARG(piece));
}

/* Longer words are a phrase; single characters and words of letters are one piece. */
static void add_word(struct search *s, struct buffer *phrases, const struct word *w,
		     struct arena *a)
{
	struct text rest = w->t, pair;

	buffer_add(phrases, phrases->n ? " \"" : "\"", phrases->n ? 2 : 1);
	if (w->ascii || text_length(w->t) == 1) {
		add_term(s, "pieces", w->t, a);
		buffer_add(phrases, w->t.at, w->t.n);
	}
	while (!w->ascii && next_pair(&rest, &pair)) {
		add_term(s, "pieces", pair, a);
		buffer_add(phrases, " ", 1);
		buffer_add(phrases, pair.at, pair.n);
	}
	buffer_add(phrases, "\"", 1);
}

struct search search_parse(struct text t, struct code12 scope, struct arena *a)
{
	struct search s = { .terms.items = ARENA_LIST(a, struct text, SEARCH_QUERY_MAX + 1) };
	struct buffer phrases;
	struct word w;

	t = first_points(t, SEARCH_QUERY_MAX);
	buffer_init(&phrases, a);
	while (next_word(&t, &w))
		add_word(&s, &phrases, &w, a);
	if (!s.terms.n)
		return s;
	if (scope.digits[0])
		add_term(&s, "scope", arena_format(a, SEARCH_NODE "%s", scope.digits), a);
	s.words = buffer_text(&phrases);
	s.scope = scope;
	return s;
}

struct text search_block(const struct search *s, int64_t block, struct arena *a)
{
	struct text in = arena_format(a, "scope : \"" SEARCH_BLOCK "%lld\"", (long long)block);

	if (s->scope.digits[0])
		in = arena_format(a, TEXT_FMT " AND scope : \"" SEARCH_NODE "%s\"", TEXT_ARG(in),
				  s->scope.digits);
	return arena_format(a, TEXT_FMT " AND pieces : (" TEXT_FMT ")", TEXT_ARG(in),
			    TEXT_ARG(s->words));
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
