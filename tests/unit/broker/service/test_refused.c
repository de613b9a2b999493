/* A refusal says why by a word and its arguments, so that a page says it in any language. */
#include "broker/core/joins.h"
#include "broker/service/scope.h"
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };

/* "time_not_open days=15", "no_reception unit=<name>/<English name>", "... from=@<ms>" */
static const char *why_of(struct house *h)
{
	const struct fault *f = &h->call.fault;
	struct buffer out;

	buffer_init(&out, h->arena);
	buffer_addf(&out, "%s", why_words[f->why]);
	for (size_t i = 0; i < f->argument_n; i++) {
		const struct argument *one = &f->arguments[i];

		buffer_addf(&out, " " TEXT_FMT "=", TEXT_ARG(one->name));
		if (one->at.ms)
			buffer_addf(&out, "@%lld", (long long)one->at.ms);
		else if (one->text.n)
			buffer_addf(&out, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(one->text),
				    TEXT_ARG(one->text_en));
		else
			buffer_addf(&out, "%lld", (long long)one->number);
	}
	return out.at;
}

static const char *book(struct house *h, const char *who, int64_t unit, struct instant from)
{
	struct visit_book_in in = { h->matters[strcmp(who, "clerk1") != 0], unit, from, TEXT("") };
	struct visit_book_out out = { 0 };

	CHECK(house_write(h, who, visit_book_message.run, &in, &out));
	return why_of(h);
}

static void a_time_that_is_not_open_says_how_many_days_are(void)
{
	OWN(house) h = house_new();

	h->rules.times.lead_min_days = 2;
	h->rules.times.lead_max_days = 7;
	CHECK_TEXT("time_past", book(h, "clerk1", h->district, NOW));
	CHECK_TEXT("time_too_near days=2", book(h, "clerk1", h->district, slot_at(1)));
	CHECK_TEXT("time_not_open days=7",
		   book(h, "clerk1", h->district, (struct instant){ slot_at(1).ms + 20 * DAY_MS }));
}

static void a_taken_time_says_what_is_taken(void)
{
	OWN(house) h = house_new();

	booked(h, 1);
	h->rules.room.unit_lanes = 1;
	CHECK_TEXT("taken_receiver", book(h, "clerk2", h->district, slot_at(1)));
	CHECK_TEXT("taken_village_room", book(h, "clerk1", h->town, slot_at(1)));
	h->rules.room.record_lanes = 1;
	CHECK_TEXT("taken_recording", book(h, "clerk2", h->town, slot_at(1)));
}

static void a_unit_that_does_not_receive_is_named_in_both_languages(void)
{
	OWN(house) h = house_new();

	CHECK_TEXT("no_reception unit=青榆区信访办/District Office",
		   book(h, "clerk1", h->district, (struct instant){ slot_at(1).ms + MINUTE_MS }));
	CHECK_TEXT("no_reception unit=鹿鸣溪镇信访办/",
		   book(h, "clerk1", h->town, (struct instant){ slot_at(1).ms + MINUTE_MS }));
}

static void a_matter_that_goes_elsewhere_is_told_where(void)
{
	OWN(house) h = house_new();

	CHECK_TEXT(
		"joint_first_of_two target=岚川市/City first=鹿鸣溪镇/Town second=青榆区/District",
		book(h, "clerk1", h->city, slot_at(1)));
}

static void checking_in_says_from_when_and_until_when(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { booked(h, 2).visit };
	struct visit_check_in_out out = { 0 };
	int64_t opens = slot_at(2).ms - h->rules.times.check_in_early_ms;

	CHECK_EQ(ERR_TOO_EARLY, house_write(h, "clerk1", visit_check_in_message.run, &in, &out));
	CHECK_TEXT(arena_format(h->arena, "check_in_too_early from=@%lld", (long long)opens).at,
		   why_of(h));
	h->now.ms += 3 * HOUR_MS;
	CHECK_EQ(ERR_TOO_LATE, house_write(h, "clerk1", visit_check_in_message.run, &in, &out));
	CHECK_TEXT(
		arena_format(h->arena, "check_in_too_late from=@%lld", (long long)slot_at(2).ms).at,
		why_of(h));
}

