/* TURN passwords: for the people of a live visit, and nobody else. */
#include "broker/core/turn.h"
#include "broker/service/visit/visits.h"
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };

static void have_turn(struct house *h)
{
	h->rules.turn = (struct rules_turn){
		.urls = { TEXT("turn:192.0.2.9:3478"),
			  TEXT("turns:turn.example.cn:443?transport=tcp") },
		.n_urls = 2,
		.secret = { (const uint8_t *)"north", 5 },
		.life_ms = 3600000,
	};
}

static void a_seat_gets_a_password_that_ends(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { admitted(h, all) };
	struct ice_list_out out = { 0 };
	char password[TURN_PASSWORD], name[TURN_USERNAME];

	have_turn(h);
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", ice_list_message.run, &in, &out));
	CHECK_EQ(2, out.urls.n);
	CHECK(text_is(((const struct text *)out.urls.items)[1],
		      "turns:turn.example.cn:443?transport=tcp"));
	CHECK_EQ(h->now.ms + 3600000, out.till.ms);
	snprintf(name, sizeof name, "%lld:%s", (long long)(out.till.ms / 1000), in.visit.text);
	CHECK(text_is(out.username, name));
	turn_format_password(h->rules.turn.secret, out.username, password);
	CHECK(text_is(out.credential, password));
	CHECK_EQ(ERR_OK, house_read(h, "official1", ice_list_message.run, &in, &out));
}

static void without_servers_the_list_is_empty(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { admitted(h, all) };
	struct ice_list_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "clerk1", ice_list_message.run, &in, &out));
	CHECK_EQ(0, out.urls.n);
	CHECK_EQ(0, out.credential.n);
}

static void strangers_get_none(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { admitted(h, all) };
	struct ice_list_out out = { 0 };

	have_turn(h);
	CHECK_EQ(ERR_FORBIDDEN, house_read(h, "clerk2", ice_list_message.run, &in, &out));
	CHECK_EQ(0, out.credential.n);
}

static void a_visit_that_is_not_live_has_none(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { booked(h, 1).visit };
	struct ice_list_out out = { 0 };

	have_turn(h);
	CHECK_EQ(ERR_WRONG_STATE, house_read(h, "clerk1", ice_list_message.run, &in, &out));
	CHECK_EQ(0, out.credential.n);
}

static const struct test tests[] = {
	T(a_seat_gets_a_password_that_ends),
	T(without_servers_the_list_is_empty),
	T(strangers_get_none),
	T(a_visit_that_is_not_live_has_none),
};
RUN_TESTS(tests)
