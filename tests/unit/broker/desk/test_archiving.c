/* Errands that wait for the archive: put on one thread, verified on another, one of a person. */
#include "tests/unit/broker/desk/desk.h"
#include "tests/unit/broker/service/scene.h"

/* A recorded visit whose parts the desk's own archive gets. */
static struct scene a_recording(struct hall *h)
{
	struct scene s = a_scene(h->house);

	archive_free(s.archive);
	s.archive = NULL;
	return s;
}

static void ask_deliver(struct hall *h, const struct recording_deliver_in *in)
{
	ask(h, connect_server(h, PACKAGE_SERVER), "recording.deliver",
	    "{\"visit\":\"%s\",\"recording\":\"%s\",\"part\":%d,\"folder\":\"" TEXT_FMT "\"}",
	    in->visit.text, in->recording.text, (int)in->part, TEXT_ARG(in->folder));
	settle(h);
}

/* Until the archive has answered so many. */
static void settle_filed(struct hall *h, int n)
{
	struct pollfd p = { .fd = mailbox_fd(h->desk.filed), .events = POLLIN };
	int left = h->desk.errands.n - n;

	while (h->desk.errands.n > left) {
		CHECK_EQ(1, poll(&p, 1, 20000));
		desk_take_filed(&h->desk);
		settle(h);
	}
}

static struct handle ask_verify(struct hall *h, const struct scene *s)
{
	struct handle person = connect_staff(h, "archive1");

	ask(h, person, "recording.verify", "{\"recording\":\"%s\",\"purpose\":\"例行核验\"}",
	    s->recording.text);
	settle(h);
	return person;
}

/* Closed, and its one part filed. */
static struct scene a_filed_recording(struct hall *h)
{
	struct scene s = a_recording(h);
	struct recording_deliver_in in = scene_package(&s, 1, TEXT("video/mp4"));

	close_visit(&s);
	ask_deliver(h, &in);
	settle_filed(h, 1);
	CHECK_EQ(ERR_OK, h->last_err);
	return s;
}

static void a_part_is_answered_for_when_the_archive_has_it(void)
{
	OWN(hall) h = hall_new();
	struct scene s = a_recording(h);
	struct recording_deliver_in in = scene_package(&s, 1, TEXT("video/mp4"));

	ask_deliver(h, &in);
	CHECK_EQ(1, h->desk.errands.n);
	CHECK_EQ(0, h->desk.counts.requests);
	CHECK_EQ(0, house_count("SELECT count(*) FROM part WHERE state = 2"));
	settle_filed(h, 1);
	CHECK_EQ(ERR_OK, h->last_err);
	CHECK_EQ(1, h->desk.counts.requests);
	CHECK_EQ(1, house_count("SELECT count(*) FROM part WHERE state = 2"));
	leave(&s);
}

static void what_the_archive_refuses_is_refused(void)
{
	OWN(hall) h = hall_new();
	struct scene s = a_recording(h);

	ask_deliver(h, &(struct recording_deliver_in){ s.visit, s.recording, 1, TEXT("/nowhere") });
	settle_filed(h, 1);
	CHECK_EQ(ERR_NOT_FOUND, h->last_err);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'recording.deliver' AND "
				"result = 'not_found'"));
	CHECK_EQ(1, h->desk.counts.refused);
	CHECK_EQ(0, house_count("SELECT count(*) FROM part WHERE state = 2"));
	leave(&s);
}

static void a_person_has_one_verification_at_a_time(void)
{
	OWN(hall) h = hall_new();
	struct scene s = a_filed_recording(h);
	struct handle first = ask_verify(h, &s), second = ask_verify(h, &s);

	CHECK_EQ(ERR_TOO_MANY, h->last_err);
	CHECK_EQ(1, count_to(h, second, "\"too_many\""));
	CHECK_EQ(1, h->desk.errands.n);
	settle_filed(h, 1);
	CHECK_EQ(ERR_OK, h->last_err);
	CHECK_EQ(1, count_to(h, first, "\"ok\":true"));
	struct handle third = ask_verify(h, &s);
	settle_filed(h, 1);
	CHECK_EQ(1, count_to(h, third, "\"ok\":true"));
	leave(&s);
}

/* Its line was cut: that one ends at its next slice, and nobody waits for it. */
static void who_comes_back_does_not_wait_for_the_verification_left_behind(void)
{
	OWN(hall) h = hall_new();
	struct scene s = a_filed_recording(h);

	disconnect(h, ask_verify(h, &s));
	struct handle again = ask_verify(h, &s);
	CHECK_EQ(2, h->desk.errands.n);
	settle_filed(h, 2);
	CHECK_EQ(1, count_to(h, again, "\"ok\":true"));
	leave(&s);
}

/* desk_clear takes what lies there: a mailbox must be empty when it is freed. */
static void at_the_stop_what_the_archive_answered_goes_unread(void)
{
	struct hall *h = hall_new();
	struct scene s = a_filed_recording(h);
	struct pollfd p = { .fd = mailbox_fd(h->desk.filed), .events = POLLIN };

	ask_verify(h, &s);
	CHECK_EQ(1, poll(&p, 1, 20000));
	hall_free(h);
	leave(&s);
}

static const struct test tests[] = {
	T(a_part_is_answered_for_when_the_archive_has_it),
	T(what_the_archive_refuses_is_refused),
	T(a_person_has_one_verification_at_a_time),
	T(who_comes_back_does_not_wait_for_the_verification_left_behind),
	T(at_the_stop_what_the_archive_answered_goes_unread),
};
RUN_TESTS(tests)
