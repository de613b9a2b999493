/* What leaves the desk: replies to the broker, orders to the net thread. */
#include "media/control/inside.h"

#include "broker/common/base/log.h"
#include "media/net/net.h"

#include <stdlib.h>

void reply_send(struct desk *d, int64_t id, uint32_t connection, const struct field *fields,
		const void *result)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	if (!id || connection != d->connection || !d->is_up)
		return;
	buffer_init(&out, a);
	frame_format_result(id, fields, result, &out);
	d->parts.out.send(d->parts.out.owner, buffer_text(&out));
}

void reply_refuse(struct desk *d, int64_t id, uint32_t connection, enum err err)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	if (!id || connection != d->connection || !d->is_up)
		return;
	buffer_init(&out, a);
	frame_format_error(id, err, NULL, &out);
	d->parts.out.send(d->parts.out.owner, buffer_text(&out));
}

bool order_post(struct desk *d, struct stage_order *o, const struct ticket *t)
{
	struct ticket *own = NULL;

	if (t) {
		own = malloc(sizeof(*own));
		if (!own)
			abort();
		*own = *t;
		o->asker = own;
		o->answers = d->parts.answers;
	}
	if (net_post(d->parts.net, o))
		return true;
	log_odd("control.net_busy", "visit=%s", o->visit.text);
	free(own);
	stage_order_free(o);
	return false;
}

void reply_settle(struct desk *d, struct visit *v)
{
	struct stage_open_out out = { v->part };
	struct open_ask ask = v->ask;

	if (!ask.id || !ask.carried_out || v->state == RECORDING_STARTING)
		return;
	v->ask = (struct open_ask){ 0 };
	if (ask.err)
		reply_refuse(d, ask.id, ask.connection, ask.err);
	else
		reply_send(d, ask.id, ask.connection, ask.wants_part ? stage_open_out_fields : NULL,
			   &out);
}
