/* A thread that keeps the line, and two mailboxes. */
#include "client/core/carrier.h"

#include "broker/common/base/log.h"
#include "broker/common/base/mailbox.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define IN_MAX  1024
#define OUT_MAX 64
#define TURN    16

struct carrier {
	struct mailbox *in;  /* struct letter, to the user */
	struct mailbox *out; /* struct letter, to the broker; LETTER_DOWN ends the connection */
	struct line *line;
	pthread_t thread;
	bool has_thread;
};

static struct letter *letter_new(enum letter_kind kind, struct text t)
{
	struct letter *l = malloc(sizeof(*l) + t.n);

	if (!l)
		abort();
	l->kind = kind;
	l->n = t.n;
	memcpy(l->at, t.at, t.n);
	return l;
}

/* A user who takes nothing loses the connection: what it missed it asks for after the next. */
static void hand_in(struct carrier *c, enum letter_kind kind, struct text t)
{
	struct letter *l = letter_new(kind, t);

	if (mailbox_post(c->in, l))
		return;
	free(l);
	if (kind == LETTER_FRAME)
		line_end(c->line);
}

static void on_up(void *owner)
{
	hand_in(owner, LETTER_UP, TEXT(""));
}

static void on_down(void *owner)
{
	log_odd("line.lost", "retry=1");
	hand_in(owner, LETTER_DOWN, TEXT(""));
}

static void on_frame(void *owner, struct text frame)
{
	struct carrier *c = owner;

	line_calm(c->line); /* who talks to us has let us in */
	hand_in(c, LETTER_FRAME, frame);
}

static void on_bell(void *owner)
{
	struct carrier *c = owner;
	void *items[TURN];
	int n = mailbox_take(c->out, items, TURN);

	for (int i = 0; i < n; i++) {
		struct letter *l = items[i];

		if (l->kind == LETTER_DOWN)
			line_end(c->line);
		else
			line_send(c->line, (struct text){ l->at, l->n });
		free(l);
	}
	if (mailbox_is_closed(c->out))
		line_stop(c->line);
}

static void on_turn(void *owner)
{
	(void)owner;
}

static void *carrier_main(void *owner)
{
	struct carrier *c = owner;

	line_run(c->line);
	return NULL;
}

enum err carrier_new(const struct line_settings *s, struct carrier **out)
{
	OWN(carrier) c = calloc(1, sizeof(*c));
	struct line_listener listener = { c, on_up, on_down, on_frame, on_bell, on_turn };

	if (!c)
		abort();
	c->in = mailbox_new(IN_MAX);
	c->out = mailbox_new(OUT_MAX);
	int bell = mailbox_fd(c->out);
	TRY(line_new(s, &listener, &bell, 1, &c->line));
	if (pthread_create(&c->thread, NULL, carrier_main, c) != 0)
		return ERR_BUSY;
	pthread_setname_np(c->thread, "line");
	c->has_thread = true;
	*out = carrier_give(&c);
	return ERR_OK;
}

static void empty(struct mailbox *m)
{
	void *item;

	while (mailbox_take(m, &item, 1) > 0)
		free(item);
	mailbox_free(m);
}

void carrier_free(struct carrier *c)
{
	if (!c)
		return;
	mailbox_close(c->out);
	if (c->has_thread)
		pthread_join(c->thread, NULL);
	line_free(c->line);
	empty(c->in);
	empty(c->out);
	free(c);
}

int carrier_fd(struct carrier *c)
{
	return mailbox_fd(c->in);
}

struct letter *carrier_take(struct carrier *c)
{
	void *item;

	return mailbox_take(c->in, &item, 1) > 0 ? item : NULL;
}

static bool hand_out(struct carrier *c, enum letter_kind kind, struct text t)
{
	struct letter *l = letter_new(kind, t);

	if (mailbox_post(c->out, l))
		return true;
	free(l);
	return false;
}

bool carrier_send(struct carrier *c, struct text frame)
{
	return hand_out(c, LETTER_FRAME, frame);
}

void carrier_end(struct carrier *c)
{
	hand_out(c, LETTER_DOWN, TEXT(""));
}
