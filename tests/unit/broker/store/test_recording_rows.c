/* Rows of recordings: parts, files, gaps, chapters, who may read them. */
#include "broker/store/access_rows.h"
#include "broker/store/part_rows.h"
#include "broker/store/recording_rows.h"
#include "tests/unit/broker/store/visits.h"

static struct recording a_recording(struct db *db, int n, struct instant zero)
{
	struct visit v = a_visit(n, minutes(n * 100, n * 100 + 40));
	char end[4] = { '7', (char)('0' + n), 0 };
	struct recording r = {
		.id = id_of(end), .visit = v.id, .state = RECORDING_ON, .zero = zero, .audio = true
	};

	CHECK_EQ(ERR_OK, visit_add(db, &v));
	CHECK_EQ(ERR_OK, recording_add(db, &r));
	return r;
}

static void a_visit_has_one_recording(void)
{
	OWN(db) db = store_with_matter();
	struct recording r = a_recording(db, 1, NOW), back, again = r;

	again.id = id_of("99");
	CHECK_EQ(ERR_DUPLICATE, recording_add(db, &again));
	CHECK_EQ(ERR_OK, recording_find_visit(db, r.visit, &back));
	CHECK(id_equals(r.id, back.id));
	CHECK(back.audio && !back.video);
	CHECK_EQ(ERR_NOT_FOUND, recording_load(db, id_of("99"), &back));
}

static void a_part_that_is_neither_filed_nor_broken_is_awaited(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct recording r = a_recording(db, 1, NOW), back;
	struct part p = { .recording = r.id, .part = 1, .server = id_of("5"), .from_ms = 10 };
	struct list parts = { 0 };

	CHECK(!part_is_awaited(db, r.id));
	CHECK_EQ(ERR_OK, part_add(db, &p));
	CHECK_EQ(ERR_OK, part_add(db, &p));
	CHECK(part_is_awaited(db, r.id));
	p.part = 2;
	CHECK_EQ(ERR_OK, part_add(db, &p));
	p.state = RECORDING_FILED;
	p.till_ms = 2500;
	p.bytes = 77;
	p.filed = NOW;
	CHECK_EQ(ERR_OK, part_set_filed(db, &p));
	CHECK(part_is_awaited(db, r.id));
	CHECK(!part_is_missing(db, r.id) && part_is_filed(db, r.id, 2));
	p.part = 1;
	CHECK_EQ(ERR_OK, part_set_missing(db, &p, NOW));
	CHECK(!part_is_awaited(db, r.id) && part_is_missing(db, r.id));
	CHECK(!part_is_filed(db, r.id, 1));
	CHECK_EQ(ERR_OK, part_list(db, r.id, a, &parts));
	CHECK_EQ(2, parts.n);
	CHECK_EQ(2500, ((const struct part *)parts.items)[1].till_ms);
	CHECK_EQ(ERR_OK, recording_set_duration(db, r.id));
	CHECK_EQ(ERR_OK, recording_load(db, r.id, &back));
	CHECK_EQ(2500, back.duration_ms);
}

static void a_manifest_replaces_the_files_and_gaps_of_its_part(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct recording r = a_recording(db, 1, NOW);
	struct part p = { .recording = r.id, .part = 1 };
	struct part_file files[] = {
		{ .name = TEXT("b.mp4"), .leg = id_of("1"), .media = TEXT("av"), .offset_ms = 9 },
		{ .name = TEXT("a.webm"), .leg = id_of("2"), .media = TEXT("av"), .offset_ms = 3 },
	};
	struct gap gap = { { "" }, 5, 8, TEXT("disk") };
	struct list two = { files, 2 }, one = { files, 1 }, gaps = { &gap, 1 }, found = { 0 };

	CHECK_EQ(ERR_NOT_FOUND, part_save_files(db, &p, &two));
	CHECK_EQ(ERR_OK, part_add(db, &p));
	CHECK_EQ(ERR_OK, part_save_files(db, &p, &two));
	CHECK_EQ(ERR_OK, part_list_files(db, &p, a, &found));
	CHECK_EQ(2, found.n);
	CHECK(text_is(((const struct part_file *)found.items)[0].name, "a.webm"));
	CHECK_EQ(ERR_OK, part_save_files(db, &p, &one));
	CHECK(part_has_file(db, r.id, 1, TEXT("b.mp4")));
	CHECK(!part_has_file(db, r.id, 1, TEXT("a.webm")));
	CHECK(!part_has_file(db, r.id, 2, TEXT("b.mp4")));
	CHECK_EQ(ERR_OK, part_save_gaps(db, &p, &gaps));
	CHECK_EQ(ERR_OK, part_save_gaps(db, &p, &gaps));
	CHECK_EQ(ERR_OK, part_list_gaps(db, &p, a, &found));
	CHECK_EQ(1, found.n);
	CHECK(!id_is_set(((const struct gap *)found.items)[0].leg));
	CHECK(text_is(((const struct gap *)found.items)[0].why, "disk"));
}

