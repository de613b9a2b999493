/* diff3 by longest common subsequences; a change beside another is no conflict. */
#include "broker/core/merge.h"

/* A table of this many cells at most (512 KiB); longer ones count as changed throughout. */
#define CELLS_MAX (1u << 18)

struct lines {
	const struct text *at;
	size_t n;
};

/* Lines [from, till) of the base were replaced by [to_from, to_till) of a side. */
struct hunk {
	size_t from;
	size_t till;
	size_t to_from;
	size_t to_till;
};

struct side {
	struct lines lines;
	const struct hunk *hunks;
	size_t n;
	size_t next; /* hunk that was not merged yet */
};

/* The text that comes out; the first line has no break before it. */
struct result {
	struct buffer text;
	bool has_lines;
};

/* The empty text has no line. */
static struct lines split(struct text t, struct arena *a)
{
	size_t n = t.n > 0, i = 0;

	for (size_t at = 0; at < t.n; at++)
		n += t.at[at] == '\n';
	struct text *lines = ARENA_LIST(a, struct text, n);
	while (i < n)
		lines[i++] = text_next(&t, '\n');
	return (struct lines){ lines, n };
}

static struct lines part(struct lines l, size_t from, size_t till)
{
	return (struct lines){ l.at + from, till - from };
}

static bool same_lines(struct lines a, struct lines b)
{
	for (size_t i = 0; i < a.n && a.n == b.n; i++)
		if (!text_equals(a.at[i], b.at[i]))
			return false;
	return a.n == b.n;
}

static void add_line(struct result *r, struct text line)
{
	if (r->has_lines)
		buffer_add(&r->text, "\n", 1);
	buffer_add(&r->text, line.at, line.n);
	r->has_lines = true;
}

static void add_lines(struct result *r, struct lines l)
{
	for (size_t i = 0; i < l.n; i++)
		add_line(r, l.at[i]);
}

static struct text joined(struct lines l, struct arena *a)
{
	struct result r = { .has_lines = false };

	buffer_init(&r.text, a);
	add_lines(&r, l);
	return buffer_text(&r.text);
}

/* Lengths of the common subsequences of what follows, row by row; NULL: too many cells. */
static const uint16_t *measure(struct lines a, struct lines b, struct arena *arena)
{
	size_t width = b.n + 1;

	if (a.n + 1 > CELLS_MAX / width)
		return NULL;
	uint16_t *cell = ARENA_LIST(arena, uint16_t, (a.n + 1) * width);
	for (size_t i = a.n; i-- > 0;)
		for (size_t j = b.n; j-- > 0;) {
			uint16_t *at = cell + i * width + j;
			uint16_t down = at[width], right = at[1];

			if (text_equals(a.at[i], b.at[j]))
				*at = (uint16_t)(at[width + 1] + 1);
			else
				*at = down > right ? down : right;
		}
	return cell;
}

/* Hunks grow where they touch. */
static void add_hunk(struct hunk *all, size_t *n, struct hunk h)
{
	struct hunk *last = *n ? &all[*n - 1] : NULL;

	if (last && last->till == h.from && last->to_till == h.to_from) {
		last->till = h.till;
		last->to_till = h.to_till;
		return;
	}
	all[(*n)++] = h;
}

/* Between the lines that both begin and end with; `skip` of them were at the start. */
static void compare_middle(struct lines a, struct lines b, size_t skip, struct arena *arena,
			   struct side *out)
{
	struct hunk *hunks = ARENA_LIST(arena, struct hunk, a.n + b.n + 1);
	const uint16_t *cell = measure(a, b, arena);
	size_t i = 0, j = 0, n = 0, width = b.n + 1;

	while (cell && (i < a.n || j < b.n)) {
		bool left = i < a.n &&
			    (j == b.n || cell[(i + 1) * width + j] >= cell[i * width + j + 1]);

		if (i < a.n && j < b.n && text_equals(a.at[i], b.at[j])) {
			i++;
			j++;
			continue;
		}
		add_hunk(hunks, &n,
			 (struct hunk){ skip + i, skip + i + left, skip + j, skip + j + !left });
		i += left;
		j += !left;
	}
	if (!cell)
		hunks[n++] = (struct hunk){ skip, skip + a.n, skip, skip + b.n };
	out->hunks = hunks;
	out->n = n;
}

static struct side compare(struct lines base, struct lines side, struct arena *a)
{
	struct side out = { .lines = side };
	size_t most = base.n < side.n ? base.n : side.n, head = 0, tail = 0;

	while (head < most && text_equals(base.at[head], side.at[head]))
		head++;
	while (tail < most - head &&
	       text_equals(base.at[base.n - 1 - tail], side.at[side.n - 1 - tail]))
		tail++;
	compare_middle(part(base, head, base.n - tail), part(side, head, side.n - tail), head, a,
		       &out);
	return out;
}

