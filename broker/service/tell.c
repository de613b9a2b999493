/* Events and audit entries of a change. */
#include "broker/service/tell.h"

#include "broker/service/events.h"
#include "broker/store/audit.h"
#include "broker/store/outbox.h"
#include "broker/store/place_rows.h"

#include <assert.h>

/* The name of the resident's room, as the certificate of its terminal has it. */
static enum err terminal_of(struct call *c, const struct visit *v, struct text *out)
{
	struct room room;
	struct list rooms;
	size_t i = 0;

	*out = TEXT("");
	if (!v->village_room)
		return ERR_OK;
	TRY(room_find(c->db, v->village_room, c->arena, &room));
	TRY(room_list_node(c->db, room.node, c->arena, &rooms));
	const struct room *list = rooms.items;
	while (i < rooms.n && list[i].id != room.id)
		i++;
	*out = arena_format(c->arena, "%s-%zu", room.node.digits, i + 1);
	return ERR_OK;
}

static enum err add(struct call *c, const char *name, const struct visit *v, struct text data,
		    struct text terminal)
{
	assert(event_is_known(text_of(name)));
	return event_add(c->db, &(struct event){
					.name = text_of(name),
					.at = c->now,
					.visit = text_of(v->id.text),
					.village = text_of(v->village.digits),
					.unit = v->unit,
					.data = data,
					.terminal = terminal,
				});
}

enum err tell_visit_data(struct call *c, const char *name, const struct visit *v, struct text data)
{
	return add(c, name, v, data, (struct text){ 0 });
}

enum err tell_visit(struct call *c, const char *name, const struct visit *v)
{
	struct visit_news news = { text_of(visit_state_words[v->state]) };
	struct text terminal;
	struct buffer data;

	TRY(terminal_of(c, v, &terminal));
	buffer_init(&data, c->arena);
	fields_format(visit_news_fields, &news, &data);
	return add(c, name, v, buffer_text(&data), terminal);
}

enum err tell_node(struct call *c, const char *name, struct code12 node)
{
	assert(event_is_known(text_of(name)));
	return event_add(c->db, &(struct event){ .name = text_of(name),
						 .at = c->now,
						 .node = text_of(node.digits) });
}

enum err tell_audit_result(struct call *c, const char *act, struct text object, struct text purpose,
			   enum err result)
{
	struct audit_entry entry = call_entry(c, act, object, purpose, result);

	return audit_add(c->db, &entry);
}

enum err tell_audit(struct call *c, const char *act, struct text object, struct text purpose)
{
	return tell_audit_result(c, act, object, purpose, ERR_OK);
}

enum err tell_change(struct call *c, const char *act, const char *event, const struct visit *v)
{
	TRY(tell_visit(c, event, v));
	return tell_audit(c, act, text_of(v->id.text), TEXT(""));
}
