/* event.next: what the outbox has after a cursor, for the desk, which sends it on. */
#include "broker/service/house/records.h"

#include "broker/service/message.h"
#include "broker/store/outbox.h"

static enum err event_next(struct call *c, const void *in)
{
	struct event_next_out *out = c->out;

	return outbox_find(c->db, ((const struct event_next_in *)in)->after, OUTBOX_LIST_MAX,
			   c->arena, &out->events);
}

const struct message event_next_message = {
	.name = "event.next",
	.kind = MESSAGE_READ,
	.in_size = sizeof(struct event_next_in),
	.out_size = sizeof(struct event_next_out),
	.run = event_next,
};
