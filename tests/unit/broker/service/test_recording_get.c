/* Opening a recording: for a purpose, by those whose it is, with a trace. */
#include "broker/store/part_rows.h"
#include "tests/unit/broker/service/scene.h"

static void a_recording_opens_with_all_that_a_player_needs(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 2);
	struct recording_get_out out;
	char start[120];

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对承诺", s.recording, &out));
	CHECK(id_equals(out.visit, s.visit) && text_is(out.state, "filed"));
	CHECK_EQ(visit_of(h, s.visit)->zero.ms, out.zero.ms);
	CHECK_EQ(120000, out.duration_ms);
	CHECK_EQ(2, out.parts.n);
	const struct recording_part *part = (const struct recording_part *)out.parts.items + 1;
	CHECK(part->part == 2 && part->from_ms == 60000 && part->till_ms == 120000);
	const struct recording_file *file = part->files.items;
	CHECK(part->files.n == 1 && text_is(file->name, "leg-1.mp4"));
	CHECK(file->offset_ms == 1200 && file->duration_ms == 58000);
	CHECK(file->bytes == (5 << 20) / 2 && file->sha256.n == 64);
	CHECK(text_is(file->seat_name, "鹿尾村") && text_is(file->media, "video/mp4"));
	snprintf(start, sizeof(start),
		 "/files/recordings/%s/2/leg-1.mp4?access=", s.recording.text);
	CHECK(text_starts(file->url, start) && file->url.n == strlen(start) + 43);
	leave(&s);
}

static void gaps_chapters_and_marks_come_along(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct visit_mark mark = { 4500, TEXT("提到机耕路") };
	struct minutes_save_in minutes = { .visit = s.visit,
					   .text = TEXT("来访人陈述。"),
					   .marks = { &mark, 1 } };
	struct recording_get_out out;

	minutes_saved(h, "recorder1", minutes);
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(ERR_OK, open_recording(h, "official1", "核对", s.recording, &out));
	const struct recording_part *part = out.parts.items;
	const struct recording_gap *gap = part->gaps.items;
	CHECK(part->gaps.n == 1 && gap->from_ms == 20000 && gap->till_ms == 20400);
	CHECK(text_is(gap->media, "video"));
	CHECK(text_is(gap->why, "lost") && id_equals(gap->leg, package_id(2)));
	const struct recording_chapter *chapter = out.chapters.items;
	const struct recording_mark *kept = out.marks.items;
	CHECK(out.chapters.n == 1 && chapter->at_ms == 1200 && text_is(chapter->text, "joined"));
	CHECK(out.marks.n == 1 && kept->at_ms == 4500 && text_is(kept->text, "提到机耕路"));
	leave(&s);
}

static enum err add_later_words(struct call *c, const void *in)
{
	const struct id *recording = in;
	struct gap gaps[] = { { .till_ms = 9, .why = TEXT("solar_flare"), .media = TEXT("smell") },
			      { .till_ms = 9, .why = TEXT("too_much"), .media = TEXT("all") } };
	struct chapter chapters[] = { { .at_ms = 1, .kind = TEXT("danced") },
				      { .at_ms = 2, .kind = TEXT("camera_on") } };

	TRY(part_save_gaps(c->db, &(struct part){ .recording = *recording, .part = 1 },
			   &(struct list){ gaps, 2 }));
	TRY(chapter_add(c->db, *recording, &chapters[0]));
	return chapter_add(c->db, *recording, &chapters[1]);
}

/* What goes out is of a closed set; the sealed package has the word. */
static void words_of_a_later_media_server_are_told_as_other(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out out;

	CHECK_EQ(ERR_OK, house_write(h, NULL, add_later_words, &s.recording, NULL));
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &out));
	const struct recording_part *part = out.parts.items;
	const struct recording_gap *gap = part->gaps.items;
	const struct recording_chapter *chapter = out.chapters.items;
	CHECK(part->gaps.n == 2 && text_is(gap[0].why, "other") && text_is(gap[0].media, "other"));
	CHECK(text_is(gap[1].why, "too_much") && text_is(gap[1].media, "all"));
	CHECK(text_is(chapter[0].kind, "other") && text_is(chapter[1].kind, "camera_on"));
	CHECK(!chapter[2].kind.n && text_is(chapter[2].text, "joined")); /* of an old package */
	leave(&s);
}

static enum err add_much(struct call *c, const void *in)
{
	const struct id *recording = in;