static void chapters_are_told_in_order_of_time(void)
{
	OWN(db) db = store_with_matter();
	OWN(arena) a = arena_new();
	struct recording r = a_recording(db, 1, NOW);
	struct chapter late = { 900, TEXT("离开") }, early = { 100, TEXT("开始") };
	struct list found = { 0 };

	CHECK_EQ(ERR_OK, chapter_add(db, r.id, &late));
	CHECK_EQ(ERR_OK, chapter_add(db, r.id, &early));
	CHECK_EQ(ERR_OK, chapter_list(db, r.id, 9, a, &found));
	CHECK_EQ(2, found.n);
	CHECK_EQ(100, ((const struct chapter *)found.items)[0].at_ms);
}

static bool is_of(const struct recording_row *r, const void *context)
{
	return r->unit == *(const int64_t *)context;
}

static int found_by(struct db *db, struct recording_search s)
{
	OWN(arena) a = arena_new();
	struct list found = { 0 };
	bool more;

	s.arena = a;
	if (!s.before.ms)
		s.before.ms = INT64_MAX;
	CHECK_EQ(ERR_OK, recording_search(db, &s, &found, &more));
	CHECK(!more || (int)found.n == s.most);
	return (int)found.n;
}

static void recordings_are_found_by_day_kind_and_number(void)
{
	OWN(db) db = store_with_matter();
	struct recording_search s = { .scopes = { TEXT("990101000000") },
				      .before = minutes(0, 1).till,
				      .kind = -1,
				      .keep = is_of,
				      .context = &(int64_t){ 1 },
				      .most = 10 };

	a_recording(db, 1, NOW);
	a_recording(db, 2, minutes(1, 2).from);
	CHECK_EQ(1, found_by(db, s));
	s.before = minutes(0, 2).till;
	CHECK_EQ(2, found_by(db, s));
	s.context = &(int64_t){ 2 };
	CHECK_EQ(0, found_by(db, s));
	s.context = &(int64_t){ 1 };
	s.scopes[0] = TEXT("990102000000");
	CHECK_EQ(0, found_by(db, s));
	s.scopes[1] = TEXT("u1");
	CHECK_EQ(2, found_by(db, s));
	s.scopes[0] = TEXT("990101101201");
	CHECK_EQ(2, found_by(db, s));
	s.most = 1;
	CHECK_EQ(1, found_by(db, s));
	s.most = 10;
	s.kind = MATTER_REPORT;
	CHECK_EQ(0, found_by(db, s));
	s.kind = MATTER_APPEAL;
	s.number = TEXT("MT-990101101201-2026-000001-1");
	CHECK_EQ(2, found_by(db, s));
	s.number = TEXT("VS-990101101201-20260512-0002-1");
	CHECK_EQ(1, found_by(db, s));
}

static void access_is_of_one_session_to_one_recording_and_ends(void)
{
	OWN(db) db = store_with_matter();
	struct recording r = a_recording(db, 1, NOW), other = a_recording(db, 2, NOW);
	struct access a = { { { 1 } }, id_of("8"), r.id, minutes(0, 120).till }, asked = a;

	CHECK_EQ(ERR_OK, access_add(db, &a, NOW));
	asked.expires = minutes(0, 119).till;
	CHECK(access_is_granted(db, &asked));
	asked.recording = other.id;
	CHECK(!access_is_granted(db, &asked));
	asked.recording = r.id;
	asked.session = id_of("9");
	CHECK(!access_is_granted(db, &asked));
	asked.session = a.session;
	asked.token.at[31] = 1;
	CHECK(!access_is_granted(db, &asked));
	asked = a;
	CHECK(!access_is_granted(db, &asked));
}

static void old_access_is_forgotten(void)
{
	OWN(db) db = store_with_matter();
	struct recording r = a_recording(db, 1, NOW);
	struct access old = { { { 1 } }, id_of("8"), r.id, minutes(0, 1).till };
	struct access fresh = { { { 2 } }, id_of("8"), r.id, minutes(0, 9).till };

	CHECK_EQ(ERR_OK, access_add(db, &old, NOW));
	CHECK_EQ(ERR_OK, access_add(db, &fresh, minutes(0, 1).till));
	old.expires = NOW;
	CHECK(!access_is_granted(db, &old));
	fresh.expires = NOW;
	CHECK(access_is_granted(db, &fresh));
}

static const struct test tests[] = {
	T(a_visit_has_one_recording),
	T(a_part_that_is_neither_filed_nor_broken_is_awaited),
	T(a_manifest_replaces_the_files_and_gaps_of_its_part),
	T(chapters_are_told_in_order_of_time),
	T(recordings_are_found_by_day_kind_and_number),
	T(access_is_of_one_session_to_one_recording_and_ends),
	T(old_access_is_forgotten),
};
RUN_TESTS(tests)
