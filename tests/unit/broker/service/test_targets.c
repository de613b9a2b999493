/* target.list: the units in reach, for those who book and those who commit. */
#include "broker/service/matter/matters.h"
#include "tests/unit/broker/service/service.h"

static const struct target_line *find_unit(const struct target_list_out *out, int64_t unit)
{
	const struct target_line *lines = out->targets.items;

	for (size_t i = 0; i < out->targets.n; i++)
		if (lines[i].unit == unit)
			return &lines[i];
	return NULL;
}

static void a_matter_goes_up_from_its_village(void)
{
	OWN(house) h = house_new();
	struct target_list_in in = { h->matters[0], TEXT("") };
	struct target_list_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "clerk1", target_list_message.run, &in, &out));
	CHECK_EQ(3, out.targets.n);
	CHECK(text_is(find_unit(&out, h->town)->reach, "allowed"));
	CHECK(text_is(find_unit(&out, h->district)->reach, "allowed"));
	CHECK(text_is(find_unit(&out, h->city)->reach, "joint"));
	CHECK_TEXT("why.joint_first_of_two", find_unit(&out, h->city)->why.key);
	CHECK(!find_unit(&out, h->town)->why.key);
}

static void an_official_sees_the_units_in_reach_of_a_matter(void)
{
	OWN(house) h = house_new();
	struct target_list_in in = { h->matters[0], TEXT("") };
	struct target_list_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "official1", target_list_message.run, &in, &out));
	CHECK(find_unit(&out, h->town) && find_unit(&out, h->district));
}

static void an_official_without_a_matter_begins_at_home(void)
{
	OWN(house) h = house_new();
	struct target_list_in in = { .competent = TEXT("990101101000") };
	struct target_list_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "official1", target_list_message.run, &in, &out));
	CHECK(find_unit(&out, h->district) && find_unit(&out, h->city));
	CHECK(find_unit(&out, h->town));
}

static void the_matter_of_another_village_is_refused(void)
{
	OWN(house) h = house_new();
	struct target_list_in in = { h->matters[0], TEXT("") };
	struct target_list_out out = { 0 };

	CHECK_EQ(ERR_FORBIDDEN, house_read(h, "clerk2", target_list_message.run, &in, &out));
	CHECK_TEXT("target.list", h->call.refusal.act);
}

static const struct test tests[] = {
	T(a_matter_goes_up_from_its_village),
	T(an_official_sees_the_units_in_reach_of_a_matter),
	T(an_official_without_a_matter_begins_at_home),
	T(the_matter_of_another_village_is_refused),
};
RUN_TESTS(tests)
