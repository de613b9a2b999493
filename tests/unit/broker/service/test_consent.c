/* The resident's three answers: kept apart, and who hears by the third. */
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };
static const struct consent none = { false, false, false };

static void each_of_the_three_answers_is_kept_for_itself(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { consented(h, none) };

	for (int i = 0; i < 8; i++) {
		struct consent_record_in c = { in.visit, i & 1, i & 2, i & 4, TEXT(VERSION) };
		struct consent_record_out kept = { 0 };
		struct visit_get_out got = { 0 };

		CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
		CHECK_EQ(ERR_OK, house_read(h, "official1", visit_get_message.run, &in, &got));
		CHECK(got.consent.video == c.video && got.consent.audio == c.audio);
		CHECK_EQ(c.share, got.consent.share);
		CHECK(text_is(got.consent.version, VERSION));
	}
}

static struct caller *staff(struct house *h, const char *account)
{
	struct caller *who = ARENA_NEW(h->arena, struct caller);

	*who = house_staff_of(h, account);
	return who;
}

/* The duty officer of the township, between the village and the office that receives. */
static struct caller *the_township(struct house *h)
{
	struct caller *who = staff(h, "town1");

	who->roles |= ROLE_DUTY;
	return who;
}

static void another_office_hears_only_where_the_resident_agreed(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, (struct consent){ true, true, false });
	struct consent_record_in shared = { visit, true, true, true, TEXT(VERSION) };
	struct caller *town = the_township(h);
	struct consent_record_out kept = { 0 };
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	CHECK_EQ(ERR_FORBIDDEN, house_join(h, town, visit, &out)); /* also while the seat is free */
	CHECK_EQ(WHY_HEARING_NOT_AGREED, h->call.fault.why);
	CHECK_EQ(ERR_OK, house_join(h, staff(h, "clerk1"), visit, &out));
	CHECK_EQ(ERR_OK, house_join(h, staff(h, "official1"), visit, &out));
	CHECK_EQ(ERR_OK, house_join(h, staff(h, "official2"), visit, &out)); /* a colleague */
	CHECK_EQ(ERR_FORBIDDEN, house_join(h, town, visit, &out));
	CHECK_EQ(3, house_count("SELECT count(*) FROM leg"));
	CHECK_EQ(2, house_count("SELECT count(*) FROM audit WHERE act = 'visit.join'"
				" AND result = 'forbidden'"));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &shared, &kept));
	CHECK_EQ(ERR_OK, house_join(h, town, visit, &out));
}

/* Where there is no clerk, the office that brings the resident to its own desk. */
static void who_wrote_the_answers_down_sits_beside_the_resident(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { consented(h, all) };
	struct consent_record_in alone = { in.visit, false, false, false, TEXT(VERSION) };
	struct consent_record_out kept = { 0 };
	struct caller *town = the_township(h);
	struct visit_state_out state = { 0 };
	struct visit_join_out out;

	a_media_server(h, "a", (struct list){ 0 });
	house_begin(h, NULL, &kept);
	h->call.who = town;
	CHECK_EQ(ERR_OK, house_finish(h, consent_record_message.run, &alone));
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_admit_message.run, &in, &state));
	CHECK_EQ(ERR_OK, house_join(h, town, in.visit, &out));
	CHECK(!out.recording);
}

static const struct test tests[] = {
	T(each_of_the_three_answers_is_kept_for_itself),
	T(another_office_hears_only_where_the_resident_agreed),
	T(who_wrote_the_answers_down_sits_beside_the_resident),
};
RUN_TESTS(tests)