static void a_state_says_what_it_waits_for(void)
{
	OWN(house) h = house_new();
	static const struct {
		enum visit_state state;
		const char *why;
	} cases[] = {
		{ VISIT_REQUESTED, "visit_requested" },
		{ VISIT_SCHEDULED, "visit_scheduled" },
		{ VISIT_CHECKED_IN, "visit_checked_in" },
		{ VISIT_CONSENTED, "visit_consented" },
		{ VISIT_LIVE, "visit_live" },
		{ VISIT_CLOSED, "visit_closed" },
		{ VISIT_FILED, "visit_filed" },
		{ VISIT_CANCELLED, "visit_cancelled" },
		{ VISIT_NO_SHOW, "visit_no_show" },
	};

	CHECK_EQ(VISIT_STATE_COUNT, sizeof(cases) / sizeof(cases[0]));
	for (int i = 0; i < VISIT_STATE_COUNT; i++) {
		struct visit v = { .state = cases[i].state };

		house_begin(h, "clerk1", NULL);
		CHECK_EQ(ERR_WRONG_STATE, scope_wrong_state(&h->call, &v));
		CHECK_TEXT(cases[i].why, why_of(h));
	}
}

static void a_seat_that_comes_too_often_is_told_how_long_to_wait(void)
{
	OWN(house) h = house_new();
	struct visit_join_in in = { admitted(h, all), TEXT("v=0") };
	struct visit_join_out out = { 0 };
	enum err e = ERR_OK;

	a_media_server(h, "a", (struct list){ 0 });
	for (int i = 0; i < 1000 && !e; i++)
		e = house_write(h, "clerk1", visit_join_message.run, &in, &out);
	CHECK_EQ(ERR_TOO_MANY, e);
	CHECK_TEXT(arena_format(h->arena, "joins_too_often seconds=%ld", JOINS_EACH_MS / 1000).at,
		   why_of(h));
}

static void a_closing_names_the_commitment_at_fault(void)
{
	OWN(house) h = house_new();
	struct visit_commitment all_of[] = { { h->town, TEXT("恢复机耕路"), TEXT("2026-06-01") },
					     { h->town, TEXT("排水"), TEXT("2026-06-01") } };
	struct visit_close_in in = {
		admitted(h, all), OUTCOME_ASSIGNED_WITH_DEADLINE, TEXT("一周内修复。"), { 0 }
	};
	struct visit_state_out out = { 0 };
	const struct {
		struct visit_commitment second;
		const char *why;
	} cases[] = {
		{ { h->town, TEXT(" "), TEXT("2026-06-01") }, "commitment_without_act n=2" },
		{ { h->town, TEXT("排水"), TEXT("2026-05-11") }, "commitment_past n=2" },
		{ { 9999, TEXT("排水"), TEXT("2026-06-01") }, "commitment_unit n=2" },
		{ all_of[1], "minutes_missing" },
	};

	CHECK(house_write(h, "official1", visit_close_message.run, &in, &out));
	CHECK_TEXT("commitment_none", why_of(h));
	in.commitments = (struct list){ all_of, 2 };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		all_of[1] = cases[i].second;
		CHECK(house_write(h, "official1", visit_close_message.run, &in, &out));
		CHECK_TEXT(cases[i].why, why_of(h));
	}
}

static void a_media_server_is_told_what_its_certificate_says(void)
{
	OWN(house) h = house_new();
	struct media_register_in in = { TEXT("a"), TEXT("990101000000"),
					10,        TEXT("127.0.0.1"),
					TEXT("1"), { 0 } };
	struct media_register_out out = { 0 };

	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "media:b", media_register_message.run, &in, &out));
	CHECK_TEXT("server_name_differs name=b/", why_of(h));
}

static const struct test tests[] = {
	T(a_time_that_is_not_open_says_how_many_days_are),
	T(a_taken_time_says_what_is_taken),
	T(a_unit_that_does_not_receive_is_named_in_both_languages),
	T(a_matter_that_goes_elsewhere_is_told_where),
	T(checking_in_says_from_when_and_until_when),
	T(a_state_says_what_it_waits_for),
	T(a_seat_that_comes_too_often_is_told_how_long_to_wait),
	T(a_closing_names_the_commitment_at_fault),
	T(a_media_server_is_told_what_its_certificate_says),
};
RUN_TESTS(tests)
