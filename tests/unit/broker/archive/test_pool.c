/* The archive's threads: each job comes back once, no job waits behind another's long one. */
#include "tests/unit/broker/archive/bench.h"

#include <sys/file.h>

#define WAIT_MS 20000

static struct archive_job *job(struct bench *b, enum archive_job_kind kind, struct mailbox *answer)
{
	struct archive_job *j = archive_job_new();

	j->kind = kind;
	j->terms = *terms_of(b->recording, 1);
	j->answer = answer;
	snprintf(j->from, sizeof(j->from), "%s", b->from);
	return j;
}

static struct archive_job *next(struct mailbox *answers)
{
	void *item;

	CHECK_EQ(1, mailbox_wait(answers, &item, 1, WAIT_MS));
	return item;
}

/* Nothing of this recording is put in until the fd is closed. */
static int hold(const struct bench *b)
{
	char path[400];

	snprintf(path, sizeof(path), "%s", b->shelf);
	*strrchr(path, '/') = '\0';
	mkdir(path, 0700);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK(fd >= 0 && flock(fd, LOCK_EX) == 0);
	return fd;
}

static void the_pool_does_the_slow_work(void)
{
	struct bench b = bench_new();
	OWN(mailbox) answers = mailbox_new(8);
	struct archive_pool *pool = NULL;

	CHECK_EQ(ERR_OK, archive_pool_new(b.archive, 2, &pool));
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(ERR_OK,
			 archive_post(pool, job(&b, i ? ARCHIVE_VERIFY : ARCHIVE_PUT, answers)));
		struct archive_job *j = next(answers);
		CHECK_EQ(ERR_OK, j->err);
		CHECK(i == 0 || j->findings.ok);
		archive_job_free(j);
	}
	archive_pool_free(pool);
	archive_free(b.archive);
}

static void the_same_package_from_all_threads_at_once_goes_in_once(void)
{
	struct bench b = bench_new();
	OWN(mailbox) answers = mailbox_new(16);
	OWN(arena) a = arena_new();
	struct archive_pool *pool = NULL;

	CHECK_EQ(ERR_OK, archive_pool_new(b.archive, 4, &pool));
	for (int i = 0; i < 12; i++)
		CHECK_EQ(ERR_OK, archive_post(pool, job(&b, ARCHIVE_PUT, answers)));
	for (int i = 0; i < 12; i++) {
		struct archive_job *j = next(answers);
		CHECK_EQ(ERR_OK, j->err);
		archive_job_free(j);
	}
	CHECK(verify(&b, a).ok);
	archive_pool_free(pool);
	archive_free(b.archive);
}

static void no_job_waits_behind_one_that_takes_long(void)
{
	struct bench slow = bench_new(), quick = bench_new();
	OWN(mailbox) answers = mailbox_new(16);
	struct archive_pool *pool = NULL;
	int held = hold(&slow);

	CHECK_EQ(ERR_OK, archive_pool_new(slow.archive, 2, &pool));
	CHECK_EQ(ERR_OK, archive_post(pool, job(&slow, ARCHIVE_PUT, answers)));
	for (int i = 0; i < 6; i++)
		CHECK_EQ(ERR_OK, archive_post(pool, job(&quick, ARCHIVE_PUT, answers)));
	for (int i = 0; i < 6; i++) {
		struct archive_job *j = next(answers);
		CHECK(id_equals(j->terms.recording, quick.recording));
		archive_job_free(j);
	}
	close(held);
	struct archive_job *last = next(answers);
	CHECK(id_equals(last->terms.recording, slow.recording) && last->err == ERR_OK);
	archive_job_free(last);
	archive_pool_free(pool);
	archive_free(slow.archive);
	archive_free(quick.archive);
}

static void too_many_jobs_are_refused_and_stay_with_the_caller(void)
{
	struct bench b = bench_new();
	OWN(mailbox) answers = mailbox_new(4);
	struct archive_pool *pool = NULL;
	struct archive_job *j = NULL;
	enum err e = ERR_OK;
	int held = hold(&b), taken = 0;

	CHECK_EQ(ERR_OK, archive_pool_new(b.archive, 1, &pool));
	while (!e && taken < 1000) {
		j = job(&b, ARCHIVE_PUT, answers);
		e = archive_post(pool, j);
		taken += !e;
	}
	CHECK_EQ(ERR_BUSY, e);
	archive_job_free(j);
	mailbox_close(answers); /* nobody waits any more: the pool frees what it has */
	close(held);
	archive_pool_free(pool);
	archive_free(b.archive);
}

static void a_poster_that_is_gone_does_not_stop_the_pool(void)
{
	struct bench b = bench_new();
	OWN(mailbox) gone = mailbox_new(4);
	OWN(mailbox) answers = mailbox_new(4);
	struct archive_pool *pool = NULL;

	mailbox_close(gone);
	CHECK_EQ(ERR_OK, archive_pool_new(b.archive, 1, &pool));
	CHECK_EQ(ERR_OK, archive_post(pool, job(&b, ARCHIVE_PUT, gone)));
	CHECK_EQ(ERR_OK, archive_post(pool, job(&b, ARCHIVE_VERIFY, answers)));
	struct archive_job *j = next(answers);
	CHECK(j->err == ERR_OK && j->findings.ok);
	archive_job_free(j);
	archive_pool_free(pool);
	archive_free(b.archive);
}

static void a_pool_that_ends_frees_what_it_did_not_begin(void)
{
	struct bench b = bench_new();
	OWN(mailbox) answers = mailbox_new(4); /* nobody takes: the threads stop at it */
	struct archive_pool *pool = NULL;
	void *item;
	int n = 0;

	put(&b);
	CHECK_EQ(ERR_OK, archive_pool_new(b.archive, 3, &pool));
	for (int i = 0; i < 50; i++)
		CHECK_EQ(ERR_OK, archive_post(pool, job(&b, ARCHIVE_VERIFY, answers)));
	archive_pool_free(pool);
	for (; mailbox_take(answers, &item, 1) == 1; n++) {
		struct archive_job *j = item;
		CHECK(j->err == ERR_STOPPING || (j->err == ERR_OK && j->findings.ok));
		archive_job_free(j);
	}
	CHECK(n <= 4);
	archive_free(b.archive);
}

static const struct test tests[] = {
	T(the_pool_does_the_slow_work),
	T(the_same_package_from_all_threads_at_once_goes_in_once),
	T(no_job_waits_behind_one_that_takes_long),
	T(too_many_jobs_are_refused_and_stay_with_the_caller),
	T(a_poster_that_is_gone_does_not_stop_the_pool),
	T(a_pool_that_ends_frees_what_it_did_not_begin),
};
RUN_TESTS(tests)
