/* What a media server may say of visits: of those placed on it now or before they moved. */
#include "tests/unit/broker/service/scene.h"

/* A package of the part, sealed by a media server of its own key, delivered by it. */
static enum err deliver_as(struct scene *s, const char *name, uint32_t part)
{
	struct package of = {
		.visit = s->visit, .recording = s->recording, .part = part, .film = 7
	};
	struct recording_deliver_in in = { s->visit, s->recording, part, { 0 } };
	char folder[300], subject[80];

	snprintf(subject, sizeof(subject), "media:%s", name);
	snprintf(folder, sizeof(folder), "%s/of-%s-%u", test_folder(), name, part);
	in.folder = text_of(folder);
	struct signer *own = package_cert(test_folder(), "media", name, subject, SEAL_PURPOSE);
	package_make_of(folder, own, &of);
	signer_free(own);
	TRY(house_write(s->house, subject, recording_deliver_message.run, &in, NULL));
	return scene_file(s->house, s->archive, &in);
}

static enum err begin_as(struct scene *s, const char *who, int64_t part)
{
	struct recording_started_in in = { s->visit, s->recording, part, NOW };

	return house_write(s->house, who, recording_started_message.run, &in, NULL);
}

static struct id server_of(struct scene *s)
{
	return visit_of(s->house, s->visit)->server;
}

/* Its server is lost; somebody joins again, and the visit is on this one. */
static void move_to(struct scene *s, const char *name)
{
	struct media_gone_in gone = gone_now(s->house, server_of(s));
	struct visit_join_in join = { s->visit, TEXT("v=0") };
	struct visit_join_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(s->house, NULL, media_gone_message.run, &gone, NULL));
	struct id server = a_media_server(s->house, name, (struct list){ 0 });
	CHECK_EQ(ERR_OK, house_write(s->house, "official1", visit_join_message.run, &join, &out));
	CHECK(id_equals(server, server_of(s)));
}

static void a_server_without_the_visit_brings_and_begins_nothing(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);

	a_media_server(h, "other", (struct list){ 0 });
	CHECK_EQ(ERR_FORBIDDEN, deliver_as(&s, "other", 1));
	CHECK_EQ(WHY_VISIT_OF_ANOTHER_SERVER, h->call.fault.why);
	CHECK_EQ(ERR_FORBIDDEN, begin_as(&s, "media:other", 1));
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.deliver' AND "
				"result = 'forbidden'"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM part"));
	close_visit(&s);
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	leave(&s);
}

static void a_server_that_is_not_registered_brings_nothing(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct media_gone_in gone = gone_now(h, server_of(&s));

	CHECK_EQ(ERR_FORBIDDEN, deliver_as(&s, "nobody", 1));
	CHECK_EQ(ERR_FORBIDDEN, begin_as(&s, "media:nobody", 1));
	CHECK_EQ(ERR_OK, house_write(h, NULL, media_gone_message.run, &gone, NULL));
	CHECK_EQ(ERR_FORBIDDEN, deliver(&s, 1)); /* until it registers again */
	leave(&s);
}

static void a_server_from_which_the_visit_moved_brings_its_own_part(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);

	CHECK_EQ(ERR_OK, begin_as(&s, SCENE_SERVER, 1));
	move_to(&s, "other");
	CHECK_EQ(ERR_OK, begin_as(&s, "media:other", 2));
	close_visit(&s);
	CHECK_EQ(ERR_OK, deliver_as(&s, "other", 2));
	a_media_server(h, PACKAGE_SERVER, (struct list){ 0 });
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(2, house_count("SELECT count(*) FROM part WHERE state = 2"));
	CHECK_EQ(0, house_count("SELECT count(*) FROM conflict"));
	leave(&s);
}

/* Its number belongs to who began it: what another one brings is kept, shown, and no obstacle. */
static void a_part_that_another_server_began_is_kept_aside(void)
{
	OWN(house) h = house_new();
	struct scene s = a_scene(h);
	struct recording_get_out out;

	CHECK_EQ(ERR_OK, begin_as(&s, SCENE_SERVER, 1));
	move_to(&s, "other");
	CHECK_EQ(ERR_DUPLICATE, begin_as(&s, "media:other", 1));
	CHECK_EQ(ERR_OK, deliver_as(&s, "other", 1));
	CHECK_EQ(ERR_OK, deliver_as(&s, "other", 1));
	CHECK_EQ(0, house_count("SELECT count(*) FROM part WHERE state = 2"));
	a_media_server(h, PACKAGE_SERVER, (struct list){ 0 });
	close_visit(&s);
	CHECK_EQ(ERR_OK, deliver(&s, 1));
	CHECK_EQ(VISIT_FILED, visit_of(h, s.visit)->state);
	CHECK_EQ(ERR_OK, open_recording(h, "archive1", "核对两份", s.recording, &out));
	CHECK_EQ(1, out.parts.n);
	CHECK(out.conflicts.n >= 1);
	const struct recording_conflict *c = out.conflicts.items;
	CHECK(c->part == 1 && text_is(c->signer, "media:other") && c->sha256.n == 64);
	CHECK_EQ((int64_t)out.conflicts.n, house_count("SELECT count(*) FROM audit WHERE "
						       "act = 'recording.conflict'"));
	CHECK_EQ(ERR_OK, open_recording(h, "official1", "核对承诺", s.recording, &out));
	CHECK_EQ(0, out.conflicts.n);
	leave(&s);
}

static void another_package_of_a_filed_part_changes_nothing_of_it(void)
{
	OWN(house) h = house_new();
	struct scene s = a_filed_scene(h, 1);

	CHECK_EQ(ERR_OK, deliver_as(&s, PACKAGE_SERVER, 1));
	CHECK_EQ(1, house_count("SELECT count(*) FROM conflict AS c JOIN part AS p ON "
				"p.manifest <> c.manifest WHERE p.state = 2"));
	leave(&s);
}

static const struct test tests[] = {
	T(a_server_without_the_visit_brings_and_begins_nothing),
	T(a_server_that_is_not_registered_brings_nothing),
	T(a_server_from_which_the_visit_moved_brings_its_own_part),
	T(a_part_that_another_server_began_is_kept_aside),
	T(another_package_of_a_filed_part_changes_nothing_of_it),
};
RUN_TESTS(tests)
