/* Saving a sheet: on the version it began from, or merged with what others saved since. */
#include "broker/service/visit/sheets.h"

#include "broker/common/base/clock.h"
#include "broker/core/merge.h"
#include "broker/service/events.h"
#include "broker/service/message.h"
#include "broker/service/tell.h"

/* Twice what one may send: two full sheets that have nothing in common still merge. */
#define TEXT_MOST (2 * FIELD_LINES_MAX)

static bool is_same(const struct sheet *a, const struct sheet *b)
{
	return text_equals(a->text, b->text) && text_equals(a->lines, b->lines) &&
	       a->choice == b->choice;
}

static void tell_conflicts(struct call *c, const struct merge *m, struct list *out)
{
	struct sheet_conflict *all = ARENA_LIST(c->arena, struct sheet_conflict, m->n);

	for (int i = 0; i < m->n; i++)
		all[i] = (struct sheet_conflict){ m->conflicts[i].mine, m->conflicts[i].theirs };
	*out = (struct list){ all, (size_t)m->n };
}

/* The version it began from is still there: each side's changes of it. */
static void merge_from(struct call *c, const struct sheet *base, struct sheet *s,
		       struct sheet_saved *out)
{
	const struct sheet *now = &out->now;
	struct merge text, lines;

	merge_lines(base->text, s->text, now->text, c->arena, &text);
	merge_lines(base->lines, s->lines, now->lines, c->arena, &lines);
	tell_conflicts(c, &text, &out->conflicts);
	s->text = text.text;
	s->lines = lines.text;
	if (s->choice == base->choice)
		s->choice = now->choice;
}

static enum err merge(struct call *c, struct sheet *s, struct sheet_saved *out)
{
	struct sheet base;
	enum err e = sheet_load_version(c->db, s, s->version, c->arena, &base);

	if (e && e != ERR_NOT_FOUND)
		return e;
	if (!e) {
		merge_from(c, &base, s, out);
	} else {
		s->text = merge_union(s->text, out->now.text, c->arena);
		s->lines = merge_union(s->lines, out->now.lines, c->arena);
		s->choice = s->choice < 0 ? out->now.choice : s->choice;
	}
	if (text_length(s->text) > TEXT_MOST)
		return call_refuse(c, ERR_TOO_LARGE, "text", WHY_MERGED_TOO_LONG, NULL);
	return ERR_OK;
}

static enum err add(struct call *c, const struct sheet *s, const struct visit *v)
{
	struct sheet_news news = { s->version, s->writer, text_of(c->who->name) };
	struct buffer data;

	TRY(sheet_add(c->db, s));
	buffer_init(&data, c->arena);
	fields_format(sheet_news_fields, &news, &data);
	return tell_visit_data(c, s->kind == SHEET_MINUTES ? "minutes.saved" : "closing.saved", v,
			       buffer_text(&data));
}

enum err sheets_save(struct call *c, const struct sheet *in, const struct visit *v,
		     struct sheet_saved *out)
{
	struct sheet s = *in;
	int64_t last = 0;

	s.staff = c->who->staff;
	*out = (struct sheet_saved){ .merged = false };
	TRY(sheet_load(c->db, s.visit, s.kind, c->arena, &out->now));
	if (s.writer.n)
		TRY(sheet_last_turn(c->db, &s, &last));
	if (last && s.turn <= last) { /* overtaken by a later save of the same window */
		out->merged = !is_same(&s, &out->now);
		return ERR_OK;
	}
	/* What only the window itself saved since is in what it sends now. */
	if (s.version != out->now.version && (!s.writer.n || sheet_has_others(c->db, &s)))
		TRY(merge(c, &s, out));
	out->merged = !is_same(&s, in);
	if (is_same(&s, &out->now))
		return ERR_OK;
	s.version = out->now.version + 1;
	s.at = c->now;
	s.name = text_of(c->who->name);
	TRY(add(c, &s, v));
	out->now = s;
	return ERR_OK;
}

const struct field visit_mark_fields[] = {
	F(visit_mark, at_ms, INT, .min = 0, .max = 2 * DAY_MS),
	F(visit_mark, text, TEXT),
	{ 0 },
};

const struct field sheet_conflict_fields[] = {
	F(sheet_conflict, mine, LINES),
	F(sheet_conflict, theirs, LINES),
	{ 0 },
};
