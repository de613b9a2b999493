/* Recordings: delivered, filed, found, opened with a purpose, read and verified. */
#include "tests/unit/broker/service/service.h"

#include "broker/archive/archive.h"
#include "broker/service/records.h"
#include "broker/service/recordings.h"
#include "broker/service/sessions.h"
#include "broker/store/recording_rows.h"
#include "tests/lib/broker/package.h"

static const struct consent all = { true, true, true };
static const struct consent none = { false, false, false };

static const char more_staff[] =
	"account,name,roles,node,unit,password\n"
	"archive1,档案员甲,archivist,990101000000,,scrypt$00$00\n"
	"archive2,档案员乙,archivist,990101101202,,scrypt$00$00\n"
	"audit1,审计员,auditor,990000000000,,scrypt$00$00\n";

static enum err add_staff(struct call *c, const void *in)
{
	static struct import i;

	i = (struct import){ .now = NOW, .key = c->rules->data_key };
	(void)in;
	return import_staff(c->db, text_of(more_staff), &i);
}

/* A live visit that is recorded, with the id of its recording. */
struct scene {
	struct house *house;
	struct archive *archive;
	struct signer *signer;
	struct id visit;
	struct id recording;
};

static struct scene a_scene(struct house *h)
{
	struct scene s = { .house = h };
	struct visit_join_in join = { .offer = TEXT("v=0") };
	struct visit_join_out out = { 0 };
	struct recording r;
	char folder[300];
	char ca[300];

	CHECK_EQ(ERR_OK, house_write(h, NULL, add_staff, NULL, NULL));
	a_media_server(h, "a", (struct list){ 0 });
	s.visit = join.visit = admitted(h, all);
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_join, &join, &out));
	CHECK_EQ(ERR_OK, recording_find_visit(reader_start(h->reader), s.visit, &r));
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	s.recording = r.id;
	snprintf(folder, sizeof(folder), "%s/archive-%s", test_folder(), s.visit.text);
	snprintf(ca, sizeof(ca), "%s/ca-media.pem", test_folder());
	s.signer = package_signer(test_folder(), "media");
	CHECK_EQ(ERR_OK, archive_new(folder, ca, &s.archive));
	h->rules.archive = s.archive;
	return s;
}

static void leave(struct scene *s)
{
	archive_free(s->archive);
	signer_free(s->signer);
}

static enum err deliver(struct scene *s, enum err archive_says)
{
	struct recording_deliver_in in = { s->visit, s->recording, 1, TEXT("/nowhere") };
	struct finished end = { .in = &in, .err = archive_says };
	struct house *h = s->house;

	TRY(house_write(h, NULL, recording_deliver, &in, NULL));
	CHECK_EQ(THEN_ARCHIVE, h->call.then.kind);
	CHECK(strcmp(h->call.then.finish, "recording.filed") == 0);
	return house_write(h, NULL, recording_filed, &end, NULL);
}

/* A package of a part as the media server makes it, in the archive. */
static void put_package(struct scene *s)
{
	struct package of = { .visit = s->visit, .recording = s->recording, .part = 1 };
	struct archive_terms t = { s->visit, s->recording, 1, true, true };
	char folder[300];

	snprintf(folder, sizeof(folder), "%s/package", test_folder());
	package_make_of(folder, s->signer, &of);
	CHECK_EQ(ERR_OK, archive_put(s->archive, folder, &t));
}

static void close_visit(struct scene *s)
{
	struct visit_close_in in = { .visit = s->visit, .outcome = OUTCOME_ANSWERED_ON_SPOT,
				     .reply = TEXT("一周内恢复。"), .minutes = TEXT("来访人陈述。") };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(s->house, "official1", visit_close, &in, &out));
}

static void a_part_that_the_archive_refused_stays_with_the_media_server(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);

	CHECK_EQ(ERR_DISK_FULL, deliver(&s, ERR_DISK_FULL));
	CHECK(h->call.fault.say.n > 0);
	CHECK_EQ(0, house_count("SELECT count(*) FROM part WHERE state = 2"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.deliver' AND "
				"result = 'disk_full'"));
	leave(&s);
}

