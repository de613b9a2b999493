/* What several write at once: minutes and closings in versions, merged, never overwritten. */
#include "tests/unit/broker/service/service.h"

static const struct consent none = { false, false, false };

/* A save of the text by a window of that name. */
static struct minutes_save_in by(struct id visit, const char *writer, int64_t version,
				 const char *text)
{
	static int64_t turn;

	return (struct minutes_save_in){ .visit = visit,
					 .version = version,
					 .writer = text_of(writer),
					 .turn = ++turn,
					 .text = text_of(text) };
}

static struct minutes_get_out read_minutes(struct house *h, struct id visit)
{
	struct visit_in in = { visit };
	struct minutes_get_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "recorder1", minutes_get_message.run, &in, &out));
	return out;
}

static void whoever_saves_on_an_old_version_gets_both_merged(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct minutes_save_in late = by(visit, "two", 1, "第一行\n书记员写的");
	struct minutes_save_out out = { 0 };

	CHECK_EQ(1, minutes_saved(h, "recorder1", by(visit, "one", 0, "第一行")));
	CHECK_EQ(2, minutes_saved(h, "official1", by(visit, "one", 1, "第一行\n接访人写的")));
	CHECK_EQ(ERR_OK, house_write(h, "recorder1", minutes_save_message.run, &late, &out));
	CHECK(out.merged && out.version == 3 && out.conflicts.n == 0);
	CHECK(text_is(out.text, "第一行\n接访人写的\n书记员写的"));
	CHECK(text_is(read_minutes(h, visit).text, "第一行\n接访人写的\n书记员写的"));
	CHECK(text_is(read_minutes(h, visit).name, "吴霜降"));
}

static void the_same_line_changed_by_both_stands_twice_and_is_told(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct minutes_save_in late = by(visit, "two", 1, "路挖断了");
	struct minutes_save_out out = { 0 };

	minutes_saved(h, "recorder1", by(visit, "one", 0, "路"));
	minutes_saved(h, "official1", by(visit, "one", 1, "路修好了"));
	CHECK_EQ(ERR_OK, house_write(h, "recorder1", minutes_save_message.run, &late, &out));
	CHECK(text_is(out.text, "路修好了\n路挖断了"));
	CHECK_EQ(1, out.conflicts.n);
	const struct sheet_conflict *one = out.conflicts.items;
	CHECK(text_is(one->mine, "路挖断了") && text_is(one->theirs, "路修好了"));
}

static void a_version_that_is_gone_still_merges(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct minutes_save_in late = by(visit, "three", 1, "甲\n丙");
	struct minutes_save_out out = { 0 };

	minutes_saved(h, "recorder1", by(visit, "one", 0, "甲"));
	for (int i = 1; i <= SHEET_RECENT + 1; i++)
		minutes_saved(h, "recorder1", by(visit, "one", i, i % 2 ? "甲\n乙1" : "甲\n乙2"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM sheet WHERE version = 1"));
	CHECK_EQ(ERR_OK, house_write(h, "official1", minutes_save_message.run, &late, &out));
	CHECK(text_is(out.text, "甲\n乙1\n丙"));
}

/* A page that is left sends what it has, whatever it was just sending. */
static void a_window_never_merges_with_itself(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct minutes_save_in first = by(visit, "one", 0, "字"),
			       last = by(visit, "one", 0, "字字");
	struct minutes_save_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "recorder1", minutes_save_message.run, &first, &out));
	out = (struct minutes_save_out){ 0 };
	CHECK_EQ(ERR_OK, house_write(h, "recorder1", minutes_save_message.run, &last, &out));
	CHECK(!out.merged && out.version == 2);
	/* The first comes late. */
	CHECK_EQ(ERR_OK, house_write(h, "recorder1", minutes_save_message.run, &first, &out));
	CHECK(out.merged && out.version == 2);
	CHECK(text_is(read_minutes(h, visit).text, "字字"));
}

