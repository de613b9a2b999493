/* New rows of the outbox, each read once and sent to everybody who may see it. */
#include "broker/desk/events.h"

#include "broker/desk/desk.h"
#include "broker/wire/event.h"
#include "broker/wire/inner.h"

void events_init(struct desk *d)
{
	d->events.sent = atomic_load(&d->parts.outbox->newest);
}

static struct wire_event as_wire(const struct event *e)
{
	return (struct wire_event){ .cursor = e->cursor,
				    .name = e->name,
				    .at = e->at,
				    .visit = e->visit,
				    .village = e->village,
				    .unit = e->unit,
				    .data = e->data,
				    .terminal = e->terminal };
}

/* An event, for those who may see it. */
struct seen {
	const struct tree *tree;
	const struct wire_event *event;
};

static bool may_see(const struct caller *who, const void *with)
{
	const struct seen *s = with;

	return gate_may_see(s->tree, who, s->event);
}

static void send_event(struct desk *d, const struct event *event, struct arena *arena)
{
	struct wire_event e = as_wire(event);
	struct buffer text;

	buffer_init(&text, arena);
	event_format(&e, &text);
	d->counts.events += d->lines.send_all(d->lines.link, buffer_text(&text), may_see,
					      &(struct seen){ d->parts.wire->tree, &e });
	presence_hear(d, event);
}

/* What follows is asked for when all of these are sent: they go out in order, and none twice. */
static void found(struct errand *e)
{
	OWN(arena) arena = arena_new();
	struct desk *d = e->desk;
	const struct event_next_out *out = exchange_out(e->exchange);

	d->events.asked = false;
	d->events.failed = exchange_err(e->exchange);
	if (d->events.failed)
		return;
	const struct event *events = out->events.items;
	for (size_t i = 0; i < out->events.n; i++) {
		send_event(d, &events[i], arena);
		d->events.sent = events[i].cursor;
	}
}

static void ask(struct desk *d)
{
	struct event_next_in in = { d->events.sent };
	struct errand *e = errand_new_own(d, found);

	if (!e)
		return;
	d->events.asked = true;
	errand_start(e, "event.next", &in);
}

/* An answer that comes later comes by desk_take_done, which calls this again. */
void events_send(struct desk *d)
{
	int64_t before = -1;

	while (!d->events.asked && !d->events.failed && d->events.sent != before &&
	       d->events.sent < atomic_load(&d->parts.outbox->newest)) {
		before = d->events.sent;
		ask(d);
	}
}

void events_tick(struct desk *d)
{
	d->events.failed = false;
	events_send(d);
}
