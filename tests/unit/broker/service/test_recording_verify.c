/* Verification: what the archive finds, and what only the broker's rows can tell. */
#include "tests/unit/broker/service/scene.h"

/* A verification under way: what was asked and what the archive read. */
struct verification {
	struct recording_get_in in;
	struct recording_verify_out asked;
	struct archive_findings findings;
	struct finished end;
};

/* recording.verify and the archive's job, as the link runs it. */
static enum err verify_begin(struct scene *s, const char *account, struct verification *v)
{
	struct house *h = s->house;

	*v = (struct verification){ .in = { s->recording, TEXT("例行核验") } };
	TRY(house_write(h, account, recording_verify_message.run, &v->in, &v->asked));
	CHECK_EQ(THEN_ARCHIVE, h->call.then.kind);
	const struct archive_ask *ask = h->call.then.ask.in;
	CHECK(ask->verifies);
	v->end = (struct finished){ .in = &v->in, .out = &v->asked, .result = &v->findings };
	v->end.err = archive_verify(s->archive, ask->recording, h->arena, NULL, &v->findings);
	return ERR_OK;
}

static enum err verify_end(struct scene *s, const char *account, const struct verification *v,
			   struct recording_verify_out *out)
{
	*out = (struct recording_verify_out){ 0 };
	return house_write(s->house, account, recording_verified_message.run, &v->end, out);
}

static enum err verify(struct scene *s, const char *account, struct recording_verify_out *out)
{
	struct verification v;

	TRY(verify_begin(s, account, &v));
	return verify_end(s, account, &v, out);
}

/* The only finding of a verification. */
static struct recording_finding finding(struct scene *s)
{
	struct recording_verify_out out;

	CHECK_EQ(ERR_OK, verify(s, "archive1", &out));
	CHECK(!out.ok && out.findings.n == 1);
	struct recording_finding f = *(const struct recording_finding *)out.findings.items;
	CHECK(f.say.key);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify' AND "
				"result = 'broken_seal' AND purpose = '例行核验'"));
	return f;
}

static void flip(const struct scene *s, const char *name, off_t at)
{
	char path[500];
	uint8_t x;

	snprintf(path, sizeof(path), "%s/%s", s->shelf, name);
	int fd = open(path, O_RDWR);
	CHECK_EQ(1, pread(fd, &x, 1, at));
	x ^= 1;
	CHECK_EQ(1, pwrite(fd, &x, 1, at));
	close(fd);
}

/* Moves a name of the shelf out of the archive. */
static void take_away(const char *path)
{
	char away[500];

	snprintf(away, sizeof(away), "%s/away-%s", test_folder(), strrchr(path, '/') + 1);
	CHECK_EQ(0, rename(path, away));
}

static void a_whole_recording_is_told_to_be_whole(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 2);
	struct recording_verify_out out;

	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	CHECK(out.ok && out.findings.n == 0 && out.bytes > 5000000);
	CHECK_EQ(ERR_OK, verify(&s, "audit1", &out));
	CHECK_EQ(2, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify' AND "
				"result = 'ok'"));
	leave(&s);
}

static void a_changed_film_is_told_with_its_place(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 2);

	flip(&s, "part-0002/leg-1.mp4", (1 << 20) + 5);
	struct recording_finding f = finding(&s);
	CHECK(f.part == 2 && text_is(f.file, "leg-1.mp4") && text_is(f.what, "changed"));
	CHECK(f.offset == 1 << 20 && f.chunk == 0);
	leave(&s);
}

static void a_changed_journal_is_told_with_its_chunk_from_1(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);

	flip(&s, "part-0001/journal.xqj", CHAIN_HEAD_BYTES + CHAIN_HEADER_BYTES + 2);
	struct recording_finding f = finding(&s);
	CHECK(f.part == 1 && text_is(f.file, "journal.xqj") && text_is(f.what, "changed"));
	CHECK(f.chunk == 1 && f.offset == CHAIN_HEAD_BYTES);
	leave(&s);
}