	for (int i = 0; i < RECORDING_CHAPTERS; i++)
		TRY(chapter_add(c->db, *recording,
				&(struct chapter){ .at_ms = i, .kind = TEXT("lost") }));
	for (int i = 0; i < RECORDING_HISTORY; i++)
		TRY(audit_add(c->db, &(struct audit_entry){ .at = c->now,
							    .role = TEXT("archivist"),
							    .act = TEXT("recording.get"),
							    .object = text_of(recording->text),
							    .result = TEXT("ok") }));
	return ERR_OK;
}

static void it_says_when_chapters_or_history_are_not_whole(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1); /* with a chapter, and an entry that it was filed */
	struct recording_get_out out;

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &out));
	CHECK(!out.chapters_more && !out.history_more && out.chapters.n == 1 && out.history.n == 2);
	CHECK_EQ(ERR_OK, house_write(h, NULL, add_much, &s.recording, NULL));
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &out));
	CHECK(out.chapters_more && out.chapters.n == RECORDING_CHAPTERS);
	CHECK(out.history_more && out.history.n == RECORDING_HISTORY);
	leave(&s);
}

static void each_opening_stands_in_the_history_with_its_purpose(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out out;

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "  核对承诺 ", s.recording, &out));
	CHECK_EQ(ERR_FORBIDDEN, open_recording(h, "archive2", "看看", s.recording, &out));
	CHECK_EQ(ERR_OK, open_recording(h, "official1", "回看答复", s.recording, &out));
	const struct recording_history *l = out.history.items;
	CHECK_EQ(3, out.history.n);
	CHECK(text_is(l[0].act, "recording.get") && text_is(l[0].purpose, "回看答复"));
	CHECK(text_is(l[0].role, "official"));
	CHECK(text_is(l[1].act, "recording.get") && text_is(l[1].purpose, "核对承诺"));
	CHECK(text_is(l[1].role, "archivist"));
	CHECK(text_is(l[2].act, "recording.filed"));
	leave(&s);
}

static void an_archivist_of_another_place_is_refused_and_audited(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out out;

	CHECK_EQ(ERR_FORBIDDEN, open_recording(h, "archive2", "看看", s.recording, &out));
	CHECK_EQ(WHY_OUTSIDE_SCOPE, h->call.fault.why);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.get' AND "
				"result = 'forbidden' AND role = 'archivist' AND purpose = '看看' "
				"AND node = '990101101202'"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM access"));
	leave(&s);
}

static void only_archivists_and_the_receiving_unit_open(void)
{
	static const char *const refused[] = { "system1", "watch1", "audit1",   "both1",
					       "town1",   "clerk1", "recorder1" };
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out out;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CHECK_EQ(ERR_FORBIDDEN, open_recording(h, refused[i], "看看", s.recording, &out));
	CHECK_EQ(7, house_count("SELECT count(*) FROM audit WHERE act = 'recording.get' AND "
				"result = 'forbidden'"));
	CHECK_EQ(ERR_OK, open_recording(h, "official2", "回看", s.recording, &out));
	leave(&s);
}

static void opening_needs_a_purpose_and_a_recording(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out out;

	CHECK_EQ(ERR_BAD_INPUT, open_recording(h, "archive1", "   ", s.recording, &out));
	CHECK(strcmp(h->call.fault.field, "purpose") == 0);
	CHECK_EQ(ERR_NOT_FOUND, open_recording(h, "archive1", "核对", package_id(44), &out));
	CHECK_EQ(0, house_count("SELECT count(*) FROM access"));
	leave(&s);
}

static void a_part_that_is_not_filed_yet_cannot_be_read(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_started_in second = { s.visit, s.recording, 2, NOW };
	struct recording_get_out out;

	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(ERR_OK,
		 house_write(h, SCENE_SERVER, recording_started_message.run, &second, NULL));
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &out));
	CHECK(out.parts.n == 1 && text_is(out.state, "recording"));
	CHECK_EQ(0, out.missing.n); /* it is being made */
	leave(&s);
}

