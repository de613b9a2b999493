/* Random edits of random texts: what either wrote is never lost, one who did nothing changes
 * nothing. */
#include "broker/core/merge.h"

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 20000
#define LINES  12

struct draft {
	int line[3 * LINES]; /* a number stands for a line */
	int n;
};

static int chance(int n)
{
	return rand() % n;
}

static struct draft a_base(void)
{
	struct draft d = { .n = chance(LINES) };

	for (int i = 0; i < d.n; i++)
		d.line[i] = chance(6); /* lines that say the same are frequent */
	return d;
}

/* Lines `from` and up are new ones. */
static struct draft edited(const struct draft *base, int from)
{
	struct draft d = { .n = 0 };

	for (int i = 0; i <= base->n; i++) {
		if (!chance(4))
			d.line[d.n++] = from + i;
		if (i < base->n && chance(4))
			d.line[d.n++] = base->line[i];
	}
	return d;
}

static struct text written(const struct draft *d, struct arena *a)
{
	struct buffer b;

	buffer_init(&b, a);
	for (int i = 0; i < d->n; i++)
		buffer_addf(&b, "%s%d", i ? "\n" : "", d->line[i]);
	return buffer_text(&b);
}

static bool has_line(struct text t, int line)
{
	char want[16];

	snprintf(want, sizeof(want), "%d", line);
	while (t.n)
		if (text_is(text_next(&t, '\n'), want))
			return true;
	return false;
}

static void what_either_wrote_is_in_the_result(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		OWN(arena) a = arena_new();
		struct draft base = a_base(), mine = edited(&base, 100),
			     theirs = edited(&base, 200);
		struct merge m;

		merge_lines(written(&base, a), written(&mine, a), written(&theirs, a), a, &m);
		for (int n = 0; n < mine.n; n++)
			CHECK(mine.line[n] < 100 || has_line(m.text, mine.line[n]));
		for (int n = 0; n < theirs.n; n++)
			CHECK(theirs.line[n] < 100 || has_line(m.text, theirs.line[n]));
	}
}

static void whoever_did_nothing_changes_nothing(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		OWN(arena) a = arena_new();
		struct draft base = a_base(), draft = edited(&base, 100);
		struct text from = written(&base, a), to = written(&draft, a);
		struct merge m;

		merge_lines(from, to, from, a, &m);
		CHECK(text_equals(m.text, to) && !m.n);
		merge_lines(from, from, to, a, &m);
		CHECK(text_equals(m.text, to) && !m.n);
		merge_lines(from, to, to, a, &m);
		CHECK(text_equals(m.text, to) && !m.n);
	}
}

static void a_union_has_the_lines_of_both(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		OWN(arena) a = arena_new();
		struct draft one = a_base(), other = a_base();
		struct text all = merge_union(written(&one, a), written(&other, a), a);

		for (int n = 0; n < one.n; n++)
			CHECK(has_line(all, one.line[n]));
		for (int n = 0; n < other.n; n++)
			CHECK(has_line(all, other.line[n]));
	}
}

static const struct test tests[] = {
	T(what_either_wrote_is_in_the_result),
	T(whoever_did_nothing_changes_nothing),
	T(a_union_has_the_lines_of_both),
};
RUN_TESTS(tests)
