/*
 * A recorded visit for the services' tests: in the house of service.h, with a real archive and
 * packages as the media server makes them.
 */
#ifndef TESTS_UNIT_BROKER_SERVICE_SCENE_H
#define TESTS_UNIT_BROKER_SERVICE_SCENE_H

#include "broker/archive/archive.h"
#include "broker/service/house/records.h"
#include "broker/service/house/upkeep.h"
#include "broker/service/recording/recordings.h"
#include "broker/service/session/sessions.h"
#include "broker/store/recording_rows.h"
#include "tests/lib/broker/package.h"
#include "tests/unit/broker/service/service.h"

#define SCENE_SERVER "media:" PACKAGE_SERVER

static const struct consent all = { true, true, true };

static const char scene_staff[] =
	"account,name,roles,node,unit,password\n"
	"archive1,档案员甲,archivist,990101000000,,scrypt$00$00\n"
	"archive2,档案员乙,archivist,990101101202,,scrypt$00$00\n"
	"audit1,审计员,auditor,990000000000,,scrypt$00$00\n"
	"system1,管理员,sysadmin,000000000000,,scrypt$00$00\n"
	"watch1,督查员,supervisor,990101000000,,scrypt$00$00\n"
	"both1,镇督查员,supervisor|official,990101101000,T01,scrypt$00$00\n";

MAKER enum err scene_add_staff(struct call *c, const void *in)
{
	static struct import i;

	i = (struct import){ .now = NOW, .key = c->rules->data_key };
	(void)in;
	return import_staff(c->db, text_of(scene_staff), &i);
}

/* A live visit that is recorded, with the id of its recording. */
struct scene {
	struct house *house;
	struct archive *archive;
	struct signer *signer;
	struct id visit;
	struct id recording;
	char shelf[400]; /* where the parts come to stand */
};

MAKER void scene_open_archive(struct scene *s)
{
	char folder[300], ca[300];

	snprintf(folder, sizeof(folder), "%s/archive-%s", test_folder(), s->visit.text);
	snprintf(ca, sizeof(ca), "%s/ca-media.pem", test_folder());
	snprintf(s->shelf, sizeof(s->shelf), "%s/%s", folder, s->recording.text);
	s->signer = package_signer(test_folder(), "media");
	CHECK_EQ(ERR_OK, archive_new(folder, ca, &s->archive));
}

MAKER struct scene scene_with(struct house *h, struct consent answers)
{
	struct scene s = { .house = h };
	struct visit_join_in join = { .offer = TEXT("v=0") };
	struct visit_join_out out = { 0 };
	struct recording r;

	CHECK_EQ(ERR_OK, house_write(h, NULL, scene_add_staff, NULL, NULL));
	a_media_server(h, PACKAGE_SERVER, (struct list){ 0 });
	s.visit = join.visit = admitted(h, answers);
	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_join_message.run, &join, &out));
	if (answers.video || answers.audio) {
		CHECK_EQ(ERR_OK, recording_find_visit(reader_start(h->reader), s.visit, &r));
		CHECK_EQ(ERR_OK, reader_stop(h->reader));
		s.recording = r.id;
	}
	scene_open_archive(&s);
	return s;
}

MAKER struct scene a_scene(struct house *h)
{
	return scene_with(h, all);
}

MAKER void leave(struct scene *s)
{
	archive_free(s->archive);
	signer_free(s->signer);
}

/* The archive's job of a delivery, as the link runs it. */
struct scene_job {
	struct archive_taken taken;
	struct finished end;
};

MAKER void scene_put(struct house *h, struct archive *a, const struct recording_deliver_in *in,
		     struct arena *arena, struct scene_job *out)
{
	const struct archive_ask *ask = h->call.then.ask.in;
	char folder[300];

	CHECK_EQ(THEN_ARCHIVE, h->call.then.kind);
	CHECK(!ask->verifies);
	CHECK(strcmp(h->call.then.finish, "recording.filed") == 0);
	CHECK_EQ(ERR_OK, text_copy(ask->folder, folder, sizeof(folder)));
	struct archive_terms terms = { ask->visit, ask->recording, (uint32_t)ask->part,
				       ask->video, ask->audio,     "",
				       ask->aside, ask->filed,     ask->unclaimed };
	CHECK_EQ(ERR_OK, text_copy(ask->signer, terms.signer, sizeof(terms.signer)));
	*out = (struct scene_job){ .end = { .in = in, .result = &out->taken } };
	out->end.err = archive_put(a, folder, &terms, arena, &out->taken);
}

