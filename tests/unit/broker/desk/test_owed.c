/* Writes that nobody waits for: they are tried until the store has them. */
#include "tests/unit/broker/desk/desk.h"

/* The writer's queue, full behind a job that does not end. */
struct jam {
	struct keeper *keeper;
	struct mailbox *back;
	struct job jobs[WRITER_QUEUE];
	int n;
};

static enum err nothing(struct job *j, struct db *db)
{
	(void)j;
	(void)db;
	return ERR_OK;
}

static struct jam *jam_new(struct hall *h)
{
	struct jam *m = calloc(1, sizeof(*m));

	CHECK(m);
	m->keeper = keeper_new();
	m->back = mailbox_new(WRITER_QUEUE);
	CHECK_EQ(ERR_OK, writer_post(h->house->writer, &m->keeper->job));
	keeper_wait(m->keeper);
	for (; m->n < WRITER_QUEUE; m->n++) {
		m->jobs[m->n] = (struct job){ .run = nothing, .answer = m->back };
		CHECK_EQ(ERR_OK, writer_post(h->house->writer, &m->jobs[m->n]));
	}
	return m;
}

static void jam_free(struct jam *m)
{
	void *item;

	keeper_free(m->keeper);
	for (int i = 0; i < m->n; i++)
		CHECK_EQ(1, mailbox_wait(m->back, &item, 1, 20000));
	mailbox_free(m->back);
	free(m);
}

static int64_t lost_servers(void)
{
	return house_count("SELECT count(*) FROM media_server WHERE connected = 0");
}

static void what_is_refused_as_busy_is_tried_until_the_store_has_it(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a");
	struct jam *m = jam_new(h);

	disconnect(h, a);
	for (int i = 0; i < 3; i++) {
		CHECK_EQ(1, h->desk.owed.writes.used);
		CHECK_EQ(0, h->desk.owed.with_writer);
		owed_tick(&h->desk);
	}
	CHECK_EQ(0, lost_servers());
	jam_free(m);
	owed_tick(&h->desk);
	owed_tick(&h->desk); /* it is on its way: not a second time */
	CHECK_EQ(1, h->desk.errands.posted);
	settle(h);
	CHECK_EQ(0, h->desk.owed.writes.used);
	CHECK_EQ(0, h->desk.owed.with_writer);
	CHECK_EQ(1, lost_servers());
}

static void a_server_that_is_back_is_not_told_gone(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a"), b = a_server(h, "b");
	struct jam *m = jam_new(h);

	disconnect(h, a);
	disconnect(h, b);
	jam_free(m);
	a_server(h, "a");
	CHECK_EQ(2, h->desk.owed.writes.used);
	owed_tick(&h->desk);
	CHECK_EQ(1, h->desk.owed.writes.used);
	CHECK_EQ(1, h->desk.errands.posted);
	settle(h);
	CHECK_EQ(1, lost_servers());
	CHECK_EQ(1, house_count("SELECT connected FROM media_server WHERE name = 'a'"));
}

static void leg_is_gone(struct hall *h)
{
	struct leg_gone_in in = { id_of("1"), id_of("2"), 1 };

	owed_leg_gone(&h->desk, &in);
}

static void the_rest_of_the_queue_is_for_those_who_wait(void)
{
	OWN(hall) h = hall_new();
	struct keeper *k = keeper_new();

	CHECK_EQ(ERR_OK, writer_post(h->house->writer, &k->job));
	keeper_wait(k);
	for (int i = 0; i < OWED_AT_ONCE + 10; i++)
		leg_is_gone(h);
	CHECK_EQ(OWED_AT_ONCE, h->desk.errands.posted);
	CHECK_EQ(OWED_AT_ONCE, h->desk.owed.with_writer);
	keeper_free(k);
	settle(h);
	CHECK_EQ(10, h->desk.owed.writes.used);
	owed_tick(&h->desk);
	CHECK_EQ(10, h->desk.owed.with_writer);
	settle(h);
	CHECK_EQ(0, h->desk.owed.writes.used);
}

static void so_many_are_kept_and_no_more(void)
{
	OWN(hall) h = hall_new();
	struct keeper *k = keeper_new();

	CHECK_EQ(ERR_OK, writer_post(h->house->writer, &k->job));
	keeper_wait(k);
	for (int i = 0; i < OWED_MAX; i++)
		leg_is_gone(h);
	CHECK_EQ(OWED_MAX, h->desk.owed.writes.used);
	leg_is_gone(h);
	CHECK_EQ(OWED_MAX, h->desk.owed.writes.used);
	keeper_free(k);
	for (int i = 0; i < OWED_MAX / OWED_AT_ONCE; i++) {
		settle(h);
		owed_tick(&h->desk);
	}
	CHECK_EQ(0, h->desk.owed.writes.used);
}

/* What the store will not have by the stop is found by it at the next start. */
static void nothing_is_owed_at_the_stop(void)
{
	OWN(hall) h = hall_new();
	struct handle a = a_server(h, "a");

	h->desk.stopping = true;
	disconnect(h, a);
	CHECK_EQ(0, h->desk.programs.n);
	CHECK_EQ(0, h->desk.owed.writes.used);
	CHECK_EQ(0, h->desk.errands.posted);
}

static const struct test tests[] = {
	T(what_is_refused_as_busy_is_tried_until_the_store_has_it),
	T(a_server_that_is_back_is_not_told_gone),
	T(the_rest_of_the_queue_is_for_those_who_wait),
	T(so_many_are_kept_and_no_more),
	T(nothing_is_owed_at_the_stop),
};
RUN_TESTS(tests)
