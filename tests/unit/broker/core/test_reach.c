/* Where a matter may be heard. */
#include "broker/core/reach.h"

#include "tests/lib/test.h"

static const char nation[] = "000000000000", city[] = "990000000000", district[] = "990101000000",
		  town[] = "990101101000", village[] = "990101101001",
		  other_district[] = "990102000000", other_town[] = "990102101000";

static struct code12 code(const char *digits)
{
	struct code12 c = { "" };

	CHECK_EQ(ERR_OK, code12_parse(text_of(digits), &c));
	return c;
}

static void add(struct tree *t, const char *own, enum tier tier, const char *parent)
{
	struct node n = { code(own), tier, code(parent), "", "", true, { 0 } };

	CHECK_EQ(ERR_OK, tree_add(t, &n));
}

static struct tree *five_tiers(void)
{
	struct tree *t = tree_new();

	add(t, nation, TIER_NATION, nation);
	add(t, city, TIER_CITY, nation);
	add(t, district, TIER_DISTRICT, city);
	add(t, town, TIER_TOWNSHIP, district);
	add(t, village, TIER_VILLAGE, town);
	add(t, other_district, TIER_DISTRICT, city);
	add(t, other_town, TIER_TOWNSHIP, other_district);
	return t;
}

static void the_competent_level_and_one_above_are_allowed(void)
{
	OWN(tree) t = five_tiers();
	static const struct {
		const char *competent, *target;
		enum reach reach;
	} cases[] = {
		{ town, town, REACH_ALLOWED },
		{ town, district, REACH_ALLOWED },
		{ town, city, REACH_JOINT },
		{ town, nation, REACH_JOINT },
		{ district, town, REACH_JOINT },
		{ district, district, REACH_ALLOWED },
		{ district, city, REACH_ALLOWED },
		{ nation, nation, REACH_ALLOWED },
		{ nation, city, REACH_JOINT },
		{ town, village, REACH_NONE },
		{ village, village, REACH_ALLOWED },
		{ town, other_town, REACH_NONE },
		{ town, other_district, REACH_NONE },
		{ other_town, other_town, REACH_ALLOWED },
		{ other_district, city, REACH_ALLOWED },
		{ other_town, town, REACH_JOINT },
		{ town, "123456789012", REACH_NONE },
		{ "123456789012", town, REACH_NONE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_EQ(cases[i].reach, reach_find(t, code(village), code(cases[i].competent),
						    code(cases[i].target)));
	CHECK_EQ(REACH_NONE, reach_find(t, code("123456789012"), code(town), code(town)));
}

static const struct test tests[] = { T(the_competent_level_and_one_above_are_allowed) };
RUN_TESTS(tests)
