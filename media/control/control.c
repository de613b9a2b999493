/* The control thread: mailboxes and the line ring, the desk answers. */
#include "media/control/control.h"

#include "broker/common/base/clock.h"
#include "broker/common/base/log.h"
#include "broker/common/base/mailbox.h"
#include "media/control/leftovers.h"
#include "media/engine/order.h"
#include "media/record/recorder.h"

#include <pthread.h>
#include <stdlib.h>

#define ANSWERS_MAX 2048
#define EVENTS_MAX  1024
#define DONE_MAX    512
#define TURN        64

struct control {
	struct control_settings settings;
	struct mailbox *answers; /* struct stage_order */
	struct mailbox *events;  /* struct recorder_event */
	struct mailbox *done;    /* struct studio_job */
	struct desk *desk;
	struct studio *studio;
	struct line *line;
	pthread_t thread;
	bool has_thread;
	bool is_calm; /* registered on this connection */
};

struct control *control_new(const struct control_settings *s)
{
	struct control *c = calloc(1, sizeof(*c));

	if (!c)
		abort();
	c->settings = *s;
	c->answers = mailbox_new(ANSWERS_MAX);
	c->events = mailbox_new(EVENTS_MAX);
	c->done = mailbox_new(DONE_MAX);
	return c;
}

struct mailbox *control_events(struct control *c)
{
	return c->events;
}

/* The desk measures pauses: its clock never jumps, and is not that of the wall. */
static struct instant steady(void)
{
	return (struct instant){ clock_monotonic_us() / 1000 };
}

static bool send_frame(void *owner, struct text frame)
{
	struct control *c = owner;

	return c->line && line_send(c->line, frame);
}

static void on_up(void *owner)
{
	struct control *c = owner;

	c->is_calm = false;
	desk_up(c->desk, steady());
}

static void on_down(void *owner)
{
	struct control *c = owner;

	log_odd("control.line_lost", "undelivered=%zu", desk_undelivered(c->desk));
	desk_down(c->desk);
}

static void on_frame(void *owner, struct text frame)
{
	struct control *c = owner;

	if (desk_take_frame(c->desk, frame, steady())) {
		log_odd("control.bad_frame", "bytes=%zu", frame.n);
		line_end(c->line);
		return;
	}
	if (!c->is_calm && desk_is_registered(c->desk)) {
		c->is_calm = true;
		line_calm(c->line);
	}
}

static void on_bell(void *owner)
{
	struct control *c = owner;
	void *items[TURN];
	int n = mailbox_take(c->answers, items, TURN);

	for (int i = 0; i < n; i++)
		desk_take_answer(c->desk, items[i], steady(), clock_monotonic_us());
	n = mailbox_take(c->events, items, TURN);
	for (int i = 0; i < n; i++)
		desk_take_event(c->desk, items[i], steady());
	n = mailbox_take(c->done, items, TURN);
	for (int i = 0; i < n; i++)
		desk_take_job(c->desk, items[i], steady());
	if (mailbox_is_closed(c->done))
		line_stop(c->line);
}

static void on_turn(void *owner)
{
	struct control *c = owner;

	desk_tick(c->desk, steady());
}

static void *control_main(void *owner)
{
	struct control *c = owner;

	line_run(c->line);
	return NULL;
}

static enum err open_line(struct control *c)
{
	struct line_listener listener = { c, on_up, on_down, on_frame, on_bell, on_turn };
	int bells[] = { mailbox_fd(c->answers), mailbox_fd(c->events), mailbox_fd(c->done) };

	return line_new(&c->settings.line, &listener, bells, 3, &c->line);
}

enum err control_start(struct control *c, struct net *net, struct recorder *recorder)
{
	int removed = leftovers_remove(c->settings.self.journals, c->settings.self.packages);
	struct studio_options studio = { c->settings.program, c->settings.config, c->done };

	if (removed)
		log_info("control.leftovers", "packages=%d", removed);
	TRY(studio_new(&studio, &c->studio));
	struct desk_parts parts = { net, recorder, c->studio, c->answers, { c, send_frame } };
	c->desk = desk_new(&parts, &c->settings.self);
	TRY(open_line(c));
	if (pthread_create(&c->thread, NULL, control_main, c) != 0)
		return ERR_BUSY;
	pthread_setname_np(c->thread, "control");
	c->has_thread = true;
	return ERR_OK;
}

void control_stop(struct control *c)
{
	mailbox_close(c->done);
	if (c->has_thread)
		pthread_join(c->thread, NULL);
	c->has_thread = false;
	line_free(c->line);
	c->line = NULL;
	studio_free(c->studio);
	c->studio = NULL;
}

static void free_order(struct stage_order *o)
{
	free(o->asker);
	stage_order_free(o);
}

void control_free(struct control *c)
{
	void *item;

	if (!c)
		return;
	control_stop(c);
	while (mailbox_take(c->answers, &item, 1) > 0)
		free_order(item);
	while (mailbox_take(c->events, &item, 1) > 0)
		free(item);
	while (mailbox_take(c->done, &item, 1) > 0)
		free(item);
	desk_free(c->desk);
	mailbox_free(c->answers);
	mailbox_free(c->events);
	mailbox_free(c->done);
	free(c);
}
