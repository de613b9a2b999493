/* event.since: what a client missed while its connection was away. */
#include "broker/service/house/records.h"

#include "broker/service/audience.h"
#include "broker/store/outbox.h"

static enum err add_line(const struct call *c, const struct event *e, struct list *out)
{
	struct event_line *lines = (struct event_line *)out->items;
	struct json data;

	if (!audience_has(c->tree, c->who,
			  &(struct audience){ e->name, e->village, e->unit, e->terminal }))
		return ERR_OK;
	TRY(json_parse(e->data.n ? e->data : TEXT("{}"), c->arena, &data));
	lines[out->n++] = (struct event_line){
		.cursor = e->cursor,
		.name = e->name,
		.at = e->at,
		.visit = e->visit,
		.village = e->village,
		.unit = e->unit,
		.data = data,
	};
	return ERR_OK;
}

enum err event_since(struct call *c, const void *in)
{
	int64_t cursor = ((const struct event_since_in *)in)->cursor;
	struct event_since_out *out = c->out;
	struct outbox_range range;
	struct list events;

	TRY(outbox_range(c->db, &range));
	TRY(outbox_find(c->db, cursor, OUTBOX_LIST_MAX, c->arena, &events));
	out->events.items = ARENA_LIST(c->arena, struct event_line, events.n);
	for (size_t i = 0; i < events.n; i++)
		TRY(add_line(c, (const struct event *)events.items + i, &out->events));
	out->cursor = events.n ? ((const struct event *)events.items)[events.n - 1].cursor :
		      range.newest;
	out->more = events.n == OUTBOX_LIST_MAX;
	out->complete = cursor + 1 >= range.oldest && cursor <= range.newest;
	return ERR_OK;
}