static void a_last_part_that_is_gone_is_found(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 2);
	char path[500];

	snprintf(path, sizeof(path), "%s/part-0002", s.shelf);
	take_away(path);
	struct recording_finding f = finding(&s);
	CHECK(f.part == 2 && text_is(f.what, "missing"));
	leave(&s);
}

static void a_part_that_the_archive_misses_is_told_once(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 2);
	char path[500];

	snprintf(path, sizeof(path), "%s/part-0001", s.shelf);
	take_away(path);
	struct recording_finding f = finding(&s);
	CHECK(f.part == 1 && text_is(f.what, "missing"));
	leave(&s);
}

static void a_recording_that_is_gone_is_found(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);

	take_away(s.shelf);
	struct recording_finding f = finding(&s);
	CHECK(f.part == 1 && text_is(f.what, "missing"));
	leave(&s);
}

/* Whoever holds a media server's key can seal another package; it is not the one that was filed. */
static void a_part_that_was_sealed_anew_is_found(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct package of = { .visit = s.visit, .recording = s.recording, .part = 1 };
	char path[500];

	snprintf(path, sizeof(path), "%s/part-0001", s.shelf);
	package_make_of(path, s.signer, &of);
	struct recording_finding f = finding(&s);
	CHECK(f.part == 1 && text_is(f.what, "changed") && text_is(f.file, "manifest.json"));
	leave(&s);
}

/* A whole package with a good seal that no row speaks of. */
static void a_part_that_was_never_filed_is_found(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct package of = { .visit = s.visit, .recording = s.recording, .part = 2 };
	char path[500];

	snprintf(path, sizeof(path), "%s/part-0002", s.shelf);
	package_make_of(path, s.signer, &of);
	struct recording_finding f = finding(&s);
	CHECK(f.part == 2 && text_is(f.what, "unfiled"));
	leave(&s);
}

static void put_beside(struct scene *s, uint32_t copy)
{
	struct package of = { s->visit, s->recording, 1, { 0 }, 3 };
	char path[500];

	snprintf(path, sizeof(path), "%s/conflict-0001-%u", s->shelf, copy);
	package_make_of(path, s->signer, &of);
}

static void a_package_beside_a_part_is_told_whether_it_was_noted_or_not(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_verify_out out;
	char path[500];

	put_beside(&s, 1);
	CHECK(text_is(finding(&s).what, "unfiled"));
	CHECK_EQ(ERR_OK, deliver(&s, 1)); /* made anew: kept beside, and the first is noted too */
	CHECK_EQ(2, house_count("SELECT count(*) FROM conflict"));
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	const struct recording_finding *f = out.findings.items;
	CHECK(!out.ok && out.findings.n == 2 && text_is(f[0].what, "conflict") &&
	      text_is(f[1].what, "conflict"));
	snprintf(path, sizeof(path), "%s/conflict-0001-2", s.shelf);
	take_away(path);
	CHECK_EQ(ERR_OK, verify(&s, "audit1", &out));
	f = out.findings.items;
	CHECK(out.findings.n == 2 && text_is(f[1].what, "missing"));
	leave(&s);
}

/* Noted after the archive has read: it is there, and was not seen. */
static void a_conflict_that_comes_during_a_verify_is_no_missing_one(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_verify_out out;
	struct verification v;

	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, verify_begin(&s, "archive1", &v));
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(1, house_count("SELECT count(*) FROM conflict"));
	CHECK_EQ(ERR_OK, verify_end(&s, "archive1", &v, &out));
	const struct recording_finding *f = out.findings.items;
	CHECK(!out.ok && out.findings.n == 1 && f->part == 1 && text_is(f->what, "conflict"));
	leave(&s);
}

/* A second part was begun and has not come. */
static struct scene a_scene_that_waits(struct house *h)
{
	struct scene s = a_scene(h);
	struct recording_started_in second = { s.visit, s.recording, 2, NOW };

	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(ERR_OK,
		 house_write(h, SCENE_SERVER, recording_started_message.run, &second, NULL));
	close_visit(&s);
	return s;
}

