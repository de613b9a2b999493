/* event.since: what a client missed while its connection was away. */
#include "broker/service/house/records.h"

#include "broker/core/rights.h"
#include "broker/service/audience.h"
#include "broker/service/events.h"
#include "broker/service/message.h"
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

static enum err event_since(struct call *c, const void *in)
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
	out->cursor =
		events.n ? ((const struct event *)events.items)[events.n - 1].cursor : range.newest;
	out->more = events.n == OUTBOX_LIST_MAX;
	out->complete = cursor + 1 >= range.oldest && cursor <= range.newest;
	return ERR_OK;
}

static const struct field event_since_in_fields[] = {
	F(event_since_in, cursor, INT, .min = 0, .max = INT64_MAX),
	{ 0 },
};

static const struct field event_line_fields[] = {
	F(event_line, cursor, INT),
	F(event_line, name, TEXT, .words = event_words),
	F(event_line, at, INSTANT),
	F(event_line, visit, TEXT, OPTIONAL),
	F(event_line, village, TEXT, OPTIONAL),
	F(event_line, unit, INT, OPTIONAL),
	F(event_line, data, JSON),
	{ 0 },
};

static const struct field event_since_out_fields[] = {
	FL(event_since_out, events, event_line, 500),
	F(event_since_out, cursor, INT, .help = "ask again from here"),
	F(event_since_out, more, BOOL, .help = "there may be more from there: ask again at once"),
	F(event_since_out, complete, BOOL,
	  .help = "false: load the pages anew, older events are gone"),
	{ 0 },
};

const struct message event_since_message = {
	.name = "event.since",
	.kind = MESSAGE_READ,
	.roles = ROLE_STAFF,
	IN(event_since),
	OUT(event_since),
	.run = event_since,
	.help = "The events after a cursor that concern the caller.",
};
