/* The link's loop: builds the sockets, wakes for answers, signals and each second. */
#include "broker/link/link.h"

#include "broker/common/base/log.h"
#include "broker/link/archiving.h"
#include "broker/link/ended.h"
#include "broker/link/files.h"
#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/link/sockets.h"
#include "broker/link/upkeep.h"

#include <signal.h>
#include <stdlib.h>

#define DONE_LIMIT      (2 * WRITER_QUEUE)
#define FILED_LIMIT     64
#define PUT_THREADS 1
#define VERIFY_THREADS 1
#define TICK_MS         1000
#define DISKS_TICKS     5

static void on_signal(uv_signal_t *s, int number)
{
	struct link *l = s->data;

	log_info("link.stopping", "signal=%d", number);
	l->stopping = true;
	uv_stop(&l->loop);
}

static void on_done(uv_poll_t *p, int status, int events)
{
	struct link *l = p->data;

	(void)status;
	(void)events;
	errands_take(l);
	events_send(l);
}

static void on_filed(uv_poll_t *p, int status, int events)
{
	(void)status;
	(void)events;
	archiving_take(p->data);
}

static void on_tick(uv_timer_t *t)
{
	struct link *l = t->data;
	int64_t now_us = clock_monotonic_us();

	l->watches.ticks++;
	doors_tick(l, now_us);
	peers_tick(l, l->watches.ticks);
	programs_tick(l, now_us);
	presence_tick(l, now_us);
	events_send(l);
	if (l->watches.ticks % DISKS_TICKS == 0)
		disks_look(&l->disks, &l->loop);
	errands_tick(l);
	owed_tick(l);
	ended_tick(l);
	upkeep_tick(l, l->watches.ticks);
}

static void watch(struct link *l)
{
	struct link_watches *w = &l->watches;

	uv_signal_init(&l->loop, &w->terminate);
	uv_signal_init(&l->loop, &w->interrupt);
	uv_poll_init(&l->loop, &w->done, mailbox_fd(l->done));
	uv_poll_init(&l->loop, &w->filed, mailbox_fd(l->filed));
	uv_timer_init(&l->loop, &w->tick);
	w->terminate.data = w->interrupt.data = w->done.data = w->filed.data = w->tick.data = l;
	uv_signal_start(&w->terminate, on_signal, SIGTERM);
	uv_signal_start(&w->interrupt, on_signal, SIGINT);
	uv_poll_start(&w->done, UV_READABLE, on_done);
	uv_poll_start(&w->filed, UV_READABLE, on_filed);
	uv_timer_start(&w->tick, on_tick, TICK_MS, TICK_MS);
}

static void unwatch(struct link *l)
{
	struct link_watches *w = &l->watches;

	uv_close((uv_handle_t *)&w->terminate, NULL);
	uv_close((uv_handle_t *)&w->interrupt, NULL);
	uv_close((uv_handle_t *)&w->done, NULL);
	uv_close((uv_handle_t *)&w->filed, NULL);
	uv_close((uv_handle_t *)&w->tick, NULL);
}

enum err link_new(const struct link_settings *s, const struct link_parts *parts, struct link **out)
{
	struct link *l = calloc(1, sizeof(*l));

	if (!l)
		abort();
	l->settings = s;
	l->parts = *parts;
	signal(SIGPIPE, SIG_IGN);
	if (uv_loop_init(&l->loop))
		abort();
	l->done = mailbox_new(DONE_LIMIT);
	l->filed = mailbox_new(FILED_LIMIT);
	l->people.accounts = tally_new();
	l->people.readers = tally_new();
	doors_init(l);
	disks_init(&l->disks, &parts->disks);
	l->files = files_new(s->web);
	watch(l);
	events_init(l);
	enum err err = archive_pool_new(parts->archive, PUT_THREADS, &l->archive.puts);
	if (!err)
		err = archive_pool_new(parts->archive, VERIFY_THREADS, &l->archive.verifies);
	if (!err)
		err = sockets_open(l);
	if (err) {
		link_free(l);
		return err;
	}
	if (!files_count(l->files))
		log_odd("web.empty", "folder=%s", s->web);
	*out = l;
	return ERR_OK;
}

void link_run(struct link *l)
{
	uv_run(&l->loop, UV_RUN_DEFAULT);
}

/* What the writer still has comes back; what waits for others is given up. */
static void drain(struct link *l)
{
	void *items[64];

	mailbox_close(l->filed);
	studies_stop(l->parts.studies);
	archive_pool_free(l->archive.puts);
	archive_pool_free(l->archive.verifies);
	for (int n; (n = mailbox_take(l->filed, items, 64)) > 0;)
		while (n > 0)
			archive_job_free(items[--n]);
	errands_drain(l);
	errands_clear(l);
}

void link_free(struct link *l)
{
	if (!l)
		return;
	l->stopping = true;
	unwatch(l);
	sockets_close(l);
	uv_run(&l->loop, UV_RUN_DEFAULT);
	sign_ins_clear(&l->sign_ins);
	drain(l);
	presence_clear(&l->presence);
	owed_clear(&l->store.owed);
	uv_loop_close(&l->loop);
	files_free(l->files);
	tally_free(l->people.accounts);
	tally_free(l->people.readers);
	doors_clear(l);
	handles_clear(&l->people.peers);
	handles_clear(&l->people.webs);
	mailbox_free(l->done);
	mailbox_free(l->filed);
	free(l);
}
