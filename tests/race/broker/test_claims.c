/* 64 writers on the same slots: nothing is booked twice, nothing fails that should not. */
#include "tests/lib/broker/booking.h"
#include "tests/lib/test.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITERS 64
#define EACH    1563 /* attempts of a writer: 100,032 in all */

/* Counted by all processes. */
struct tally {
	_Atomic int booked;
	_Atomic int cancelled;
	_Atomic int taken;
	_Atomic int busy;  /* another program held the database for 5 s; asked again */
	_Atomic int wrong; /* any other error */
};

static struct tally *tally;

static void count(const struct booking *b)
{
	if (b->job.result == ERR_SLOT_TAKEN)
		tally->taken++;
	else if (b->job.result != ERR_OK)
		tally->wrong++;
	else if (b->cancel)
		tally->cancelled++;
	else
		tally->booked++;
}

static void do_one(struct writer *w, struct booking *b)
{
	void *done;

	do {
		if (writer_post(w, &b->job)) {
			tally->wrong++;
			return;
		}
		mailbox_wait(b->job.answer, &done, 1, -1);
		tally->busy += b->job.result == ERR_BUSY;
	} while (b->job.result == ERR_BUSY);
	count(b);
}

/* One clerk: books; every other success is given back, so that the slots stay fought over. */
static void *clerk_main(void *p)
{
	struct mailbox *answers = mailbox_new(4);
	struct booking b;
	int booked = 0;

	for (int i = 0; i < EACH; i++) {
		booking_init(&b, answers);
		do_one(p, &b);
		if (b.job.result || ++booked % 2)
			continue;
		b.cancel = true;
		do_one(p, &b);
	}
	mailbox_free(answers);
	return NULL;
}

static void run_clerks(const char *path, int n)
{
	pthread_t clerks[WRITERS];
	struct writer *w;

	if (writer_new(path, NULL, &w)) {
		tally->wrong++;
		return;
	}
	for (int i = 0; i < n; i++)
		pthread_create(&clerks[i], NULL, clerk_main, w);
	for (int i = 0; i < n; i++)
		pthread_join(clerks[i], NULL);
	writer_free(w);
}

static void run_processes(const char *path, int processes)
{
	pid_t children[WRITERS];

	for (int i = 0; i < processes; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			run_clerks(path, WRITERS / processes);
			_exit(0);
		}
	}
	for (int i = 0; i < processes; i++) {
		int status = 1;

		waitpid(children[i], &status, 0);
		if (status)
			tally->wrong++;
	}
}

/* The schema is there before the race. */
static const char *a_store(const char *name, char path[200])
{
	struct writer *w;

	if (!tally)
		tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	*tally = (struct tally){ 0 };
	snprintf(path, 200, "%s/%s.db", test_folder(), name);
	CHECK_EQ(ERR_OK, writer_new(path, NULL, &w));
	writer_free(w);
	return path;
}

static void check_left(const char *path)
{
	int answered = tally->booked + tally->taken;

	printf("  %d attempts: %d booked, %d taken, %d given back, %d times busy\n", answered,
	       tally->booked, tally->taken, tally->cancelled, tally->busy);
	CHECK_EQ(0, tally->wrong);
	CHECK_EQ(EACH * WRITERS, answered);
	CHECK(tally->booked > 1000 && tally->taken > 1000);
	CHECK_EQ(0, bookings_doubled(path));
	CHECK_EQ(0, bookings_half(path));
	CHECK_EQ(tally->booked - tally->cancelled, bookings_kept(path));
	CHECK_EQ(tally->booked + tally->cancelled, booking_ask(path, "SELECT count(*) FROM event"));
	CHECK(bookings_are_whole(path, answered + tally->cancelled));
}

static void threads_of_one_writer_never_book_twice(void)
{
	char path[200];

	a_store("threads", path);
	run_clerks(path, WRITERS);
	CHECK_EQ(0, tally->busy);
	check_left(path);
}

static void processes_with_a_writer_each_never_book_twice(void)
{
	char path[200];

	a_store("processes", path);
	run_processes(path, 8);
	check_left(path);
}

/* The proof above looks for what the store refuses: it would see it. */
static void a_double_booking_would_be_seen(void)
{
	char path[200];
	sqlite3 *behind;

	a_store("double", path);
	CHECK_EQ(SQLITE_OK, sqlite3_open(path, &behind));
	CHECK_EQ(SQLITE_OK,
		 sqlite3_exec(behind,
			      "DROP TRIGGER claim_overlap;"
			      "INSERT INTO claim VALUES (1, 0, 40, 'a'), (1, 39, 80, 'b')",
			      NULL, NULL, NULL));
	sqlite3_close(behind);
	CHECK_EQ(1, bookings_doubled(path));
	CHECK_EQ(2, bookings_half(path));
	CHECK_EQ(2, bookings_kept(path));
}

static const struct test tests[] = {
	T(threads_of_one_writer_never_book_twice),
	T(processes_with_a_writer_each_never_book_twice),
	T(a_double_booking_would_be_seen),
};
RUN_TESTS(tests)
