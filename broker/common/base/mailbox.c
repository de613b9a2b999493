/* A ring of pointers behind one lock; the eventfd exists only when somebody asked for it. */
#include "broker/common/base/mailbox.h"

#include "broker/common/base/clock.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct mailbox {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	int waiting;
	int fd; /* -1 until mailbox_fd */
	bool signalled;
	bool closed;
	int limit;
	int first;
	int n;
	void *items[];
};

struct mailbox *mailbox_new(int limit)
{
	assert(limit > 0);
	struct mailbox *m = calloc(1, sizeof(*m) + sizeof(void *) * (size_t)limit);
	pthread_condattr_t attr;

	if (!m)
		abort();
	m->limit = limit;
	m->fd = -1;
	pthread_mutex_init(&m->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&m->filled, &attr);
	pthread_condattr_destroy(&attr);
	return m;
}

void mailbox_free(struct mailbox *m)
{
	if (!m)
		return;
	assert(m->n == 0);
	if (m->fd >= 0)
		close(m->fd);
	pthread_cond_destroy(&m->filled);
	pthread_mutex_destroy(&m->lock);
	free(m);
}

/* With the lock: the fd is readable while there is something to learn. */
static void signal_fd(struct mailbox *m)
{
	uint64_t one = 1;

	if (m->fd < 0 || m->signalled)
		return;
	m->signalled = write(m->fd, &one, sizeof(one)) == sizeof(one);
}

static void silence_fd(struct mailbox *m)
{
	uint64_t count;

	if (!m->signalled)
		return;
	m->signalled = read(m->fd, &count, sizeof(count)) < 0 && errno != EAGAIN;
}

static void wake(struct mailbox *m)
{
	signal_fd(m);
	if (m->waiting)
		pthread_cond_signal(&m->filled);
}

bool mailbox_post(struct mailbox *m, void *item)
{
	pthread_mutex_lock(&m->lock);
	bool taken = !m->closed && m->n < m->limit;
	if (taken) {
		m->items[(m->first + m->n) % m->limit] = item;
		m->n++;
		wake(m);
	}
	pthread_mutex_unlock(&m->lock);
	return taken;
}

static int take(struct mailbox *m, void **items, int most)
{
	int n = m->n < most ? m->n : most;

	for (int i = 0; i < n; i++)
		items[i] = m->items[(m->first + i) % m->limit];
	m->first = (m->first + n) % m->limit;
	m->n -= n;
	if (m->n == 0)
		silence_fd(m);
	return n;
}

int mailbox_take(struct mailbox *m, void **items, int most)
{
	pthread_mutex_lock(&m->lock);
	int n = take(m, items, most);
	pthread_mutex_unlock(&m->lock);
	return n;
}

static struct timespec deadline_after(int timeout_ms)
{
	int64_t us = clock_monotonic_us() + (int64_t)timeout_ms * 1000;

	return (struct timespec){ us / 1000000, us % 1000000 * 1000 };
}

int mailbox_wait(struct mailbox *m, void **items, int most, int timeout_ms)
{
	struct timespec until = { 0 };
	int failed = 0;

	if (timeout_ms > 0)
		until = deadline_after(timeout_ms);
	pthread_mutex_lock(&m->lock);
	m->waiting++;
	while (m->n == 0 && !m->closed && !failed && timeout_ms != 0) {
		if (timeout_ms < 0)
			failed = pthread_cond_wait(&m->filled, &m->lock);
		else
			failed = pthread_cond_timedwait(&m->filled, &m->lock, &until);
	}
	m->waiting--;
	int n = take(m, items, most);
	pthread_mutex_unlock(&m->lock);
	return n;
}

int mailbox_fd(struct mailbox *m)
{
	pthread_mutex_lock(&m->lock);
	if (m->fd < 0) {
		m->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		if (m->fd < 0)
			abort();
		if (m->n || m->closed)
			signal_fd(m);
	}
	int fd = m->fd;
	pthread_mutex_unlock(&m->lock);
	return fd;
}

void mailbox_close(struct mailbox *m)
{
	pthread_mutex_lock(&m->lock);
	m->closed = true;
	signal_fd(m);
	pthread_cond_broadcast(&m->filled);
	pthread_mutex_unlock(&m->lock);
}

bool mailbox_is_closed(struct mailbox *m)
{
	pthread_mutex_lock(&m->lock);
	bool closed = m->closed;
	pthread_mutex_unlock(&m->lock);
	return closed;
}
