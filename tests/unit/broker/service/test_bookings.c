/* The booking form that was begun: the clerk's alone, sealed, gone with the booking. */
#include "broker/service/house/upkeep.h"
#include "broker/service/visit/bookings.h"
#include "broker/store/booking_draft_rows.h"
#include "tests/unit/broker/service/service.h"

static struct booking_save_in a_form(const char *key, const char *writer, int64_t turn)
{
	return (struct booking_save_in){ .key = text_of(key),
					 .writer = text_of(writer),
					 .turn = turn,
					 .form = { .step = 2,
						   .name = TEXT("何春分"),
						   .request = TEXT("请修\n路灯。"),
						   .unit = 3,
						   .kind = TEXT("appeal"),
						   .from = slot_at(1) } };
}

static struct booking_save_out saved(struct house *h, const char *who, struct booking_save_in in)
{
	struct booking_save_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, who, booking_save_message.run, &in, &out));
	return out;
}

static struct booking_get_out kept(struct house *h, const char *who)
{
	struct booking_get_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, who, booking_get_message.run, NULL, &out));
	return out;
}

#define DRAFTS "SELECT count(*) FROM booking_draft"

static void a_form_comes_back_as_it_was_to_its_clerk_alone(void)
{
	OWN(house) h = house_new();

	CHECK(saved(h, "clerk1", a_form("k1", "w", 1)).saved);
	struct booking_get_out out = kept(h, "clerk1");
	CHECK(out.version == 1 && text_is(out.key, "k1") && out.form.step == 2);
	CHECK(text_is(out.form.name, "何春分") && text_is(out.form.request, "请修\n路灯。"));
	CHECK(out.form.unit == 3 && out.form.from.ms == slot_at(1).ms && !out.form.till.ms);
	CHECK(!kept(h, "clerk2").key.n && !kept(h, "clerk2").form.name.n);
	CHECK_EQ(1, house_count(DRAFTS));
	CHECK_EQ(0, house_count(DRAFTS " WHERE instr(form, '何春分')"));
}

static void a_booking_ends_its_form_and_nothing_comes_late(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = { h->matters[0], h->district, slot_at(1), TEXT("k1") };
	struct visit_book_out out = { 0 };

	saved(h, "clerk1", a_form("k1", "w", 1));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK_EQ(0, house_count(DRAFTS));
	CHECK(!saved(h, "clerk1", a_form("k1", "w", 2)).saved);
	CHECK_EQ(0, house_count(DRAFTS));
}

static void a_booking_that_fails_keeps_its_form(void)
{
	OWN(house) h = house_new();
	struct visit_book_in in = { h->matters[0], h->district, slot_at(1), TEXT("k1") };
	struct visit_book_out out = { 0 };

	booked(h, 1);
	saved(h, "clerk1", a_form("k1", "w", 1));
	CHECK_EQ(ERR_SLOT_TAKEN, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	CHECK(text_is(kept(h, "clerk1").form.name, "何春分"));
}

static void what_is_discarded_is_gone_and_stays_so(void)
{
	OWN(house) h = house_new();
	struct booking_discard_in in = { TEXT("k1") };
	struct booking_save_in next = a_form("k2", "w2", 1);

	saved(h, "clerk1", a_form("k1", "w", 1));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", booking_discard_message.run, &in, NULL));
	CHECK(!kept(h, "clerk1").key.n && !kept(h, "clerk1").form.name.n);
	CHECK_EQ(1, house_count(DRAFTS " WHERE form IS NULL"));
	CHECK(!saved(h, "clerk1", a_form("k1", "w", 2)).saved);
	next.version = kept(h, "clerk1").version;
	CHECK(saved(h, "clerk1", next).saved);
}

static void a_second_window_does_not_overwrite_the_first(void)
{
	OWN(house) h = house_new();
	struct booking_save_in other = a_form("k2", "w2", 1);

	saved(h, "clerk1", a_form("k1", "w1", 1));
	struct booking_save_out out = saved(h, "clerk1", other);
	CHECK(!out.saved && out.version == 1);
	CHECK(text_is(kept(h, "clerk1").key, "k1"));
	CHECK(!saved(h, "clerk1", a_form("k1", "w2", 1)).saved); /* the same form, opened twice */
	other.version = 1;                                       /* whoever sees it may choose */
	CHECK(saved(h, "clerk1", other).saved);
	CHECK(text_is(kept(h, "clerk1").key, "k2"));
}

static void a_window_overtakes_itself_but_not_backwards(void)
{
	OWN(house) h = house_new();
	struct booking_save_in late = a_form("k1", "w", 2);

	late.form.name = TEXT("旧");
	saved(h, "clerk1", a_form("k1", "w", 1));
	CHECK(saved(h, "clerk1", a_form("k1", "w", 3)).saved);
	CHECK(saved(h, "clerk1", late).saved);
	CHECK(text_is(kept(h, "clerk1").form.name, "何春分"));
}

/* The page says what is too long; a reload loses none of it. */
static void what_is_too_long_for_a_booking_is_kept_all_the_same(void)
{
	OWN(house) h = house_new();
	struct booking_save_in in = a_form("k1", "w", 1);
	char name[200];

	memset(name, 'x', sizeof(name));
	in.form.name = (struct text){ name, sizeof(name) };
	CHECK(saved(h, "clerk1", in).saved);
	CHECK_EQ(sizeof(name), kept(h, "clerk1").form.name.n);
}

static void a_form_ends_after_a_day(void)
{
	OWN(house) h = house_new();
	struct store_upkeep step = { .step = UPKEEP_DRAFTS }, next = { 0 };

	saved(h, "clerk1", a_form("k1", "w", 1));
	h->now.ms += BOOKING_DRAFT_KEEP_MS + 1;
	CHECK(!kept(h, "clerk1").key.n);
	CHECK_EQ(ERR_OK, house_write(h, NULL, store_upkeep_message.run, &step, &next));
	CHECK_EQ(0, house_count(DRAFTS));
}

static const struct test tests[] = {
	T(a_form_comes_back_as_it_was_to_its_clerk_alone),
	T(a_booking_ends_its_form_and_nothing_comes_late),
	T(a_booking_that_fails_keeps_its_form),
	T(what_is_discarded_is_gone_and_stays_so),
	T(a_second_window_does_not_overwrite_the_first),
	T(a_window_overtakes_itself_but_not_backwards),
	T(what_is_too_long_for_a_booking_is_kept_all_the_same),
	T(a_form_ends_after_a_day),
};
RUN_TESTS(tests)
