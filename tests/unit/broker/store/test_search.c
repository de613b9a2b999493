/* The search in matters: what finds a subject and what does not, over several blocks of rows. */
#include "broker/store/matter_rows.h"
#include "broker/store/search.h"
#include "tests/unit/broker/store/store.h"

#define ROWS_MADE 600 /* three blocks, the last one in part */

static void add_one(struct db *db, int i, const char *subject)
{
	static const char *const villages[] = { "990101101201", "990101101000" };
	const struct bytes sealed = { (const uint8_t *)"x", 1 };
	char end[12];

	snprintf(end, sizeof(end), "%03d", i);
	CHECK_EQ(ERR_OK, matter_add(db, &(struct matter){ .id = id_of(end),
							  .number = text_of(end),
							  .village = code(villages[i % 2]),
							  .competent = code("990101101000"),
							  .subject = text_of(subject),
							  .request = TEXT("修"),
							  .name = sealed,
							  .contact = sealed,
							  .address = sealed,
							  .created = NOW }));
}

static struct db *store_of(const char *odd, const char *even)
{
	struct db *db = fresh_store();

	save_tree(db, small_tree);
	for (int i = 1; i <= ROWS_MADE; i++)
		add_one(db, i, i % 2 ? odd : even);
	CHECK_EQ(ERR_OK, db_commit(db));
	return db;
}

/* All pages of seven; each row is below the one before. */
static int found(struct db *db, const char *words, const char *scope)
{
	struct matter_search s = { .words = text_of(words), .most = 7 };
	int64_t last = INT64_MAX;
	struct list rows;
	int n = 0;

	if (*scope)
		s.scope = code(scope);
	do {
		OWN(arena) a = arena_new();

		s.arena = a;
		CHECK_EQ(ERR_OK, matter_search(db, &s, &rows, &s.before));
		CHECK((int)rows.n <= s.most);
		for (size_t i = 0; i < rows.n; i++) {
			int64_t row = ((const struct matter *)rows.items)[i].row;

			CHECK(row < last);
			last = row;
		}
		n += (int)rows.n;
	} while (s.before);
	return n;
}

static void a_subject_is_found_by(void)
{
	static const struct {
		const char *words, *scope;
		int n;
	} cases[] = {
		{ "山林", "", 300 },
		{ "山林地", "", 300 },
		{ "林", "", 300 },
		{ "地", "", 300 },
		{ "山林 补偿", "", 300 },
		{ "山地", "", 0 },
		{ "山林 道路", "", 0 }, /* each in half of them, never both */
		{ "林山", "", 0 },
		{ "A12", "", 300 },
		{ "a1", "", 300 },
		{ "A", "", 300 },
		{ "12", "", 300 },
		{ "23", "", 0 },
		{ "12345678901234567", "", 300 },
		{ "123456789012", "", 300 },
		{ "1234567890123", "", 0 }, /* neither one of twelve nor the whole */
		{ "道路", "990101101201", 300 },
		{ "山林", "990101101201", 0 },
		{ "道路", "990101101000", 300 },
		{ "99", "", 0 }, /* codes of nodes are not words */
		{ "990101101201", "", 0 },
		{ "\xee\x80\x80"
		  "990101101201",
		  "", 0 },
		{ "\xee\x80\x81"
		  "0",
		  "", 0 },
		{ "\"山林\" OR NEAR(*", "", 0 },
		{ "。，", "", 0 },
		{ "", "", 0 },
	};
	OWN(db) db = store_of("山林地界，补偿款A12", "道路 12345678901234567");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (found(db, cases[i].words, cases[i].scope) != cases[i].n) {
			printf("%s in %s\n", cases[i].words, cases[i].scope);
			CHECK_EQ(cases[i].n, found(db, cases[i].words, cases[i].scope));
		}
}

static void one_of_many_is_found_in_any_block(void)
{
	OWN(db) db = store_of("机耕路", "水渠");

	CHECK_EQ(ERR_OK, db_start(db));
	add_one(db, ROWS_MADE + 1, "孤例");
	CHECK_EQ(ERR_OK, db_commit(db));
	CHECK_EQ(1, found(db, "孤例", ""));
	CHECK_EQ(1, found(db, "例", "990000000000"));
	CHECK_EQ(ROWS_MADE / 2, found(db, "机耕", "990000000000"));
}

static const struct test tests[] = {
	T(a_subject_is_found_by),
	T(one_of_many_is_found_in_any_block),
};
RUN_TESTS(tests)
