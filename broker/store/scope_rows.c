/* Where nodes lie, and what lies in them, kept in step with the tree. */
#include "broker/store/scope_rows.h"

#include "broker/common/form/fields.h"
#include "broker/store/db.h"

#define TIERS (TIER_VILLAGE + 1)

/* The nodes that one lies in, itself first. */
static int chain_of(const struct tree *t, const struct node *n, struct code12 out[TIERS])
{
	int depth = 0;

	for (; n && depth < TIERS; n = tree_parent(t, n))
		out[depth++] = n->code;
	return depth;
}

static bool has(const struct code12 *codes, int n, struct code12 code)
{
	for (int i = 0; i < n; i++)
		if (code12_equals(codes[i], code))
			return true;
	return false;
}

static enum err is_as_kept(struct db *db, const struct code12 *chain, int depth, bool *out)
{
	int found = 0;
	bool same = true;
	ROWS r = db_find(db, Q_node_scope_list, "n", chain[0]);

	for (; rows_next(&r); found++)
		same = same && has(chain, depth, rows_code12(&r, 0));
	TRY(rows_err(&r));
	*out = same && found == depth;
	return ERR_OK;
}

/* What was listed under the old scopes goes, and comes again under the new ones. */
static enum err move(struct db *db, struct code12 node, const struct code12 *chain, int depth)
{
	TRY(db_run(db, Q_search_remove_node, "n", node));
	TRY(db_run(db, Q_visit_scope_remove, "n", node));
	TRY(db_run(db, Q_recording_scope_remove, "n", node));
	TRY(db_run(db, Q_node_scope_remove, "n", node));
	for (int i = 0; i < depth; i++)
		TRY(db_run(db, Q_node_scope_add, "nn", node, chain[i]));
	TRY(db_run(db, Q_search_add_node, "n", node));
	TRY(db_run(db, Q_visit_scope_add, "n", node));
	return db_run(db, Q_recording_scope_add, "n", node);
}

/* Nodes that the tree has no more. */
static enum err remove_gone(struct db *db)
{
	OWN(arena) a = arena_new();
	struct list gone = { 0 };
	size_t room = 0;
	ROWS r = db_find(db, Q_node_scope_gone, "");

	while (rows_next(&r))
		*(struct code12 *)list_add(&gone, &room, a, sizeof(struct code12)) =
			rows_code12(&r, 0);
	TRY(rows_err(&r));
	for (size_t i = 0; i < gone.n; i++)
		TRY(move(db, ((const struct code12 *)gone.items)[i], NULL, 0));
	return ERR_OK;
}

enum err scope_save(struct db *db, const struct tree *t)
{
	TRY(remove_gone(db));
	for (size_t i = 0; i < tree_size(t); i++) {
		struct code12 chain[TIERS];
		int depth = chain_of(t, tree_at(t, i), chain);
		bool same;

		TRY(is_as_kept(db, chain, depth, &same));
		if (!same)
			TRY(move(db, chain[0], chain, depth));
	}
	return ERR_OK;
}
