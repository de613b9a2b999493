/* The resident's page: what became of it, who watched and what for; nothing about a person. */
#include "tests/unit/broker/service/scene.h"

static enum err ask(struct house *h, struct text code, struct query_get_out *out)
{
	struct query_get_in in = { code };

	*out = (struct query_get_out){ 0 };
	return house_read(h, NULL, query_get_message.run, &in, out);
}

static struct query_get_out asked(struct scene *s)
{
	struct query_get_out out;

	CHECK_EQ(ERR_OK, ask(s->house, text_of(visit_of(s->house, s->visit)->query_code), &out));
	return out;
}

static void a_booked_visit_shows_where_and_when(void)
{
	OWN(house) h = house_new();
	struct visit_book_out booking = booked(h, 1);
	struct query_get_out out;

	CHECK_EQ(ERR_OK, ask(h, booking.query_code, &out));
	CHECK(text_is(out.state, "scheduled") && out.from.ms == slot_at(1).ms);
	CHECK(text_is(out.place, "鹿尾村接访室") && text_is(out.unit_name, "青榆区信访办"));
	CHECK(!out.recorded && text_is(out.recording_state, "waiting"));
	CHECK(out.watched.n == 0 && out.commitments.n == 0 && out.outcome.n == 0);
}

static void a_cancelled_visit_says_why(void)
{
	OWN(house) h = house_new();
	struct visit_book_out booking = booked(h, 1);
	struct visit_cancel_in in = { booking.visit, TEXT("接访人临时出差") };
	struct visit_state_out state = { 0 };
	struct query_get_out out;

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_cancel_message.run, &in, &state));
	CHECK_EQ(ERR_OK, ask(h, booking.query_code, &out));
	CHECK(text_is(out.state, "cancelled") && text_is(out.cancel_reason, "接访人临时出差"));
}

static void an_answered_visit_shows_reply_and_commitments(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct query_get_out out = asked(&s);

	CHECK(text_is(out.state, "filed") && out.recorded);
	CHECK(text_is(out.recording_state, "filed"));
	CHECK(text_is(out.outcome, "answered_on_spot") && text_is(out.reply, "一周内恢复。"));
	const struct query_commitment *c = out.commitments.items;
	CHECK(out.commitments.n == 1 && text_is(c->act, "修复机耕路"));
	CHECK(text_is(c->unit_name, "鹿鸣溪镇信访办") && text_is(c->due, "2026-05-19"));
	leave(&s);
}

static void who_watched_is_shown_by_role_time_and_purpose(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out got;

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对承诺", s.recording, &got));
	h->now.ms += 5000;
	CHECK_EQ(ERR_OK, open_recording(h, "official1", "回看答复", s.recording, &got));
	struct query_get_out out = asked(&s);
	const struct query_watched *w = out.watched.items;
	CHECK_EQ(2, out.watched.n);
	CHECK(text_is(w[0].role, "official") && text_is(w[0].purpose, "回看答复"));
	CHECK_EQ(h->now.ms, w[0].at.ms);
	CHECK(text_is(w[1].role, "archivist") && text_is(w[1].purpose, "核对承诺"));
	CHECK_EQ(h->now.ms - 5000, w[1].at.ms);
	leave(&s);
}

static void whoever_was_refused_did_not_watch(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out got;

	CHECK_EQ(ERR_FORBIDDEN, open_recording(h, "archive2", "看看", s.recording, &got));
	CHECK_EQ(ERR_FORBIDDEN, open_recording(h, "system1", "看看", s.recording, &got));
	CHECK_EQ(0, asked(&s).watched.n);
	leave(&s);
}

static bool is_told(const struct query_get_out *q, const char *what)
{
	const struct text texts[] = { q->state,   q->place, q->unit_name,    q->recording_state,
				      q->outcome, q->reply, q->cancel_reason };
	const struct query_commitment *c = q->commitments.items;
	const struct query_watched *w = q->watched.items;
	bool told = false;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		told |= has(texts[i], what);
	for (size_t i = 0; i < q->commitments.n; i++)
		told |= has(c[i].unit_name, what) || has(c[i].act, what);
	for (size_t i = 0; i < q->watched.n; i++)
		told |= has(w[i].role, what) || has(w[i].purpose, what);
	return told;
}

static void nobody_is_named(void)
{
	static const char *const persons[] = {
		"林谷雨",   "10012345678", "鹿尾村1组", "主任甲",
		"档案员甲", "周小满",      "archive1",  "来访人陈述"
	};
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out got;

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对承诺", s.recording, &got));
	struct query_get_out out = asked(&s);
	CHECK(is_told(&out, "核对承诺") && is_told(&out, "修复机耕路"));
	for (size_t i = 0; i < sizeof(persons) / sizeof(persons[0]); i++)
		CHECK(!is_told(&out, persons[i]));
	leave(&s);
}

static void a_code_is_read_as_people_type_it(void)
{
	OWN(house) h = house_new();
	struct visit_book_out booking = booked(h, 1);
	char typed[40] = "";
	struct query_get_out out;

	for (size_t i = 0, n = 0; i < booking.query_code.n; i++) {
		char at = booking.query_code.at[i];

		typed[n++] = at >= 'A' && at <= 'Z' ? (char)(at - 'A' + 'a') : at;
		if (i == 4)
			typed[n++] = '-';
		if (i == 6)
			typed[n++] = ' ';
	}
	CHECK_EQ(ERR_OK, ask(h, text_of(typed), &out));
	CHECK_EQ(ERR_NOT_FOUND, ask(h, TEXT("ZZZZZZZZZZ"), &out));
	CHECK_EQ(WHY_QUERY_CODE_UNKNOWN, h->call.fault.why);
	CHECK_EQ(ERR_NOT_FOUND, ask(h, TEXT(""), &out));
	CHECK_EQ(ERR_NOT_FOUND, ask(h, TEXT("%"), &out));
}

static const struct test tests[] = {
	T(a_booked_visit_shows_where_and_when),
	T(a_cancelled_visit_says_why),
	T(an_answered_visit_shows_reply_and_commitments),
	T(who_watched_is_shown_by_role_time_and_purpose),
	T(whoever_was_refused_did_not_watch),
	T(nobody_is_named),
	T(a_code_is_read_as_people_type_it),
};

RUN_TESTS(tests)