static void the_last_part_files_the_recording_and_the_visit(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);

	close_visit(&s);
	put_package(&s);
	CHECK_EQ(ERR_OK, deliver(&s, ERR_OK));
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	int64_t events = house_count("SELECT count(*) FROM event");
	CHECK_EQ(ERR_OK, deliver(&s, ERR_OK)); /* asked again: answered again, nothing is told */
	CHECK_EQ(events, house_count("SELECT count(*) FROM event"));
	leave(&s);
}

static void a_part_of_a_running_visit_does_not_file_it(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);

	put_package(&s);
	CHECK_EQ(ERR_OK, deliver(&s, ERR_OK));
	CHECK_EQ(VISIT_LIVE, visit_of(h, s.visit)->state);
	leave(&s);
}

/* recording.get by somebody who signed in. */
static enum err open_recording(struct house *h, const char *account, const char *purpose,
			       struct id recording, struct recording_get_out *out)
{
	struct recording_get_in in = { recording, text_of(purpose) };
	struct caller *who = ARENA_NEW(h->arena, struct caller);
	struct session_open_out session = { "" };
	struct session_open_in open;
	struct session_load_in load;
	struct session_load_out loaded = { 0 };

	*who = house_staff_of(h, account);
	open.staff = who->staff;
	CHECK_EQ(ERR_OK, house_write(h, NULL, session_open, &open, &session));
	load.token = text_of(session.token);
	CHECK_EQ(ERR_OK, house_read(h, NULL, session_load, &load, &loaded));
	CHECK(loaded.found);
	*who = loaded.caller;
	*out = (struct recording_get_out){ 0 };
	house_begin(h, NULL, out);
	h->call.who = who;
	return house_finish(h, recording_get, &in);
}

static size_t found(struct scene *s, const char *account, struct recording_find_in in)
{
	struct recording_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(s->house, account, recording_find, &in, &out));
	return out.recordings.n;
}

static void a_recording_is_found_within_the_own_subtree(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);

	CHECK_EQ(1, found(&s, "archive1", (struct recording_find_in){ 0 }));
	CHECK_EQ(0, found(&s, "archive2", (struct recording_find_in){ 0 }));
	CHECK_EQ(1, found(&s, "official1", (struct recording_find_in){ 0 }));
	CHECK_EQ(0, found(&s, "town1", (struct recording_find_in){ 0 }));
	CHECK_EQ(1, found(&s, "archive1", (struct recording_find_in){
		.from = TEXT("2026-05-12"), .till = TEXT("2026-05-12") }));
	CHECK_EQ(0, found(&s, "archive1", (struct recording_find_in){ .from = TEXT("2026-05-13") }));
	CHECK_EQ(1, found(&s, "archive1", (struct recording_find_in){ .kind = MATTER_APPEAL + 1 }));
	CHECK_EQ(0, found(&s, "archive1", (struct recording_find_in){ .kind = MATTER_REPORT + 1 }));
	CHECK_EQ(1, found(&s, "archive1", (struct recording_find_in){
		.node = TEXT("990101101201") }));
	CHECK_EQ(0, found(&s, "archive1", (struct recording_find_in){
		.node = TEXT("990101101202") }));
	leave(&s);
}

static void opening_needs_a_purpose_and_leaves_a_trace(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_get_out out;

	close_visit(&s);
	put_package(&s);
	CHECK_EQ(ERR_OK, deliver(&s, ERR_OK));
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对承诺", s.recording, &out));
	CHECK_EQ(1, out.parts.n);
	const struct recording_part *part = out.parts.items;
	CHECK(part->files.n > 0);
	CHECK(out.history.n > 0);
	CHECK_EQ(ERR_BAD_INPUT, open_recording(h, "archive1", "   ", s.recording, &out));
	CHECK_EQ(ERR_FORBIDDEN, open_recording(h, "archive2", "看看", s.recording, &out));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.get' AND "
				"result = 'forbidden'"));
	CHECK_EQ(ERR_FORBIDDEN, open_recording(h, "town1", "看看", s.recording, &out));
	leave(&s);
}