static void a_part_that_is_awaited_is_told_and_the_others_are_verified(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene_that_waits(h);
	struct recording_verify_out out;

	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	const struct recording_finding *f = out.findings.items;
	CHECK(!out.ok && out.findings.n == 1 && out.bytes > 2500000);
	CHECK(f->part == 2 && text_is(f->what, "awaited") && f->file.n == 0 && f->say.key);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify' AND "
				"result = 'truncated'"));
	flip(&s, "part-0001/leg-1.mp4", 5);
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	CHECK_EQ(2, out.findings.n);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify' AND "
				"result = 'broken_seal'"));
	leave(&s);
}

/* The only finding: the part is awaited, and nothing is broken. */
static void check_awaits(const struct recording_verify_out *out, int64_t part)
{
	const struct recording_finding *f = out->findings.items;

	CHECK(!out->ok && out->findings.n == 1 && f->part == part);
	CHECK(text_is(f->what, "awaited") && f->file.n == 0);
	CHECK_TEXT("finding.part_comes_now", f->say.key);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify' AND "
				"result = 'truncated'"));
}

/* The archive had listed what it reads; the rows are read when it is done. */
static void a_part_that_is_filed_while_the_archive_reads_is_awaited(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene_that_waits(h);
	struct recording_verify_out out;
	struct verification v;

	CHECK_EQ(ERR_OK, verify_begin(&s, "archive1", &v));
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, deliver(&s, 2));
	CHECK_EQ(ERR_OK, verify_end(&s, "archive1", &v, &out));
	check_awaits(&out, 2);
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	CHECK(out.ok);
	leave(&s);
}

/* The archive saw that a number before the last is not there. */
static void a_number_that_is_filed_while_the_archive_reads_is_not_missing(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene_that_waits(h);
	struct recording_verify_out out;
	struct verification v;

	CHECK_EQ(ERR_OK, deliver(&s, 3));
	CHECK_EQ(ERR_OK, verify_begin(&s, "archive1", &v));
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, deliver(&s, 2));
	CHECK_EQ(ERR_OK, verify_end(&s, "archive1", &v, &out));
	check_awaits(&out, 2);
	leave(&s);
}

/* It lies there, and its row follows. */
static void a_part_that_is_put_and_not_filed_yet_is_awaited(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene_that_waits(h);
	struct recording_deliver_in in = scene_package(&s, 2, TEXT("video/mp4"));
	struct recording_verify_out out;
	struct scene_job job;

	CHECK_EQ(ERR_OK, house_write(h, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	scene_put(h, s.archive, &in, h->arena, &job);
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	check_awaits(&out, 2);
	CHECK_EQ(ERR_OK, house_write(h, NULL, recording_filed_message.run, &job.end, NULL));
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	CHECK(out.ok);
	leave(&s);
}

/* Filed before it was asked: that it is gone is no matter of time. */
static void a_part_that_was_filed_before_and_is_gone_is_missing_beside_one_that_comes(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene_that_waits(h);
	struct recording_verify_out out;
	struct verification v;
	char path[500];

	CHECK_EQ(ERR_OK, deliver(&s, 3));
	h->now.ms += 1000;
	snprintf(path, sizeof(path), "%s/part-0003", s.shelf);
	take_away(path);
	CHECK_EQ(ERR_OK, verify_begin(&s, "archive1", &v));
	h->now.ms += 1000;
	CHECK_EQ(ERR_OK, deliver(&s, 2));
	CHECK_EQ(ERR_OK, verify_end(&s, "archive1", &v, &out));
	const struct recording_finding *f = out.findings.items;
	CHECK(out.findings.n == 2 && f[0].part == 2 && text_is(f[0].what, "awaited"));
	CHECK(f[1].part == 3 && text_is(f[1].what, "missing"));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify' AND "
				"result = 'broken_seal'"));
	leave(&s);
}

