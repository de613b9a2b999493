/* The broker is killed at random moments: every booking that was answered is there, none is half
 * there, the audit chain holds. */
#include "tests/lib/broker/booking.h"
#include "tests/lib/test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS   50
#define INFLIGHT 24   /* bookings that wait for their answer */
#define PAUSE    1500 /* answers, then the writer gets time to write its log back */

static const struct timespec write_back = { .tv_nsec = 260000000 };

static void post(struct writer *w, struct booking *b, struct mailbox *answers, int round)
{
	static int n;

	/* Each tenth asks for the slot of the one before it and is refused. */
	n++;
	booking_init_alone(b, answers, 100 + round, n - n / 10);
	if (writer_post(w, &b->job))
		_exit(3);
}

/* The parent hears of a booking as a client would: after its answer. */
static void tell(int fd, const struct booking *b)
{
	if (b->job.result == ERR_OK && write(fd, b->visit.text, ID_LENGTH) != ID_LENGTH)
		_exit(4);
	if (b->job.result != ERR_OK && b->job.result != ERR_SLOT_TAKEN)
		_exit(5);
}

/* The child: books until it is killed. */
static void book_for_ever(const char *path, int fd, int round)
{
	static struct booking bookings[INFLIGHT];
	struct mailbox *answers = mailbox_new(INFLIGHT);
	struct writer *w;
	void *done[INFLIGHT];

	if (writer_new(path, NULL, &w))
		_exit(2);
	for (int i = 0; i < INFLIGHT; i++)
		post(w, &bookings[i], answers, round);
	for (int answered = 0;;) {
		int n = mailbox_wait(answers, done, INFLIGHT, -1);

		for (int i = 0; i < n; i++) {
			tell(fd, done[i]);
			if (++answered % PAUSE == 0)
				nanosleep(&write_back, NULL);
			post(w, done[i], answers, round);
		}
	}
}

/* What the child told, read after its death; ids one after the other. */
struct told {
	char ids[400000][ID_LENGTH];
	int n;
	int commits_seen; /* rounds in which it answered at all */
};

static struct told told;

static void read_all(int fd)
{
	size_t at = 0, most = sizeof(told.ids) - (size_t)told.n * ID_LENGTH;
	ssize_t got;

	while ((got = read(fd, told.ids[told.n] + at, most - at)) > 0)
		at += (size_t)got;
	told.commits_seen += at > 0;
	CHECK_EQ(0, at % ID_LENGTH);
	told.n += (int)(at / ID_LENGTH);
}

/* From within the start to well past the first write-back. */
static void wait_a_moment(int round)
{
	uint32_t chance;

	random_fill(&chance, sizeof(chance));
	int64_t us = round % 10 == 0 ? chance % 15000 : 10000 + chance % 600000;
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&t, NULL);
}

/* The pipe holds all that is told in a round, or the child would wait instead of booking. */
static void kill_one(const char *path, int round)
{
	int ends[2], status;

	CHECK_EQ(0, pipe(ends));
	CHECK(fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) >= 1 << 20);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		book_for_ever(path, ends[1], round);
	}
	close(ends[1]);
	wait_a_moment(round);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	read_all(ends[0]);
	close(ends[0]);
}

/* At the next start. */
static void open_again(const char *path)
{
	struct writer *w;

	CHECK_EQ(ERR_OK, writer_new(path, NULL, &w));
	writer_free(w);
}

static void what_was_answered_outlives_a_kill(void)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	for (int round = 0; round < ROUNDS; round++) {
		int before = told.n;

		kill_one(path, round);
		/* Half of the rounds the next child meets what the killed one left: a log, half a
		 * schema. */
		if (round % 2 || !told.n)
			open_again(path);
		CHECK_EQ(0, bookings_missing(path, told.ids + before, told.n - before));
		CHECK_EQ(0, bookings_half(path));
		CHECK(bookings_are_whole(path, -1));
	}
	open_again(path);
	printf("  %d rounds, %d of them with answers, %d bookings answered, %lld kept\n", ROUNDS,
	       told.commits_seen, told.n, (long long)bookings_kept(path));
	CHECK(told.commits_seen > ROUNDS / 2);
	CHECK(told.n > 1000);
	CHECK(bookings_kept(path) >= told.n);
	CHECK_EQ(0, bookings_doubled(path));
	CHECK_EQ(0, bookings_missing(path, told.ids, told.n));
}

static const struct test tests[] = {
	T(what_was_answered_outlives_a_kill),
};
RUN_TESTS(tests)
