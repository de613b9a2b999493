/* Recordings: delivered, filed, and found by number, node, day and kind. */
#include "tests/unit/broker/service/scene.h"

static const struct consent none = { false, false, false };
static const struct consent sound = { false, true, false };

static void a_part_that_the_archive_refused_stays_with_the_media_server(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_deliver_in in = { s.visit, s.recording, 1, TEXT("/nowhere") };
	struct finished end = { .in = &in, .err = ERR_DISK_FULL };

	CHECK_EQ(ERR_OK, house_write(h, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	CHECK_EQ(ERR_DISK_FULL, house_write(h, NULL, recording_filed_message.run, &end, NULL));
	CHECK_EQ(WHY_ARCHIVE_FULL, h->call.fault.why);
	CHECK_EQ(0, house_count("SELECT count(*) FROM part"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.deliver' AND "
				"result = 'disk_full'"));
	leave(&s);
}

static void the_last_part_files_the_recording_and_the_visit(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 2);

	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	CHECK_EQ(2, house_count("SELECT count(*) FROM part WHERE state = 2 AND bytes > 2500000"));
	CHECK_EQ(120000, house_count("SELECT duration_ms FROM recording"));
	leave(&s);
}

static void a_part_that_is_delivered_again_is_answered_again(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_deliver_in in = { s.visit, s.recording, 1, { 0 } };
	int64_t events = house_count("SELECT count(*) FROM event");
	int64_t chapters = house_count("SELECT count(*) FROM chapter");
	char folder[300];

	snprintf(folder, sizeof(folder), "%s/package-1", test_folder());
	in.folder = text_of(folder);
	CHECK_EQ(ERR_OK, house_write(h, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	CHECK_EQ(ERR_OK, scene_file(h, s.archive, &in));
	CHECK_EQ(events, house_count("SELECT count(*) FROM event"));
	CHECK_EQ(chapters, house_count("SELECT count(*) FROM chapter"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM part_file"));
	leave(&s);
}

static void a_part_of_a_running_visit_does_not_file_it(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);

	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(VISIT_LIVE, visit_of(h, s.visit)->state);
	leave(&s);
}

static void a_part_that_was_begun_is_waited_for(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_started_in second = { s.visit, s.recording, 2, NOW };

	CHECK_EQ(ERR_OK,
		 house_write(h, SCENE_SERVER, recording_started_message.run, &second, NULL));
	close_visit(&s);
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(VISIT_CLOSED, visit_of(h, s.visit)->state);
	CHECK_EQ(ERR_OK, deliver(&s, 2));
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	leave(&s);
}

/* What a delivery named and nobody ever brought keeps nothing waiting. */
static void a_part_that_the_archive_refused_is_not_waited_for(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_deliver_in in = { s.visit, s.recording, 7, TEXT("/nowhere") };

	CHECK_EQ(ERR_OK, house_write(h, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	CHECK_EQ(ERR_NOT_FOUND, scene_file(h, s.archive, &in));
	close_visit(&s);
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	leave(&s);
}

static void a_part_that_never_comes_leaves_the_recording_incomplete(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_started_in second = { s.visit, s.recording, 2, NOW };

	CHECK_EQ(ERR_OK,
		 house_write(h, SCENE_SERVER, recording_started_message.run, &second, NULL));
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	close_visit(&s);
	h->now.ms += h->rules.times.part_wait_ms - 1;
	scene_upkeep(&s);
	CHECK_EQ(VISIT_CLOSED, visit_of(h, s.visit)->state);
	h->now.ms += 2;
	scene_upkeep(&s);
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	CHECK_EQ(1, house_count("SELECT count(*) FROM recording WHERE state = 3"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.missing'"));
	scene_upkeep(&s);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.missing'"));
	leave(&s);
}

static void a_part_that_comes_too_late_is_taken_and_makes_it_whole(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_started_in second = { s.visit, s.recording, 2, NOW };

	CHECK_EQ(ERR_OK,
		 house_write(h, SCENE_SERVER, recording_started_message.run, &second, NULL));
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	close_visit(&s);
	scene_wait(&s);
	CHECK_EQ(ERR_OK, deliver(&s, 2));
	CHECK_EQ(1, house_count("SELECT count(*) FROM recording WHERE state = 2 AND "
				"duration_ms = 120000"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM part WHERE state <> 2"));
	leave(&s);
}

static void a_visit_that_is_still_live_waits_for_its_parts(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_started_in first = { s.visit, s.recording, 1, NOW };

	CHECK_EQ(ERR_OK, house_write(h, SCENE_SERVER, recording_started_message.run, &first, NULL));
	scene_wait(&s);
	CHECK_EQ(1, house_count("SELECT count(*) FROM part WHERE state = 0"));
	leave(&s);
}

/* The slow disk of the archive must not stop the one writer of the database. */
static void filing_asks_the_archive_for_nothing(void)
{
	OWN(house) h = house_new();
	OWN(arena) arena = arena_new();
	struct scene s = a_scene(h);
	struct recording_deliver_in in = scene_package(&s, 1, TEXT("video/mp4"));
	struct scene_job job;
	char away[500];

	close_visit(&s);
	CHECK_EQ(ERR_OK, house_write(h, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	scene_put(h, s.archive, &in, arena, &job);
	snprintf(away, sizeof(away), "%s/away-%s", test_folder(), s.recording.text);
	CHECK_EQ(0, rename(s.shelf, away));
	CHECK_EQ(ERR_OK, house_write(h, NULL, recording_filed_message.run, &job.end, NULL));
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	CHECK_EQ(1, house_count("SELECT count(*) FROM part WHERE state = 2 AND bytes > 2500000"));
	leave(&s);
}

static void a_part_of_another_visit_is_refused_and_audited(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_deliver_in in = { package_id(5), s.recording, 1, TEXT("/nowhere") };
	struct recording_started_in begun = { package_id(5), s.recording, 1, NOW };

	CHECK_EQ(ERR_BAD_INPUT,
		 house_write(h, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.deliver' AND "
				"result = 'bad_input'"));
	CHECK_EQ(ERR_BAD_INPUT,
		 house_write(h, SCENE_SERVER, recording_started_message.run, &begun, NULL));
	CHECK_EQ(0, house_count("SELECT count(*) FROM part"));
	leave(&s);
}

static void pictures_without_consent_are_not_filed(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_with(h, sound);
	uint32_t parts[ARCHIVE_PARTS_MAX];
	int n;

	CHECK_EQ(ERR_FORBIDDEN, deliver(&s, 1));
	CHECK_EQ(WHY_PART_NOT_CONSENTED, h->call.fault.why);
	CHECK_EQ(0, house_count("SELECT count(*) FROM part_file"));
	CHECK_EQ(ERR_NOT_FOUND, archive_parts(s.archive, s.recording, parts, &n));
	CHECK_EQ(ERR_OK, deliver_media(&s, 1, TEXT("audio/mp4")));
	leave(&s);
}

static void what_was_recorded_before_a_withdrawal_stays_in_the_file(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct consent_record_in stop = { s.visit, false, false, false, TEXT(VERSION) };
	struct consent_record_out kept = { 0 };
	struct recording_get_out got = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &stop, &kept));
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	close_visit(&s); /* nothing can be begun any more: nobody waits an hour for it */
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对承诺", s.recording, &got));
	CHECK_EQ(1, got.parts.n);
	CHECK_EQ(1, ((const struct recording_part *)got.parts.items)->files.n);
	leave(&s);
}

static void a_refused_consent_has_no_recording_to_deliver_to(void)
{
	OWN(house) h = house_new();
	struct scene s = scene_with(h, none);
	struct recording_deliver_in in = { s.visit, package_id(7), 1, TEXT("/nowhere") };
	struct visit_in visit = { s.visit };
	struct visit_get_out seen = { 0 };
	struct query_get_in query = { text_of(visit_of(h, s.visit)->query_code) };
	struct query_get_out told = { 0 };

	CHECK_EQ(0, house_count("SELECT count(*) FROM recording"));
	CHECK_EQ(ERR_NOT_FOUND,
		 house_write(h, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	CHECK_EQ(ERR_OK, house_read(h, "official1", visit_get_message.run, &visit, &seen));
	CHECK(text_is(seen.recording, "refused"));
	CHECK_EQ(ERR_OK, house_read(h, NULL, query_get_message.run, &query, &told));
	CHECK(!told.recorded && text_is(told.recording_state, "refused"));
	leave(&s);
}

/* How many recordings somebody finds. */
static size_t found(struct scene *s, const char *account, struct recording_find_in in)
{
	struct recording_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(s->house, account, recording_find_message.run, &in, &out));
	return out.recordings.n;
}

static void a_recording_is_found_within_the_own_subtree(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_find_in any = { 0 };

	CHECK_EQ(1, found(&s, "archive1", any));
	CHECK_EQ(1, found(&s, "watch1", any));
	CHECK_EQ(1, found(&s, "official1", any));
	CHECK_EQ(0, found(&s, "archive2", any));
	CHECK_EQ(0, found(&s, "town1", any));
	CHECK_EQ(0, found(&s, "system1", any));
	CHECK_EQ(0, found(&s, "clerk1", any));
	leave(&s);
}

static void a_recording_is_found_by_day_kind_and_node(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_find_in bad = { .from = TEXT("2026-05-13"), .till = TEXT("2026-05-12") };
	struct recording_find_out out = { 0 };

	CHECK_EQ(1, found(&s, "archive1",
			  (struct recording_find_in){ .from = TEXT("2026-05-12"),
						      .till = TEXT("2026-05-12") }));
	CHECK_EQ(0,
		 found(&s, "archive1", (struct recording_find_in){ .from = TEXT("2026-05-13") }));
	CHECK_EQ(0,
		 found(&s, "archive1", (struct recording_find_in){ .till = TEXT("2026-05-11") }));
	CHECK_EQ(1, found(&s, "archive1", (struct recording_find_in){ .kind = MATTER_APPEAL + 1 }));
	CHECK_EQ(0, found(&s, "archive1", (struct recording_find_in){ .kind = MATTER_REPORT + 1 }));
	CHECK_EQ(1,
		 found(&s, "archive1", (struct recording_find_in){ .node = TEXT("990101101201") }));
	CHECK_EQ(0,
		 found(&s, "archive1", (struct recording_find_in){ .node = TEXT("990101101202") }));
	CHECK_EQ(ERR_BAD_INPUT, house_read(h, "archive1", recording_find_message.run, &bad, &out));
	leave(&s);
}

static void a_recording_is_found_by_the_numbers_of_visit_and_matter(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 2);
	struct recording_find_in in = { 0 };
	struct recording_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "archive1", recording_find_message.run, &in, &out));
	CHECK_EQ(1, out.recordings.n);
	struct recording_line line = *(const struct recording_line *)out.recordings.items;
	CHECK(text_is(line.state, "filed") && line.parts == 2 && line.duration_ms == 120000);
	CHECK(text_is(line.village_name, "鹿尾村") && text_is(line.unit_name, "青榆区信访办"));
	in.number = line.visit_number;
	CHECK_EQ(1, found(&s, "archive1", in));
	CHECK_EQ(0, found(&s, "archive2", in));
	in.number = line.matter_number;
	CHECK_EQ(1, found(&s, "archive1", in));
	in.kind = MATTER_REPORT + 1;
	CHECK_EQ(0, found(&s, "archive1", in));
	in = (struct recording_find_in){ .number = TEXT("000000") };
	CHECK_EQ(0, found(&s, "archive1", in));
	leave(&s);
}

static const struct test tests[] = {
	T(a_part_that_the_archive_refused_stays_with_the_media_server),
	T(the_last_part_files_the_recording_and_the_visit),
	T(a_part_that_is_delivered_again_is_answered_again),
	T(a_part_of_a_running_visit_does_not_file_it),
	T(a_part_that_was_begun_is_waited_for),
	T(a_part_that_the_archive_refused_is_not_waited_for),
	T(a_part_that_never_comes_leaves_the_recording_incomplete),
	T(a_part_that_comes_too_late_is_taken_and_makes_it_whole),
	T(a_visit_that_is_still_live_waits_for_its_parts),
	T(filing_asks_the_archive_for_nothing),
	T(a_part_of_another_visit_is_refused_and_audited),
	T(pictures_without_consent_are_not_filed),
	T(what_was_recorded_before_a_withdrawal_stays_in_the_file),
	T(a_refused_consent_has_no_recording_to_deliver_to),
	T(a_recording_is_found_within_the_own_subtree),
	T(a_recording_is_found_by_day_kind_and_node),
	T(a_recording_is_found_by_the_numbers_of_visit_and_matter),
};

RUN_TESTS(tests)