static void a_part_that_never_came_is_told_once_and_never_whole(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_started_in first = { s.visit, s.recording, 1, NOW };
	struct recording_verify_out out;

	CHECK_EQ(ERR_OK, house_write(h, SCENE_SERVER, recording_started_message.run, &first, NULL));
	CHECK_EQ(ERR_OK, deliver(&s, 2));
	close_visit(&s);
	scene_wait(&s);
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	const struct recording_finding *f = out.findings.items;
	CHECK(!out.ok && out.findings.n == 1);
	CHECK(f->part == 1 && text_is(f->what, "missing"));
	CHECK_TEXT("finding.part_never_came", f->say.key);
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	CHECK(out.ok);
	leave(&s);
}

/* Its server may have more that it could not tell of yet: nothing is called whole before that. */
static void what_is_being_filed_is_not_verified_for_an_hour(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_verify_out out;

	CHECK_EQ(ERR_OK, deliver(&s, 1));
	close_visit(&s);
	CHECK_EQ(ERR_WRONG_STATE, verify(&s, "archive1", &out));
	h->now.ms += HOUR_MS + 1;
	scene_upkeep(&s);
	CHECK_EQ(ERR_OK, verify(&s, "archive1", &out));
	CHECK(out.ok);
	leave(&s);
}

static void what_is_not_filed_yet_is_not_verified(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_verify_out out;

	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(ERR_WRONG_STATE, verify(&s, "archive1", &out));
	leave(&s);
}

static void verifying_is_for_archivists_and_auditors(void)
{
	static const char *const refused[] = { "archive2", "official1", "system1", "watch1" };
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_verify_out out;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CHECK_EQ(ERR_FORBIDDEN, verify(&s, refused[i], &out));
	CHECK_EQ(4, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify' AND "
				"result = 'forbidden'"));
	leave(&s);
}

static void a_verification_that_was_not_done_does_not_pass(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);
	struct recording_get_in in = { s.recording, TEXT("例行核验") };
	struct archive_findings findings = { .ok = true };
	struct finished end = { .in = &in, .err = ERR_STOPPING, .result = &findings };
	struct recording_verify_out out = { 0 };

	CHECK_EQ(ERR_STOPPING,
		 house_write(h, "archive1", recording_verified_message.run, &end, &out));
	CHECK(!out.ok);
	CHECK_EQ(WHY_RECORDING_NOT_VERIFIED, h->call.fault.why);
	CHECK_EQ(0, house_count("SELECT count(*) FROM audit WHERE act = 'recording.verify'"));
	leave(&s);
}

static const struct test tests[] = {
	T(a_whole_recording_is_told_to_be_whole),
	T(a_changed_film_is_told_with_its_place),
	T(a_changed_journal_is_told_with_its_chunk_from_1),
	T(a_last_part_that_is_gone_is_found),
	T(a_part_that_the_archive_misses_is_told_once),
	T(a_recording_that_is_gone_is_found),
	T(a_part_that_was_sealed_anew_is_found),
	T(a_part_that_was_never_filed_is_found),
	T(a_package_beside_a_part_is_told_whether_it_was_noted_or_not),
	T(a_conflict_that_comes_during_a_verify_is_no_missing_one),
	T(a_part_that_is_awaited_is_told_and_the_others_are_verified),
	T(a_part_that_is_filed_while_the_archive_reads_is_awaited),
	T(a_number_that_is_filed_while_the_archive_reads_is_not_missing),
	T(a_part_that_is_put_and_not_filed_yet_is_awaited),
	T(a_part_that_was_filed_before_and_is_gone_is_missing_beside_one_that_comes),
	T(a_part_that_never_came_is_told_once_and_never_whole),
	T(what_is_being_filed_is_not_verified_for_an_hour),
	T(what_is_not_filed_yet_is_not_verified),
	T(verifying_is_for_archivists_and_auditors),
	T(a_verification_that_was_not_done_does_not_pass),
};

RUN_TESTS(tests)