/* The name of a window is told to everybody: whoever takes it does not write in its place. */
static void a_window_is_its_name_and_who_sits_there(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct minutes_save_in mine = by(visit, "one", 0, "我写的");
	struct minutes_save_in forged = by(visit, "one", 0, "冒名写的");
	struct minutes_save_out out = { 0 };

	forged.turn = INT64_C(1000000);
	CHECK_EQ(1, minutes_saved(h, "recorder1", forged));
	CHECK_EQ(ERR_OK, house_write(h, "official1", minutes_save_message.run, &mine, &out));
	CHECK(out.merged && out.version == 2);
	CHECK(text_is(read_minutes(h, visit).text, "冒名写的\n我写的"));
}

static void saving_twice_is_saving_once(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct visit_mark mark = { 1000, TEXT("时间点") };
	struct minutes_save_in in = { .visit = visit, .text = TEXT("笔录"), .marks = { &mark, 1 } };

	CHECK_EQ(1, minutes_saved(h, "recorder1", in));
	CHECK_EQ(1, minutes_saved(h, "recorder1", in));
	CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'minutes.saved'"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM event WHERE name = 'minutes.saved' AND"
				" json_extract(data, '$.version') = 1 AND"
				" json_extract(data, '$.name') = '吴霜降'"));
}

static void marks_of_both_stand_in_the_same_version(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct visit_mark one = { 2000, TEXT("答复") }, two = { 1000, TEXT("陈述") };
	struct minutes_save_in a = by(visit, "one", 0, ""), b = by(visit, "two", 0, "笔录");

	a.marks = (struct list){ &one, 1 };
	b.marks = (struct list){ &two, 1 };
	minutes_saved(h, "official1", a);
	CHECK_EQ(2, minutes_saved(h, "recorder1", b));
	struct minutes_get_out now = read_minutes(h, visit);
	CHECK(text_is(now.text, "笔录") && now.marks.n == 2);
}

static struct closing_save_in a_closing(struct id visit, const char *writer, int64_t turn)
{
	return (struct closing_save_in){ .visit = visit,
					 .writer = text_of(writer),
					 .turn = turn,
					 .reply = TEXT("一周内修复。") };
}

static void a_closing_is_kept_until_the_close_and_shared(void)
{
	OWN(house) h = house_new();
	struct visit_in in = { admitted(h, none) };
	struct closing_promise promise = { h->town, TEXT("恢复机耕路"), TEXT("") };
	struct closing_save_in save = a_closing(in.visit, "one", 1);
	struct closing_save_out saved = { 0 };
	struct closing_get_out seen = { 0 };

	save.outcome = TEXT("more_material");
	save.commitments = (struct list){ &promise, 1 };
	CHECK_EQ(ERR_OK, house_write(h, "official1", closing_save_message.run, &save, &saved));
	CHECK_EQ(ERR_OK, house_read(h, "official2", closing_get_message.run, &in, &seen));
	CHECK(seen.version == 1 && seen.outcome == OUTCOME_MORE_MATERIAL &&
	      seen.commitments.n == 1);
	CHECK(text_is(seen.reply, "一周内修复。") && text_is(seen.name, "主任甲"));
	const struct closing_promise *kept = seen.commitments.items;
	CHECK(kept->unit == h->town && text_is(kept->act, "恢复机耕路") && !kept->due.n);
	CHECK_EQ(ERR_FORBIDDEN, house_read(h, "town1", closing_get_message.run, &in, &seen));
	CHECK_EQ(ERR_FORBIDDEN, house_write(h, "clerk1", closing_save_message.run, &save, &saved));
}

static void two_who_draft_a_closing_lose_nothing(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct closing_promise promise = { h->town, TEXT("甲"), TEXT("2026-06-01") };
	struct closing_save_in one = a_closing(visit, "one", 1), two = a_closing(visit, "two", 1);
	struct closing_save_out out = { 0 };

	one.outcome = TEXT("transferred");
	two.commitments = (struct list){ &promise, 1 };
	two.reply = TEXT("已转办。");
	CHECK_EQ(ERR_OK, house_write(h, "official1", closing_save_message.run, &one, &out));
	CHECK_EQ(ERR_OK, house_write(h, "official2", closing_save_message.run, &two, &out));
	CHECK(out.merged && out.version == 2);
	CHECK_EQ(OUTCOME_TRANSFERRED, out.outcome);
	CHECK_EQ(1, out.commitments.n);
	CHECK(text_is(out.reply, "一周内修复。\n已转办。"));
}