static const struct hunk *next_of(const struct side *s)
{
	return s->next < s->n ? &s->hunks[s->next] : NULL;
}

/* An insertion at the edge of a change stands beside it. */
static bool overlaps(const struct hunk *h, size_t from, size_t till)
{
	if (h->from == h->till || from == till)
		return from < h->till && h->from < till;
	return h->from < till && from < h->till;
}

/* Takes all hunks of the side that touch the stretch of the base; it grows with them. */
static bool absorb(struct side *s, size_t *from, size_t *till)
{
	bool any = false;

	for (const struct hunk *h; (h = next_of(s)) && overlaps(h, *from, *till); s->next++) {
		*from = h->from < *from ? h->from : *from;
		*till = h->till > *till ? h->till : *till;
		any = true;
	}
	return any;
}

/* What a side made of the stretch [from, till), of which its hunks are [first, next). */
static struct lines made_of(const struct side *s, size_t first, size_t from, size_t till)
{
	const struct hunk *head = &s->hunks[first], *tail = &s->hunks[s->next - 1];

	return part(s->lines, head->to_from - (head->from - from),
		    tail->to_till + (till - tail->till));
}

/* Lines of either; the others' first where they differ. */
static void add_union(struct result *r, struct lines mine, struct lines theirs, struct arena *a)
{
	struct side s = compare(theirs, mine, a);
	size_t at = 0;

	for (const struct hunk *h; (h = next_of(&s)); s.next++) {
		add_lines(r, part(theirs, at, h->till));
		add_lines(r, part(mine, h->to_from, h->to_till));
		at = h->till;
	}
	add_lines(r, part(theirs, at, theirs.n));
}

static void tell_conflict(struct merge *out, struct lines mine, struct lines theirs,
			  struct arena *a)
{
	if (out->n < MERGE_CONFLICTS)
		out->conflicts[out->n++] =
			(struct merge_conflict){ joined(mine, a), joined(theirs, a) };
}

/* Is the next change one of ours? Insertions come before what is changed behind them. */
static bool is_mine_first(const struct hunk *mine, const struct hunk *theirs)
{
	if (!mine || !theirs)
		return mine != NULL;
	if (mine->from != theirs->from)
		return mine->from < theirs->from;
	return mine->from == mine->till && theirs->from != theirs->till;
}

/* The next change with all that it touches on the other side; returns where it ends. */
static size_t add_change(struct result *r, struct side *mine, struct side *theirs,
			 struct merge *out)
{
	bool ours = is_mine_first(next_of(mine), next_of(theirs));
	size_t first_mine = mine->next, first_theirs = theirs->next;
	struct side *one = ours ? mine : theirs, *other = ours ? theirs : mine;
	const struct hunk *h = next_of(one), *beside = next_of(other);
	size_t from = h->from, till = h->till;

	one->next++;
	if (beside && from == till && beside->from == from && beside->till == till)
		other->next++; /* both insert here */
	else
		while (absorb(other, &from, &till) && absorb(one, &from, &till))
			;
	if (first_mine == mine->next) {
		add_lines(r, made_of(theirs, first_theirs, from, till));
		return till;
	}
	struct lines of_mine = made_of(mine, first_mine, from, till);
	if (first_theirs == theirs->next) {
		add_lines(r, of_mine);
		return till;
	}
	struct lines of_theirs = made_of(theirs, first_theirs, from, till);
	if (from < till && !same_lines(of_mine, of_theirs))
		tell_conflict(out, of_mine, of_theirs, r->text.arena);
	add_union(r, of_mine, of_theirs, r->text.arena);
	return till;
}

static size_t start_of(const struct side *mine, const struct side *theirs)
{
	const struct hunk *m = next_of(mine), *t = next_of(theirs);

	return is_mine_first(m, t) ? m->from : t->from;
}

void merge_lines(struct text base, struct text mine, struct text theirs, struct arena *a,
		 struct merge *out)
{
	struct lines from = split(base, a);
	struct side m = compare(from, split(mine, a), a), t = compare(from, split(theirs, a), a);
	struct result r = { .has_lines = false };
	size_t at = 0;

	*out = (struct merge){ .n = 0 };
	buffer_init(&r.text, a);
	while (next_of(&m) || next_of(&t)) {
		add_lines(&r, part(from, at, start_of(&m, &t)));
		at = add_change(&r, &m, &t, out);
	}
	add_lines(&r, part(from, at, from.n));
	out->text = buffer_text(&r.text);
}

struct text merge_union(struct text mine, struct text theirs, struct arena *a)
{
	struct result r = { .has_lines = false };

	buffer_init(&r.text, a);
	add_union(&r, split(mine, a), split(theirs, a), a);
	return buffer_text(&r.text);
}
