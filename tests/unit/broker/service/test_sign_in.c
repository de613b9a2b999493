/* Signing in: nobody learns from counting, locks or answers which accounts there are. */
#include "broker/service/session/sessions.h"
#include "broker/store/sign_in_rows.h"
#include "tests/unit/broker/service/service.h"

static const char here[] = "192.0.2.7";

static struct session_find_out look(struct house *h, const char *account, const char *address)
{
	struct session_find_in in = { text_of(account), { "", 0 } };
	struct session_find_out out = { 0 };

	house_begin(h, NULL, &out);
	h->call.address = text_of(address);
	h->call.db = reader_start(h->reader);
	CHECK_EQ(ERR_OK, session_find_message.run(&h->call, &in));
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	return out;
}

/* A wrong password, as the link does it; what is answered. */
static enum err fail(struct house *h, const char *account, const char *address)
{
	struct session_find_out found = look(h, account, address);
	struct session_open_in in = { .staff = found.staff };
	struct session_fail_out out = { 0 };

	if (found.wait)
		return found.wait;
	house_begin(h, NULL, &out);
	h->call.address = text_of(address);
	CHECK_EQ(ERR_OK, house_finish(h, session_fail_message.run, &in));
	return out.wait ? out.wait : ERR_WRONG_PASSWORD;
}

static void an_unknown_account_is_locked_as_any_other(void)
{
	OWN(house) h = house_new();

	for (int i = 0; i < 8; i++) {
		enum err known = fail(h, "clerk1", here);

		CHECK_EQ(known, fail(h, "no-such-account", here));
		CHECK_EQ(i < h->rules.times.lock_after - 1 ? ERR_WRONG_PASSWORD : ERR_LOCKED,
			 known);
	}
	h->now.ms += h->rules.times.lock_ms + 1;
	CHECK_EQ(ERR_WRONG_PASSWORD, fail(h, "clerk1", here));
	CHECK_EQ(ERR_WRONG_PASSWORD, fail(h, "no-such-account", here));
}

static void it_is_locked_from_there_alone_and_no_other_name_with_it(void)
{
	OWN(house) h = house_new();

	for (int i = 0; i < 5; i++)
		(void)!fail(h, "no-such-account", "2001:db8:1:2::5");
	CHECK_EQ(ERR_LOCKED, fail(h, "no-such-account", "2001:db8:1:2::6")); /* the same /64 */
	CHECK_EQ(ERR_WRONG_PASSWORD, fail(h, "no-such-account", "2001:db8:1:3::5"));
	CHECK_EQ(ERR_WRONG_PASSWORD, fail(h, "neither-this-one", "2001:db8:1:2::5"));
	CHECK_EQ(ERR_WRONG_PASSWORD, fail(h, "clerk1", "2001:db8:1:2::5"));
}

static void the_password_of_nobody_takes_as_long_to_check(void)
{
	OWN(house) h = house_new();
	struct session_find_out out = look(h, "no-such-account", here);
	char stored[PASSWORD_TEXT];

	CHECK_EQ(ERR_OK, password_hash(TEXT("x"), stored));
	CHECK(!out.found && out.password.n == strlen(stored));
	CHECK(!password_is(TEXT("x"), out.password));
}

/* Whatever is typed where an account belongs may be a password. */
static void nothing_that_was_typed_is_kept(void)
{
	OWN(house) h = house_new();

	CHECK_EQ(ERR_WRONG_PASSWORD, fail(h, "no-such-account", here));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'session.enter' AND "
				"object = '' AND account = ''"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM sign_in_fault"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM sign_in_fault WHERE staff LIKE '%account%' "
				"OR place LIKE '%account%'"));
}

/* Two names of one row: the one that came last has it, so that there are no more rows than these. */
static void the_rows_of_nobody_have_an_end(void)
{
	OWN(house) h = house_new();
	struct session_open_in in = { .staff = look(h, "no-such-account", here).staff };
	struct session_fail_out out = { 0 };

	CHECK(sign_in_is_nobody(in.staff));
	for (int i = 0; i < 3; i++) {
		in.staff.text[ID_LENGTH - 1] = (char)('A' + i);
		CHECK_EQ(ERR_OK, house_write(h, NULL, session_fail_message.run, &in, &out));
		CHECK_EQ(1, house_count("SELECT count(*) FROM sign_in_fault"));
	}
	in.staff.text[1] = in.staff.text[1] == '0' ? '1' : '0';
	CHECK_EQ(ERR_OK, house_write(h, NULL, session_fail_message.run, &in, &out));
	CHECK_EQ(2, house_count("SELECT count(*) FROM sign_in_fault"));
}

static const struct test tests[] = {
	T(an_unknown_account_is_locked_as_any_other),
	T(it_is_locked_from_there_alone_and_no_other_name_with_it),
	T(the_password_of_nobody_takes_as_long_to_check),
	T(nothing_that_was_typed_is_kept),
	T(the_rows_of_nobody_have_an_end),
};
RUN_TESTS(tests)
