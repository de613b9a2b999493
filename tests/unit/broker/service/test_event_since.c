/* Events: replayed by cursor to those they concern, none twice, none left out. */
#include "tests/unit/broker/service/scene.h"

#include "broker/store/outbox.h"

static struct event_since_out since(struct house *h, const char *account, int64_t cursor)
{
	struct event_since_in in = { cursor };
	struct event_since_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, account, event_since_message.run, &in, &out));
	return out;
}

static void events_are_replayed_to_those_they_concern(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct event_since_out mine = since(h, "clerk1", 0), others = since(h, "clerk2", 0);

	CHECK(mine.complete && mine.events.n > 2);
	CHECK_EQ(0, others.events.n);
	CHECK_EQ(mine.cursor, others.cursor);
	CHECK_EQ(mine.events.n, since(h, "official1", 0).events.n);
	CHECK_EQ(0, since(h, "town1", 0).events.n);
	CHECK_EQ(0, since(h, "system1", 0).events.n);
	CHECK_EQ(0, since(h, "audit1", 0).events.n);
	leave(&s);
}

static void an_archivist_hears_of_recordings_only(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct event_since_out out = since(h, "archive1", 0);
	const struct event_line *e = out.events.items;

	CHECK(out.events.n > 0);
	for (size_t i = 0; i < out.events.n; i++)
		CHECK(text_starts(e[i].name, "recording."));
	CHECK(text_is(e[out.events.n - 1].name, "recording.filed"));
	CHECK_EQ(0, since(h, "archive2", 0).events.n);
	leave(&s);
}

static void an_event_says_what_when_and_of_which_visit(void)
{
	OWN(house) h = house_new();
	struct visit_book_out booking = booked(h, 1);
	struct event_since_out out = since(h, "clerk1", 0);
	const struct event_line *e = out.events.items;

	CHECK_EQ(1, out.events.n);
	CHECK(text_is(e->name, "visit.booked") && text_is(e->visit, booking.visit.text));
	CHECK(text_is(e->village, "990101101201") && e->unit == h->district);
	CHECK(e->at.ms == NOW.ms && e->cursor == out.cursor);
}

static void each_event_comes_once(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct event_since_out whole = since(h, "clerk1", 0);
	const struct event_line *e = whole.events.items;
	size_t middle = whole.events.n / 2;
	struct event_since_out rest = since(h, "clerk1", e[middle].cursor);

	CHECK_EQ(whole.events.n - middle - 1, rest.events.n);
	CHECK_EQ(e[middle + 1].cursor, ((const struct event_line *)rest.events.items)->cursor);
	rest = since(h, "clerk1", whole.cursor);
	CHECK(rest.complete && rest.events.n == 0 && rest.cursor == whole.cursor);
	leave(&s);
}

static enum err add_many(struct call *c, const void *in)
{
	for (int i = 0; i < *(const int *)in; i++)
		TRY(event_add(c->db, &(struct event){ .name = TEXT("visit.booked"),
						      .at = c->now,
						      .village = TEXT("990101101202") }));
	return ERR_OK;
}

/* A page may be empty for the one who asks and still not be the last. */
static void many_events_come_in_pages(void)
{
	OWN(house) h = house_new();
	int n = OUTBOX_LIST_MAX + 7;

	CHECK_EQ(ERR_OK, house_write(h, NULL, add_many, &n, NULL));
	struct visit_book_out booking = booked(h, 1);
	struct event_since_out first = since(h, "clerk1", 0);
	CHECK(first.events.n == 0 && first.complete && first.cursor == OUTBOX_LIST_MAX);
	struct event_since_out second = since(h, "clerk1", first.cursor);
	CHECK_EQ(1, second.events.n);
	CHECK(text_is(((const struct event_line *)second.events.items)->visit, booking.visit.text));
	CHECK_EQ(OUTBOX_LIST_MAX, since(h, "clerk2", 0).events.n);
}

static enum err prune(struct call *c, const void *in)
{
	bool left;

	(void)in;
	return outbox_prune(c->db, c->now, &left);
}

static void a_cursor_older_than_the_log_is_told(void)
{
	OWN(house) h = house_new();
	int n = 5;

	CHECK_EQ(ERR_OK, house_write(h, NULL, add_many, &n, NULL));
	h->now.ms += OUTBOX_KEEP_MS + 1;
	CHECK_EQ(ERR_OK, house_write(h, NULL, add_many, &n, NULL));
	CHECK_EQ(ERR_OK, house_write(h, NULL, prune, NULL, NULL));
	CHECK(!since(h, "clerk2", 0).complete);
	CHECK(!since(h, "clerk2", 4).complete);
	CHECK(since(h, "clerk2", 5).complete); /* the last one that is gone was known */
	CHECK_EQ(5, since(h, "clerk2", 5).events.n);
}

/* The broker was set back to a copy: the client must load its pages anew. */
static void a_cursor_from_the_future_is_told(void)
{
	OWN(house) h = house_new();
	int n = 5;

	CHECK_EQ(ERR_OK, house_write(h, NULL, add_many, &n, NULL));
	struct event_since_out out = since(h, "clerk2", 6);
	CHECK(!out.complete && out.events.n == 0 && out.cursor == 5);
}

static void nothing_happened_yet(void)
{
	OWN(house) h = house_new();
	struct event_since_out out = since(h, "clerk1", 0);

	CHECK(out.complete && out.events.n == 0 && out.cursor == 0);
}

static const struct test tests[] = {
	T(events_are_replayed_to_those_they_concern),
	T(an_archivist_hears_of_recordings_only),
	T(an_event_says_what_when_and_of_which_visit),
	T(each_event_comes_once),
	T(many_events_come_in_pages),
	T(a_cursor_older_than_the_log_is_told),
	T(a_cursor_from_the_future_is_told),
	T(nothing_happened_yet),
};

RUN_TESTS(tests)
