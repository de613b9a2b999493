/* Rows of quality: as they were put, of one visit, in order. */
#include "broker/store/quality_rows.h"
#include "tests/unit/broker/store/visits.h"

static struct quality_row a_row(struct id visit, int64_t after_ms, const char *leg)
{
	return (struct quality_row){
		.visit = visit,
		.at = { NOW.ms + after_ms },
		.leg = id_of(leg),
		.quality = { 45, { 1, 2, 3, 4, 5, 6, 7 }, { 8, 9, 10, 11, 12, -1, 14 } },
	};
}

static enum err listed(struct db *db, struct id visit, struct instant from, struct arena *a,
		       struct list *out)
{
	return quality_list(db, &(struct quality_page){ .visit = visit, .from = from, .most = 10 },
			    a, out);
}

static void it_comes_back_as_it_was_put(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40));
	struct quality_row rows[] = { a_row(v.id, 5000, "71"), a_row(v.id, 0, "72"),
				      a_row(v.id, 5000, "72") };
	struct list found;

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	for (int i = 0; i < 3; i++)
		CHECK_EQ(ERR_OK, quality_add(db, &rows[i]));
	CHECK_EQ(ERR_DUPLICATE, quality_add(db, &rows[0]));
	CHECK_EQ(ERR_OK, listed(db, v.id, NOW, a, &found));
	CHECK_EQ(3, found.n);
	const struct quality_row *back = found.items;
	CHECK(id_equals(back[0].leg, rows[1].leg));
	CHECK(id_equals(back[1].leg, rows[0].leg));
	CHECK_EQ(rows[0].at.ms, back[1].at.ms);
	CHECK_EQ(0, memcmp(&rows[0].quality, &back[1].quality, sizeof(struct quality)));
	CHECK(text_equals(v.number, back[1].number));
	CHECK(code12_equals(v.village, back[1].village));
	CHECK_EQ(ERR_OK, listed(db, v.id, rows[0].at, a, &found));
	CHECK_EQ(2, found.n);
	CHECK_EQ(ERR_OK, listed(db, (struct id){ "" }, rows[0].at, a, &found));
	CHECK_EQ(2, found.n);
}

static void a_visit_that_is_not_there_has_none(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct quality_row row = a_row(id_of("9"), 0, "71");
	struct list found;

	CHECK_EQ(ERR_NOT_FOUND, quality_add(db, &row));
	CHECK_EQ(ERR_OK, listed(db, row.visit, NOW, a, &found));
	CHECK_EQ(0, found.n);
}

static void it_is_forgotten_after_half_a_year(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct visit v = a_visit(1, minutes(0, 40));
	struct instant later = { NOW.ms + QUALITY_KEEP_MS + 5000 };
	struct list found;
	bool left = true;

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	for (int i = 0; i < QUALITY_PRUNE_MAX + 10; i++) {
		struct quality_row row =
			a_row(v.id, i < QUALITY_PRUNE_MAX + 7 ? -i : 5000 + i, "71");

		CHECK_EQ(ERR_OK, quality_add(db, &row));
	}
	CHECK_EQ(ERR_OK, quality_prune(db, later, &left));
	CHECK(left);
	CHECK_EQ(ERR_OK, quality_prune(db, later, &left));
	CHECK(!left);
	CHECK_EQ(ERR_OK, listed(db, v.id, (struct instant){ 0 }, a, &found));
	CHECK_EQ(3, found.n);
}

static const struct test tests[] = {
	T(it_comes_back_as_it_was_put),
	T(a_visit_that_is_not_there_has_none),
	T(it_is_forgotten_after_half_a_year),
};
RUN_TESTS(tests)
