/* Mailboxes, alone and between threads. */
#include "broker/common/base/mailbox.h"

#include "tests/lib/test.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>

#define POSTERS 4
#define EACH    20000

static bool is_readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static void items_come_in_order_and_the_limit_holds(void)
{
	OWN(mailbox) m = mailbox_new(3);
	int items[4];
	void *out[4];

	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 3; i++)
			CHECK(mailbox_post(m, &items[i]));
		CHECK(!mailbox_post(m, &items[3]));
		CHECK_EQ(2, mailbox_take(m, out, 2));
		CHECK(out[0] == &items[0] && out[1] == &items[1]);
		CHECK_EQ(1, mailbox_take(m, out, 4));
		CHECK(out[0] == &items[2]);
	}
	CHECK_EQ(0, mailbox_take(m, out, 4));
}

static void the_fd_is_readable_while_something_is_inside(void)
{
	OWN(mailbox) m = mailbox_new(3);
	int item;
	void *out[1];

	CHECK(mailbox_post(m, &item));
	int fd = mailbox_fd(m);
	CHECK(is_readable(fd));
	CHECK(mailbox_post(m, &item));
	CHECK_EQ(1, mailbox_take(m, out, 1));
	CHECK(is_readable(fd));
	CHECK_EQ(1, mailbox_take(m, out, 1));
	CHECK(!is_readable(fd));
	CHECK(mailbox_post(m, &item));
	CHECK(is_readable(fd));
	CHECK_EQ(1, mailbox_take(m, out, 1));
	mailbox_close(m);
	CHECK(is_readable(fd));
	CHECK_EQ(0, mailbox_take(m, out, 1));
	CHECK(!is_readable(fd));
}

static void a_closed_mailbox_takes_nothing_and_gives_the_rest(void)
{
	OWN(mailbox) m = mailbox_new(3);
	int item;
	void *out[1];

	CHECK(mailbox_post(m, &item));
	mailbox_close(m);
	CHECK(mailbox_is_closed(m));
	CHECK(!mailbox_post(m, &item));
	CHECK_EQ(1, mailbox_wait(m, out, 1, -1));
	CHECK_EQ(0, mailbox_wait(m, out, 1, -1));
}

static void waiting_ends_with_the_time(void)
{
	OWN(mailbox) m = mailbox_new(3);
	void *out[1];

	CHECK_EQ(0, mailbox_wait(m, out, 1, 0));
	CHECK_EQ(0, mailbox_wait(m, out, 1, 5));
}

struct poster {
	struct mailbox *mailbox;
	int items[EACH];
};

static void *post_all(void *arg)
{
	struct poster *p = arg;

	for (int i = 0; i < EACH; i++) {
		p->items[i] = i;
		while (!mailbox_post(p->mailbox, &p->items[i]))
			sched_yield();
	}
	return NULL;
}

/* Index of the poster an item belongs to. */
static int poster_of(const struct poster *posters, const int *item)
{
	for (int i = 0; i < POSTERS; i++)
		if (item >= posters[i].items && item < posters[i].items + EACH)
			return i;
	return -1;
}

static void nothing_is_lost_between_threads(void)
{
	static struct poster posters[POSTERS];
	OWN(mailbox) m = mailbox_new(64);
	pthread_t threads[POSTERS];
	int next[POSTERS] = { 0 };
	void *out[16];

	for (int i = 0; i < POSTERS; i++) {
		posters[i].mailbox = m;
		CHECK_EQ(0, pthread_create(&threads[i], NULL, post_all, &posters[i]));
	}
	for (int taken = 0; taken < POSTERS * EACH;) {
		int n = mailbox_wait(m, out, 16, -1);
		CHECK(n > 0);
		for (int i = 0; i < n; i++) {
			int who = poster_of(posters, out[i]);
			CHECK(who >= 0 && *(int *)out[i] == next[who]++);
		}
		taken += n;
	}
	for (int i = 0; i < POSTERS; i++)
		pthread_join(threads[i], NULL);
}

static void *wait_forever(void *arg)
{
	void *out[1];

	return (void *)(intptr_t)mailbox_wait(arg, out, 1, -1);
}

static void closing_wakes_the_taker(void)
{
	OWN(mailbox) m = mailbox_new(1);
	pthread_t thread;
	void *taken = &thread;

	CHECK_EQ(0, pthread_create(&thread, NULL, wait_forever, m));
	mailbox_close(m);
	pthread_join(thread, &taken);
	CHECK(taken == NULL);
}

static const struct test tests[] = {
	T(items_come_in_order_and_the_limit_holds),
	T(the_fd_is_readable_while_something_is_inside),
	T(a_closed_mailbox_takes_nothing_and_gives_the_rest),
	T(waiting_ends_with_the_time),
	T(nothing_is_lost_between_threads),
	T(closing_wakes_the_taker),
};
RUN_TESTS(tests)