static void a_part_that_is_not_there_is_shown_with_what_is_waited_for(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_started_in second = { s.visit, s.recording, 2, NOW };
	struct recording_get_out out;

	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(ERR_OK,
		 house_write(h, SCENE_SERVER, recording_started_message.run, &second, NULL));
	int64_t begun = h->now.ms;
	close_visit(&s);
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &out));
	const struct recording_missing *m = out.missing.items;
	CHECK(out.parts.n == 1 && out.missing.n == 1 && m->part == 2 && !m->late);
	CHECK(m->what == RECORDING_AWAITED && m->since.ms == begun);
	scene_wait(&s);
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &out));
	m = out.missing.items;
	CHECK(out.parts.n == 1 && m->what == RECORDING_MISSING && m->since.ms == h->now.ms);
	CHECK(text_is(out.state, "broken"));
	leave(&s);
}

/* As it stands where the row is older than the column. */
static enum err add_old_part(struct call *c, const void *in)
{
	const struct scene *s = in;

	return part_add(c->db, &(struct part){ .recording = s->recording,
					       .part = 2,
					       .state = RECORDING_ON,
					       .from_ms = 60000 });
}

static void a_part_from_before_times_were_noted_is_awaited_since_it_began(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_get_out out;

	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(ERR_OK, house_write(h, NULL, add_old_part, &s, NULL));
	close_visit(&s);
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &out));
	const struct recording_missing *m = out.missing.items;
	CHECK(out.missing.n == 1 && m->part == 2 && m->what == RECORDING_AWAITED);
	CHECK_EQ(out.zero.ms + 60000, m->since.ms);
	leave(&s);
}

static enum err read_file(struct house *h, const struct recording_read_in *in,
			  struct recording_read_out *out)
{
	*out = (struct recording_read_out){ .caller.roles = ROLE_PUBLIC };
	return house_read(h, NULL, recording_read_message.run, in, out);
}

static void a_file_is_read_with_the_token_of_the_own_session_only(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out got;

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &got));
	const struct recording_part *part = got.parts.items;
	const struct recording_file *file = part->files.items;
	struct text token = file->url;
	text_next(&token, '=');
	struct session_open_out other = { 0 };
	struct session_open_in open = { .staff = h->call.who->staff };
	struct id session = h->call.who->session;
	struct recording_read_in in = { s.recording, 1, file->name, token, text_of(h->cookie) };
	struct recording_read_out out;
	CHECK_EQ(ERR_OK, read_file(h, &in, &out));
	CHECK_TEXT(session.text, out.caller.session.text);
	CHECK_EQ(ERR_OK, house_write(h, NULL, session_open_message.run, &open, &other));
	in.session = text_of(other.token);
	CHECK_EQ(ERR_FORBIDDEN, read_file(h, &in, &out));
	in.session = TEXT("no such session");
	CHECK_EQ(ERR_NOT_SIGNED_IN, read_file(h, &in, &out));
	in.session = text_of(h->cookie);
	in.recording = package_id(8);
	CHECK_EQ(ERR_FORBIDDEN, read_file(h, &in, &out));
	in.recording = s.recording;
	in.file = TEXT("manifest.json");
	CHECK_EQ(ERR_NOT_FOUND, read_file(h, &in, &out));
	leave(&s);
}

static void a_grant_ends(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_out got;

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &got));
	const struct recording_part *part = got.parts.items;
	const struct recording_file *file = part->files.items;
	struct text token = file->url;
	text_next(&token, '=');
	struct recording_read_in in = { s.recording, 1, file->name, token, text_of(h->cookie) };
	struct recording_read_out out;
	h->now.ms += h->rules.times.grant_ms - 1;
	CHECK_EQ(ERR_OK, read_file(h, &in, &out));
	h->now.ms++;
	CHECK_EQ(ERR_FORBIDDEN, read_file(h, &in, &out));
	leave(&s);
}

static const struct test tests[] = {
	T(words_of_a_later_media_server_are_told_as_other),
	T(it_says_when_chapters_or_history_are_not_whole),
	T(a_recording_opens_with_all_that_a_player_needs),
	T(gaps_chapters_and_marks_come_along),
	T(each_opening_stands_in_the_history_with_its_purpose),
	T(an_archivist_of_another_place_is_refused_and_audited),
	T(only_archivists_and_the_receiving_unit_open),
	T(opening_needs_a_purpose_and_a_recording),
	T(a_part_that_is_not_filed_yet_cannot_be_read),
	T(a_part_that_is_not_there_is_shown_with_what_is_waited_for),
	T(a_part_from_before_times_were_noted_is_awaited_since_it_began),
	T(a_file_is_read_with_the_token_of_the_own_session_only),
	T(a_grant_ends),
};

RUN_TESTS(tests)
