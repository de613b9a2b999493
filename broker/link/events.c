/* New rows of the outbox, each read once and sent to everybody who may see it. */
#include "broker/link/events.h"

#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/wire/event.h"

void events_init(struct link *l)
{
	l->events.sent = atomic_load(&l->parts.outbox->newest);
}

static struct wire_event as_wire(const struct event *e)
{
	return (struct wire_event){ .cursor = e->cursor, .name = e->name, .at = e->at,
		.visit = e->visit, .village = e->village, .unit = e->unit, .data = e->data,
		.terminal = e->terminal };
}

static void send_event(struct link *l, const struct event *event, struct arena *arena)
{
	struct wire_event e = as_wire(event);
	struct buffer text;

	buffer_init(&text, arena);
	event_format(&e, &text);
	for (uint32_t i = 0; i < l->people.peers.n; i++) {
		struct peer *p = handle_at(&l->people.peers, i);

		if (p && gate_may_see(l->parts.wire->tree, peer_caller(p), &e)) {
			peer_send(p, buffer_text(&text));
			l->counts.events++;
		}
	}
	presence_hear(l, event);
}

void events_send(struct link *l)
{
	while (l->events.sent < atomic_load(&l->parts.outbox->newest)) {
		OWN(arena) arena = arena_new();
		struct list list = { NULL, 0 };

		if (outbox_read(l->parts.wire->reader, l->events.sent, OUTBOX_LIST_MAX, arena,
				&list) || !list.n)
			return;
		const struct event *events = list.items;
		for (size_t i = 0; i < list.n; i++) {
			send_event(l, &events[i], arena);
			l->events.sent = events[i].cursor;
		}
	}
}
