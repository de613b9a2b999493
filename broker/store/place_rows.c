/* The tree, units and rooms. */
#include "broker/store/place_rows.h"

#include "broker/store/db.h"
#include "broker/store/scope_rows.h"

/* Parents come before their children: the rows are ordered by tier. */
static enum err node_load(struct rows *r, struct arena *a, struct tree *t)
{
	struct node n = {
		.code = rows_code12(r, 0),
		.tier = (enum tier)rows_word(r, 1),
		.parent = rows_code12(r, 2),
		.name = rows_text(r, 3, a).at,
		.name_en = rows_text(r, 4, a).at,
		.has_room = rows_bool(r, 5),
	};

	TRY(day_parse(rows_text(r, 6, a), &n.valid_from));
	return tree_add(t, &n);
}

enum err tree_load(struct db *db, struct tree **out)
{
	OWN(arena) a = arena_new();
	OWN(tree) t = tree_new();
	ROWS r = db_find(db, Q_node_list, "");

	while (rows_next(&r)) {
		TRY(node_load(&r, a, t));
		arena_clear(a);
	}
	TRY(rows_err(&r));
	*out = tree_give(&t);
	return ERR_OK;
}

enum err tree_save(struct db *db, const struct tree *t, struct day today)
{
	char text[11];

	day_format(today, text);
	TRY(db_run(db, Q_node_close, "t", text_of(text)));
	for (size_t i = 0; i < tree_size(t); i++) {
		const struct node *n = tree_at(t, i);

		day_format(n->valid_from, text);
		TRY(db_run(db, Q_node_save, "nwnsswsw", n->code, (int)n->tier, n->parent, n->name,
			   n->name_en, (int)n->has_room, text, (int)i));
	}
	return scope_save(db, t);
}

static void unit_load(const struct rows *r, struct arena *a, struct unit *out)
{
	out->id = rows_int(r, 0);
	out->code = rows_text(r, 1, a);
	out->name = rows_text(r, 2, a);
	out->node = rows_code12(r, 3);
	out->kind = rows_text(r, 4, a);
	out->name_en = rows_text(r, 5, a);
}

static enum err units_load(struct rows *r, struct arena *a, struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;

	while (rows_next(r))
		unit_load(r, a, list_add(&found, &room, a, sizeof(struct unit)));
	TRY(rows_err(r));
	*out = found;
	return ERR_OK;
}

enum err unit_find(struct db *db, int64_t id, struct arena *a, struct unit *out)
{
	ROWS r = db_find(db, Q_unit_find, "i", id);

	TRY(rows_one(&r));
	unit_load(&r, a, out);
	return ERR_OK;
}

enum err unit_page(struct db *db, const struct unit_page *p, struct arena *a, struct list *out)
{
	ROWS r = db_find(db, Q_unit_page, "nwiw", p->node, (int)p->is_other, p->after, p->most);

	return units_load(&r, a, out);
}

static void room_load(const struct rows *r, struct arena *a, struct room *out)
{
	out->id = rows_int(r, 0);
	out->node = rows_code12(r, 1);
	out->name = rows_text(r, 2, a);
	out->kind = rows_text(r, 3, a);
	out->name_en = rows_text(r, 4, a);
}

enum err room_find(struct db *db, int64_t id, struct arena *a, struct room *out)
{
	ROWS r = db_find(db, Q_room_find, "i", id);

	TRY(rows_one(&r));
	room_load(&r, a, out);
	return ERR_OK;
}

enum err room_list_node(struct db *db, struct code12 node, struct arena *a, struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;
	ROWS r = db_find(db, Q_room_list_node, "n", node);

	while (rows_next(&r))
		room_load(&r, a, list_add(&found, &room, a, sizeof(struct room)));
	TRY(rows_err(&r));
	*out = found;
	return ERR_OK;
}