static void the_close_files_what_stands_and_ends_the_draft(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct closing_save_in draft = a_closing(visit, "one", 1);
	struct closing_save_out kept = { 0 };
	struct visit_close_in end = { visit, OUTCOME_ANSWERED_ON_SPOT, TEXT("已答复。"), { 0 }, 1 };
	struct visit_state_out out = { 0 };

	minutes_saved(h, "official1", by(visit, "one", 0, "旧的"));
	minutes_saved(h, "recorder1", by(visit, "two", 1, "旧的\n最后一句"));
	CHECK_EQ(ERR_OK, house_write(h, "official1", closing_save_message.run, &draft, &kept));
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_close_message.run, &end, &out));
	CHECK(text_is(read_minutes(h, visit).text, "旧的\n最后一句"));
	CHECK_EQ(2, house_count("SELECT version FROM sheet WHERE filed = 1"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM sheet WHERE kind = 1"));
	CHECK_EQ(ERR_WRONG_STATE,
		 house_write(h, "official1", closing_save_message.run, &draft, &kept));
}

static void minutes_that_were_saved_do_for_the_close(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct visit_mark mark = { 61000, TEXT("答复") };
	struct minutes_save_in in = { .visit = visit,
				      .text = TEXT("笔录一"),
				      .marks = { &mark, 1 } };
	struct visit_close_in end = { visit, OUTCOME_ANSWERED_ON_SPOT, TEXT("已答复。"), { 0 } };
	struct minutes_save_out saved = { 0 };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "recorder1", minutes_save_message.run, &in, &saved));
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_close_message.run, &end, &out));
	CHECK_EQ(1, house_count("SELECT count(*) FROM sheet WHERE filed = 1"
				" AND lines = '61000	答复'"));
	CHECK_EQ(ERR_WRONG_STATE, house_write(h, "clerk1", minutes_save_message.run, &in, &saved));
	in.text = TEXT("笔录一，更正");
	in.version = 1;
	CHECK_EQ(ERR_OK, house_write(h, "recorder1", minutes_save_message.run, &in, &saved));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'minutes.save'"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM sheet WHERE text = '笔录一' AND filed = 1"));
}

/* An outcome that was not seen is not decided over. */
static void a_close_on_an_older_draft_is_refused(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, none);
	struct closing_save_in draft = a_closing(visit, "one", 1),
			       other = a_closing(visit, "two", 1);
	struct closing_save_out kept = { 0 };
	struct visit_close_in end = { visit, OUTCOME_ANSWERED_ON_SPOT, TEXT("已答复。"), { 0 }, 1 };
	struct visit_state_out out = { 0 };

	minutes_saved(h, "recorder1", by(visit, "one", 0, "笔录"));
	other.version = 1;
	other.reply = TEXT("一周内修复，并赔偿。");
	CHECK_EQ(ERR_OK, house_write(h, "official1", closing_save_message.run, &draft, &kept));
	CHECK_EQ(ERR_OK, house_write(h, "official2", closing_save_message.run, &other, &kept));
	CHECK_EQ(ERR_WRONG_STATE, house_write(h, "official1", visit_close_message.run, &end, &out));
	CHECK_TEXT("draft", h->call.fault.field);
	CHECK_EQ(0, house_count("SELECT count(*) FROM sheet WHERE filed = 1"));
	CHECK_EQ(1, house_count("SELECT count(DISTINCT visit) FROM sheet WHERE kind = 1"));
	end.draft = 2;
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_close_message.run, &end, &out));
}

static const struct test tests[] = {
	T(whoever_saves_on_an_old_version_gets_both_merged),
	T(the_same_line_changed_by_both_stands_twice_and_is_told),
	T(a_version_that_is_gone_still_merges),
	T(a_window_never_merges_with_itself),
	T(a_window_is_its_name_and_who_sits_there),
	T(saving_twice_is_saving_once),
	T(marks_of_both_stand_in_the_same_version),
	T(a_closing_is_kept_until_the_close_and_shared),
	T(two_who_draft_a_closing_lose_nothing),
	T(the_close_files_what_stands_and_ends_the_draft),
	T(minutes_that_were_saved_do_for_the_close),
	T(a_close_on_an_older_draft_is_refused),
};
RUN_TESTS(tests)
