/* New rows of the outbox, each read once and sent to everybody who may see it. */
#include "broker/desk/events.h"

#include "broker/desk/desk.h"
#include "broker/wire/event.h"

void events_init(struct desk *d)
{
	d->events.sent = atomic_load(&d->parts.outbox->newest);
}

static struct wire_event as_wire(const struct event *e)
{
	return (struct wire_event){ .cursor = e->cursor, .name = e->name, .at = e->at,
		.visit = e->visit, .village = e->village, .unit = e->unit, .data = e->data,
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

void events_send(struct desk *d)
{
	while (d->events.sent < atomic_load(&d->parts.outbox->newest)) {
		OWN(arena) arena = arena_new();
		struct list list = { NULL, 0 };

		if (outbox_read(d->parts.wire->reader, d->events.sent, OUTBOX_LIST_MAX, arena,
				&list) || !list.n)
			return;
		const struct event *events = list.items;
		for (size_t i = 0; i < list.n; i++) {
			send_event(d, &events[i], arena);
			d->events.sent = events[i].cursor;
		}
	}
}
