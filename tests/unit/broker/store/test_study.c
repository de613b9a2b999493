/* The study lane: two run at once, a third waits, who left makes room, a stop ends them all. */
#include "broker/store/study.h"
#include "tests/unit/broker/store/store.h"

/* A study in slices: each begins when the test says so. */
struct long_read {
	struct job job;
	struct study study;
	struct mailbox *began; /* tells that it runs */
	struct mailbox *slice; /* an item: read on */
};

struct fixture {
	struct studies *lane;
	struct mailbox *began;
	struct mailbox *answers;
	struct long_read reads[STUDIES_AT_ONCE + STUDIES_WAITING + 1];
};

static enum err read_long(struct job *j, struct db *db)
{
	struct long_read *r = (struct long_read *)j;
	void *item;

	CHECK(mailbox_post(r->began, r));
	do {
		TRY(study_begin(db));
		study_end(db);
		mailbox_wait(r->slice, &item, 1, -1);
	} while (study_goes_on(&r->study, 1, 2) && !mailbox_is_closed(r->slice));
	return mailbox_is_closed(r->slice) ? ERR_OK : ERR_STOPPING;
}

static void start(struct fixture *f)
{
	char path[512];

	db_free(fresh_store());
	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(ERR_OK, studies_new(path, &f->lane));
	f->began = mailbox_new(64);
	f->answers = mailbox_new(64);
	for (int i = 0; i < STUDIES_AT_ONCE + STUDIES_WAITING + 1; i++)
		f->reads[i] = (struct long_read){ .job = { read_long, f->answers, ERR_STORE },
						  .began = f->began,
						  .slice = mailbox_new(4) };
}

static void stop(struct fixture *f)
{
	studies_free(f->lane);
	mailbox_free(f->began);
	mailbox_free(f->answers);
	for (int i = 0; i < STUDIES_AT_ONCE + STUDIES_WAITING + 1; i++)
		mailbox_free(f->reads[i].slice);
}

static enum err post(struct fixture *f, int i)
{
	return study_post(f->lane, &f->reads[i].job, &f->reads[i].study);
}

static struct long_read *wait_for(struct mailbox *m)
{
	void *item;

	CHECK_EQ(1, mailbox_wait(m, &item, 1, 10000));
	return item;
}

static void end(struct fixture *f, int i, enum err expected)
{
	mailbox_close(f->reads[i].slice);
	CHECK(wait_for(f->answers) == &f->reads[i]);
	CHECK_EQ(expected, f->reads[i].job.result);
}

static void two_run_at_once_and_a_third_waits(void)
{
	struct fixture f;
	void *item;

	start(&f);
	for (int i = 0; i < 3; i++)
		CHECK_EQ(ERR_OK, post(&f, i));
	struct long_read *one = wait_for(f.began), *two = wait_for(f.began);
	CHECK(one != two && one != &f.reads[2] && two != &f.reads[2]);
	CHECK_EQ(0, mailbox_take(f.began, &item, 1));
	end(&f, 1, ERR_OK);
	CHECK(wait_for(f.began) == &f.reads[2]);
	end(&f, 2, ERR_OK);
	end(&f, 0, ERR_OK);
	stop(&f);
}

static void who_left_makes_room_at_the_next_slice(void)
{
	struct fixture f;

	start(&f);
	for (int i = 0; i < 3; i++)
		CHECK_EQ(ERR_OK, post(&f, i));
	wait_for(f.began);
	wait_for(f.began);
	atomic_store(&f.reads[0].study.stop, true);
	CHECK(mailbox_post(f.reads[0].slice, &f));
	CHECK(wait_for(f.answers) == &f.reads[0]);
	CHECK_EQ(ERR_STOPPING, f.reads[0].job.result);
	CHECK_EQ(1, f.reads[0].study.done);
	CHECK(wait_for(f.began) == &f.reads[2]);
	end(&f, 1, ERR_OK);
	end(&f, 2, ERR_OK);
	stop(&f);
}

static void few_wait_and_the_next_is_refused(void)
{
	enum { ALL = STUDIES_AT_ONCE + STUDIES_WAITING };
	struct fixture f;

	start(&f);
	for (int i = 0; i < ALL; i++) {
		CHECK_EQ(ERR_OK, post(&f, i));
		if (i < STUDIES_AT_ONCE)
			wait_for(f.began);
	}
	CHECK_EQ(ERR_BUSY, post(&f, ALL));
	for (int i = 0; i < ALL; i++)
		mailbox_close(f.reads[i].slice);
	for (int i = 0; i < ALL; i++)
		CHECK_EQ(ERR_OK, wait_for(f.answers)->job.result);
	while (mailbox_take(f.began, (void *[1]){ NULL }, 1))
		continue;
	stop(&f);
}

static void a_stop_ends_those_that_run_and_those_that_wait(void)
{
	struct fixture f;

	start(&f);
	for (int i = 0; i < 3; i++)
		CHECK_EQ(ERR_OK, post(&f, i));
	wait_for(f.began);
	wait_for(f.began);
	studies_stop(f.lane);
	CHECK_EQ(ERR_STOPPING, post(&f, 3));
	CHECK(mailbox_post(f.reads[0].slice, &f));
	CHECK(mailbox_post(f.reads[1].slice, &f));
	for (int i = 0; i < 3; i++)
		CHECK_EQ(ERR_STOPPING, wait_for(f.answers)->job.result);
	CHECK_EQ(0, f.reads[2].study.done); /* it never began */
	stop(&f);
}

static const struct test tests[] = {
	T(two_run_at_once_and_a_third_waits),
	T(who_left_makes_room_at_the_next_slice),
	T(few_wait_and_the_next_is_refused),
	T(a_stop_ends_those_that_run_and_those_that_wait),
};
RUN_TESTS(tests)
