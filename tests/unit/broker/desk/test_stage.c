/* Who hears of a live visit each second. */
#include "broker/desk/stage.h"
#include "tests/lib/test.h"

static bool hears(const struct stage *s, uint32_t index)
{
	for (int i = 0; i < s->looking_n; i++)
		if (s->looking[i].peer.index == index)
			return true;
	return false;
}

static void look_on(struct stage *s, uint32_t from, uint32_t till)
{
	for (uint32_t i = from; i < till; i++)
		stage_add_looking(s, (struct handle){ i, 1 }, false);
}

static void those_who_talk_are_not_pushed_out_by_those_who_look(void)
{
	struct presence p = { 0 };
	struct stage *s = stage_get(&p, id_new((struct instant){ 1 }));

	stage_add_looking(s, (struct handle){ 1, 1 }, true);
	look_on(s, 2, 3);
	stage_add_looking(s, (struct handle){ 2, 1 }, true); /* looked before it joined */
	look_on(s, 3, 3 + 2 * PRESENCE_LOOKING);
	CHECK_EQ(PRESENCE_LOOKING, s->looking_n);
	CHECK(hears(s, 1) && hears(s, 2));
	CHECK(!hears(s, 3) && hears(s, 2 + 2 * PRESENCE_LOOKING));
	presence_clear(&p);
}

static void who_left_goes_like_any_other(void)
{
	struct presence p = { 0 };
	struct stage *s = stage_get(&p, id_new((struct instant){ 1 }));

	stage_add_looking(s, (struct handle){ 1, 1 }, true);
	stage_set_left(s, (struct handle){ 1, 1 });
	look_on(s, 2, 2 + PRESENCE_LOOKING);
	CHECK(!hears(s, 1));
	presence_clear(&p);
}

static void among_many_who_joined_the_oldest_goes(void)
{
	struct presence p = { 0 };
	struct stage *s = stage_get(&p, id_new((struct instant){ 1 }));

	for (uint32_t i = 0; i <= PRESENCE_LOOKING; i++)
		stage_add_looking(s, (struct handle){ i, 1 }, true);
	look_on(s, 100, 101);
	CHECK(!hears(s, 100) && !hears(s, 0));
	CHECK(hears(s, 1) && hears(s, PRESENCE_LOOKING));
	presence_clear(&p);
}

/* Does the report of a visit that is not recorded for this reason say so? */
static bool reports(const char *why, const char *part)
{
	OWN(arena) a = arena_new();
	struct presence p = { 0 };
	struct media_visit v = { .visit = id_new((struct instant){ 1 }), .why = text_of(why) };
	struct buffer out;

	buffer_init(&out, a);
	stage_format(stage_get(&p, v.visit), &v, &out);
	presence_clear(&p);
	struct text t = buffer_text(&out);
	return memmem(t.at, t.n, part, strlen(part)) != NULL;
}

static void why_it_is_not_recorded_is_an_error_of_the_broker(void)
{
	CHECK(!reports("", "why"));
	CHECK(reports("disk_full", "\"why\":\"disk_full\",\"legs\":["));
	CHECK(reports("of_a_later_server", "\"why\":\"media_refused\""));
}

/* Kiosks and pages of every age read it: byte for byte. */
static void a_leg_is_told_to_join_again(void)
{
	OWN(arena) a = arena_new();
	struct stage s = { .visit = { "01ARZ3NDEKTSV4RRFFQ69G5FAV" } };
	struct media_leg leg = { .leg = { "01ARZ3NDEKTSV4RRFFQ69G5FAW" }, .epoch = 3 };
	struct buffer out;

	buffer_init(&out, a);
	stage_format_again(&s, &leg, &out);
	CHECK_TEXT("{\"jsonrpc\":\"2.0\",\"method\":\"leg.again\",\"params\":{"
		   "\"visit\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\","
		   "\"leg\":\"01ARZ3NDEKTSV4RRFFQ69G5FAW\",\"epoch\":3}}",
		   out.at);
}

static const struct test tests[] = {
	T(a_leg_is_told_to_join_again),
	T(why_it_is_not_recorded_is_an_error_of_the_broker),
	T(those_who_talk_are_not_pushed_out_by_those_who_look),
	T(who_left_goes_like_any_other),
	T(among_many_who_joined_the_oldest_goes),
};
RUN_TESTS(tests)
