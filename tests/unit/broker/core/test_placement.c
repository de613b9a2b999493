/* Where a visit is carried. */
#include "broker/core/placement.h"
#include "tests/lib/test.h"

static const char tree_csv[] =
	"code,level,name_zh,name_en,kind,parent,valid_from,room\n"
	"000000000000,1,国家,Nation,nation,,2025-01-01,yes\n"
	"990000000000,2,市,City,city,000000000000,2025-01-01,yes\n"
	"990101000000,3,一区,District 1,district,990000000000,2025-01-01,yes\n"
	"990102000000,3,二区,District 2,district,990000000000,2025-01-01,yes\n"
	"990101101000,4,一镇,Town,town,990101000000,2025-01-01,yes\n"
	"990101101201,5,一村,Village,village,990101101000,2025-01-01,yes\n";

#define NATION   "000000000000"
#define CITY     "990000000000"
#define DISTRICT "990101000000"
#define OTHER    "990102000000"
#define TOWN     "990101101000"
#define VILLAGE  "990101101201"

static struct code12 code(const char *digits)
{
	struct code12 c;

	CHECK_EQ(ERR_OK, code12_parse(text_of(digits), &c));
	return c;
}

static struct tree *a_tree(void)
{
	struct tree_fault faults[4];
	struct tree *t = NULL;
	int n;

	CHECK_EQ(ERR_OK, tree_parse_csv(TEXT(tree_csv), &t, faults, 4, &n));
	return t;
}

static void two_sides_meet_at_their_nearest_ancestor(void)
{
	static const char *const cases[][3] = {
		{ VILLAGE, DISTRICT, DISTRICT }, { VILLAGE, OTHER, CITY },
		{ VILLAGE, VILLAGE, VILLAGE },   { DISTRICT, VILLAGE, DISTRICT },
		{ VILLAGE, NATION, NATION },     { TOWN, OTHER, CITY },
	};
	OWN(tree) t = a_tree();

	const struct placement servers[] = {
		{ code(NATION), 100, 0, false },   { code(CITY), 100, 0, false },
		{ code(DISTRICT), 100, 0, false }, { code(OTHER), 100, 0, false },
		{ code(TOWN), 100, 0, false },     { code(VILLAGE), 100, 0, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int at = placement_pick(t, code(cases[i][0]), code(cases[i][1]), servers, 6);

		CHECK(at >= 0 && code12_equals(servers[at].node, code(cases[i][2])));
	}
}

static void unknown_nodes_meet_nowhere(void)
{
	OWN(tree) t = a_tree();
	const struct placement servers[] = {
		{ code(NATION), 100, 50, false },
		{ code(VILLAGE), 100, 0, false },
	};

	CHECK_EQ(1, placement_pick(t, code(VILLAGE), code("990109000000"), servers, 2));
	CHECK_EQ(1, placement_pick(t, code("990109000000"), code(VILLAGE), servers, 2));
}

static int pick(const struct tree *t, const char *to, const struct placement *servers, int n)
{
	return placement_pick(t, code(VILLAGE), code(to), servers, n);
}

static void near_comes_before_idle(void)
{
	OWN(tree) t = a_tree();
	const struct placement servers[] = {
		{ code(NATION), 100, 0, false },
		{ code(DISTRICT), 100, 90, false },
		{ code(CITY), 100, 10, false },
		{ code(VILLAGE), 100, 0, false }, /* below the meeting node: as good as elsewhere */
	};

	CHECK_EQ(1, pick(t, DISTRICT, servers, 4));
	CHECK_EQ(2, pick(t, OTHER, servers, 4));
	CHECK_EQ(0, pick(t, NATION, servers, 4));
	CHECK_EQ(3, pick(t, DISTRICT, servers + 3, 1) + 3);
}

static void the_least_loaded_of_equals_gets_it(void)
{
	OWN(tree) t = a_tree();
	const struct placement servers[] = {
		{ code(DISTRICT), 10, 5, false },
		{ code(DISTRICT), 100, 40, false },
		{ code(DISTRICT), 1000, 400, false },
	};

	CHECK_EQ(1, pick(t, DISTRICT, servers, 3));
}

static void who_is_full_or_drains_gets_nothing(void)
{
	OWN(tree) t = a_tree();
	const struct placement servers[] = {
		{ code(DISTRICT), 10, 10, false },
		{ code(DISTRICT), 10, 0, true },
		{ code(OTHER), 10, 9, false },
	};

	CHECK_EQ(2, pick(t, DISTRICT, servers, 3));
	CHECK_EQ(-1, pick(t, DISTRICT, servers, 2));
	CHECK_EQ(-1, pick(t, DISTRICT, servers, 0));
}

static const struct test tests[] = {
	T(two_sides_meet_at_their_nearest_ancestor),
	T(unknown_nodes_meet_nowhere),
	T(near_comes_before_idle),
	T(the_least_loaded_of_equals_gets_it),
	T(who_is_full_or_drains_gets_nothing),
};
RUN_TESTS(tests)
