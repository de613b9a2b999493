/* The link's loop: builds the sockets, wakes for answers, signals and each second. */
#include "broker/link/link.h"

#include "broker/common/base/log.h"
#include "broker/link/files.h"
#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/link/sockets.h"
#include "broker/link/web.h"

#include <signal.h>
#include <stdlib.h>

#define TICK_MS     1000
#define DISKS_TICKS 5

static void on_signal(uv_signal_t *s, int number)
{
	struct link *l = s->data;

	log_info("link.stopping", "signal=%d", number);
	l->desk.stopping = true;
	uv_stop(&l->loop);
}

static void on_done(uv_poll_t *p, int status, int events)
{
	struct link *l = p->data;

	(void)status;
	(void)events;
	desk_take_done(&l->desk);
}

static void on_filed(uv_poll_t *p, int status, int events)
{
	struct link *l = p->data;

	(void)status;
	(void)events;
	desk_take_filed(&l->desk);
}

static void on_tick(uv_timer_t *t)
{
	struct link *l = t->data;

	l->watches.ticks++;
	doors_tick(l, clock_monotonic_us());
	peers_tick(l, l->watches.ticks);
	if (l->watches.ticks % DISKS_TICKS == 0)
		disks_look(&l->disks, &l->loop);
	desk_tick(&l->desk, l->watches.ticks);
}

static void watch(struct link *l)
{
	struct link_watches *w = &l->watches;

	uv_signal_init(&l->loop, &w->terminate);
	uv_signal_init(&l->loop, &w->interrupt);
	uv_poll_init(&l->loop, &w->done, mailbox_fd(l->desk.done));
	uv_poll_init(&l->loop, &w->filed, mailbox_fd(l->desk.filed));
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

/* The library closes them when it is served: on a quiet day that would be much later. */
static void wake(struct link *l)
{
	for (int i = 0; i < DOORS; i++)
		if (l->doors.list[i].context)
			lws_cancel_service(l->doors.list[i].context);
}

static void end_sessions(void *link, const struct id *sessions, size_t n)
{
	struct link *l = link;

	for (size_t i = 0; i < n; i++) {
		peers_drop_session(l, sessions[i]);
		webs_drop_session(l, sessions[i]);
	}
	wake(l);
}

enum err link_new(const struct link_settings *s, const struct link_parts *parts, struct link **out)
{
	struct link *l = calloc(1, sizeof(*l));
	struct desk_lines lines = { l,          peers_have,  peers_send, peers_send_all,
				    peers_drop, end_sessions };

	if (!l)
		abort();
	l->settings = s;
	signal(SIGPIPE, SIG_IGN);
	if (uv_loop_init(&l->loop))
		abort();
	enum err err = desk_init(&l->desk, &parts->desk, &lines);
	l->people.accounts = tally_new();
	l->people.readers = tally_new();
	doors_init(l);
	disks_init(&l->disks, &parts->disks);
	l->files = files_new(s->web);
	watch(l);
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

void link_free(struct link *l)
{
	if (!l)
		return;
	l->desk.stopping = true;
	unwatch(l);
	sockets_close(l);
	uv_run(&l->loop, UV_RUN_DEFAULT);
	sign_ins_clear(&l->sign_ins);
	desk_clear(&l->desk);
	uv_loop_close(&l->loop);
	files_free(l->files);
	tally_free(l->people.accounts);
	tally_free(l->people.readers);
	doors_clear(l);
	handles_clear(&l->people.peers);
	handles_clear(&l->people.webs);
	free(l);
}