static void a_resident_sees_who_watched_and_nothing_personal(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_get_out got;
	struct query_get_in in = { text_of(visit_of(h, s.visit)->query_code) };
	struct query_get_out out = { 0 };

	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对承诺", s.recording, &got));
	close_visit(&s);
	CHECK_EQ(ERR_OK, house_read(h, NULL, query_get, &in, &out));
	CHECK(out.recorded && text_is(out.recording_state, "finalising"));
	CHECK(text_is(out.reply, "一周内恢复。"));
	CHECK_EQ(1, out.watched.n);
	const struct query_watched *w = out.watched.items;
	CHECK(text_is(w->role, "archivist") && text_is(w->purpose, "核对承诺"));
	in.code = TEXT("ZZZZZZZZZZ");
	CHECK_EQ(ERR_NOT_FOUND, house_read(h, NULL, query_get, &in, &out));
	leave(&s);
}

static void a_refused_consent_has_no_recording_to_deliver_to(void)
{
	OWN(house) h = house_new();
	struct visit_join_in join = { .offer = TEXT("v=0") };
	struct visit_join_out out = { 0 };
	struct recording_deliver_in in = { .part = 1, .folder = TEXT("/nowhere") };

	a_media_server(h, "a", (struct list){ 0 });
	in.visit = join.visit = admitted(h, none);
	in.recording = package_id(7);
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_join, &join, &out));
	CHECK_EQ(0, house_count("SELECT count(*) FROM recording"));
	CHECK_EQ(ERR_NOT_FOUND, house_write(h, NULL, recording_deliver, &in, NULL));
}

static void a_file_is_read_with_the_token_of_the_own_session_only(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_get_out got;

	close_visit(&s);
	put_package(&s);
	CHECK_EQ(ERR_OK, deliver(&s, ERR_OK));
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对", s.recording, &got));
	struct id session = h->call.who->session;
	const struct recording_part *part = got.parts.items;
	const struct recording_file *file = part->files.items;
	struct text url = file->url;
	text_next(&url, '=');
	struct recording_read_in in = { s.recording, 1, file->name, url, session };
	CHECK_EQ(ERR_OK, house_read(h, "archive1", recording_read, &in, NULL));
	in.session = package_id(9);
	CHECK_EQ(ERR_FORBIDDEN, house_read(h, "archive1", recording_read, &in, NULL));
	in.session = session;
	in.file = TEXT("manifest.json");
	CHECK_EQ(ERR_NOT_FOUND, house_read(h, "archive1", recording_read, &in, NULL));
	in.file = file->name;
	h->now.ms += h->rules.times.grant_ms;
	CHECK_EQ(ERR_FORBIDDEN, house_read(h, "archive1", recording_read, &in, NULL));
	leave(&s);
}

static void events_are_replayed_to_those_they_concern(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct event_since_in in = { 0 };
	struct event_since_out mine = { 0 }, others = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "clerk1", event_since, &in, &mine));
	CHECK_EQ(ERR_OK, house_read(h, "clerk2", event_since, &in, &others));
	CHECK(mine.complete && mine.events.n > 2);
	CHECK_EQ(0, others.events.n);
	CHECK_EQ(mine.cursor, others.cursor);
	in.cursor = mine.cursor;
	mine = (struct event_since_out){ 0 };
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", event_since, &in, &mine));
	CHECK(mine.complete && mine.events.n == 0 && mine.cursor == in.cursor);
	in.cursor += 1000;
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", event_since, &in, &mine));
	CHECK(!mine.complete);
	leave(&s);
}

static const struct test tests[] = {
	T(a_part_that_the_archive_refused_stays_with_the_media_server),
	T(the_last_part_files_the_recording_and_the_visit),
	T(a_part_of_a_running_visit_does_not_file_it),
	T(a_recording_is_found_within_the_own_subtree),
	T(opening_needs_a_purpose_and_leaves_a_trace),
	T(a_resident_sees_who_watched_and_nothing_personal),
	T(a_refused_consent_has_no_recording_to_deliver_to),
	T(a_file_is_read_with_the_token_of_the_own_session_only),
	T(events_are_replayed_to_those_they_concern),
};

RUN_TESTS(tests)