/* Runs it and finishes the delivery. */
MAKER enum err scene_file(struct house *h, struct archive *a, const struct recording_deliver_in *in)
{
	OWN(arena) arena = arena_new();
	struct scene_job job;

	scene_put(h, a, in, arena, &job);
	return house_write(h, NULL, recording_filed_message.run, &job.end, NULL);
}

/* A package of the part; its film is of this type. */
MAKER struct recording_deliver_in scene_package(struct scene *s, uint32_t part, struct text media)
{
	struct package of = { s->visit, s->recording, part, media };
	static char folder[300];

	snprintf(folder, sizeof(folder), "%s/package-%u", test_folder(), part);
	package_make_of(folder, s->signer, &of);
	return (struct recording_deliver_in){ s->visit, s->recording, part, text_of(folder) };
}

/* It is made and delivered. */
MAKER enum err deliver_media(struct scene *s, uint32_t part, struct text media)
{
	struct recording_deliver_in in = scene_package(s, part, media);

	TRY(house_write(s->house, SCENE_SERVER, recording_deliver_message.run, &in, NULL));
	return scene_file(s->house, s->archive, &in);
}

MAKER enum err deliver(struct scene *s, uint32_t part)
{
	return deliver_media(s, part, TEXT("video/mp4"));
}

MAKER void close_visit(struct scene *s)
{
	struct visit_commitment commitment = { s->house->town, TEXT("修复机耕路"),
					       TEXT("2026-05-19") };
	struct visit_close_in in = { .visit = s->visit,
				     .outcome = OUTCOME_ANSWERED_ON_SPOT,
				     .reply = TEXT("一周内恢复。"),
				     .commitments = { &commitment, 1 } };
	struct visit_state_out out = { 0 };

	with_minutes(s->house, s->visit);
	CHECK_EQ(ERR_OK, house_write(s->house, "official1", visit_close_message.run, &in, &out));
}

/* A round of what the broker does with recordings by itself. */
MAKER void scene_upkeep(struct scene *s)
{
	struct store_upkeep in = { UPKEEP_RECORDINGS, 0 }, out = { 0 };

	do {
		CHECK_EQ(ERR_OK, house_write(s->house, NULL, store_upkeep_message.run, &in, &out));
	} while (out.step == UPKEEP_RECORDINGS);
}

/* Longer than a part is awaited. */
MAKER void scene_wait(struct scene *s)
{
	s->house->now.ms += s->house->rules.times.part_wait_ms + 1;
	scene_upkeep(s);
}

/* A closed visit with so many parts in the archive. */
MAKER struct scene a_filed_scene(struct house *h, uint32_t parts)
{
	struct scene s = a_scene(h);

	for (uint32_t i = 1; i < parts; i++)
		CHECK_EQ(ERR_OK, deliver(&s, i));
	close_visit(&s);
	CHECK_EQ(ERR_OK, deliver(&s, parts));
	return s;
}

/* recording.get by somebody who signed in. */
MAKER enum err open_recording(struct house *h, const char *account, const char *purpose,
			      struct id recording, struct recording_get_out *out)
{
	struct recording_get_in in = { recording, text_of(purpose) };
	struct caller *who = ARENA_NEW(h->arena, struct caller);
	struct session_open_out session = { 0 };
	struct session_open_in open = { 0 };
	struct session_load_in load;
	struct session_load_out loaded = { 0 };

	*who = house_staff_of(h, account);
	open.staff = who->staff;
	CHECK_EQ(ERR_OK, house_write(h, NULL, session_open_message.run, &open, &session));
	memcpy(h->cookie, session.token, sizeof(h->cookie));
	load.token = text_of(h->cookie);
	CHECK_EQ(ERR_OK, house_read(h, NULL, session_load_message.run, &load, &loaded));
	CHECK(loaded.found);
	*who = loaded.caller;
	*out = (struct recording_get_out){ 0 };
	house_begin(h, NULL, out);
	h->call.who = who;
	return house_finish(h, recording_get_message.run, &in);
}

/* Does it stand in the text? */
MAKER bool has(struct text t, const char *part)
{
	return memmem(t.at, t.n, part, strlen(part)) != NULL;
}

#endif
