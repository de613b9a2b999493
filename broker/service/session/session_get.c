/* session.get: who is signed in. */
#include "broker/service/session/sessions.h"

#include "broker/core/rights.h"
#include "broker/service/message.h"
#include "broker/store/db.h"
#include "broker/store/outbox.h"
#include "broker/store/place_rows.h"

static struct list role_list(struct call *c)
{
	struct text *words = ARENA_LIST(c->arena, struct text, ROLE_COUNT);
	size_t n = 0;

	for (int i = 0; i < ROLE_COUNT; i++)
		if (c->who->roles & (1u << i))
			words[n++] = text_of(role_words[i]);
	return (struct list){ words, n };
}

static enum err fill_staff(struct call *c, struct session_staff *out)
{
	const struct node *node = tree_find(c->tree, c->who->node);
	struct unit unit = { 0 };

	if (c->who->unit)
		TRY(unit_find(c->db, c->who->unit, c->arena, &unit));
	*out = (struct session_staff){
		.id = c->who->staff,
		.name = text_of(c->who->name),
		.roles = role_list(c),
		.unit = c->who->unit,
		.unit_name = unit.name,
		.unit_name_en = unit.name_en,
		.node = text_of(c->who->node.digits),
		.node_name = node ? text_of(node->name) : TEXT(""),
		.node_name_en = node ? text_of(node->name_en) : TEXT(""),
		.tier = node ? (int64_t)node->tier : 0,
	};
	return ERR_OK;
}

static enum err session_get(struct call *c, const void *in)
{
	struct session_get_out *out = c->out;
	struct outbox_range range;

	(void)in;
	TRY(outbox_range(c->db, &range));
	out->signed_in = c->who->roles & ROLE_STAFF;
	if (out->signed_in)
		TRY(fill_staff(c, &out->staff));
	out->demo = c->rules->demo;
	out->now = c->now;
	out->cursor = range.newest;
	return ERR_OK;
}

static const struct field session_staff_fields[] = {
	F(session_staff, id, ID),
	F(session_staff, name, TEXT),
	F(session_staff, roles, TEXTS, .words = role_words),
	F(session_staff, unit, INT, OPTIONAL),
	F(session_staff, unit_name, TEXT, OPTIONAL),
	F(session_staff, unit_name_en, TEXT, OPTIONAL),
	F(session_staff, node, CODE12),
	F(session_staff, node_name, TEXT),
	F(session_staff, node_name_en, TEXT, OPTIONAL),
	F(session_staff, tier, INT, .help = "1 nation to 5 village"),
	{ 0 },
};

static const struct field session_get_out_fields[] = {
	F(session_get_out, signed_in, BOOL),
	FO(session_get_out, staff, session_staff, OPTIONAL),
	F(session_get_out, demo, BOOL, .help = "show the banner of demo data"),
	F(session_get_out, now, INSTANT),
	F(session_get_out, cursor, INT, .help = "of the newest event"),
	{ 0 },
};

const struct message session_get_message = {
	.name = "session.get",
	.kind = MESSAGE_READ,
	.roles = ROLE_ANYONE,
	OUT(session_get),
	.run = session_get,
	.help = "Who is signed in.",
};
