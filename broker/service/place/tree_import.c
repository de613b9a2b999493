/* tree.import: a new tree from a file without a fault, or every fault of it. */
#include "broker/service/matter/matters.h"

#include "broker/service/message.h"
#include "broker/service/tell.h"
#include "broker/store/place_rows.h"

#define FAULTS_MAX 100

static enum err refuse(struct call *c, const struct tree_fault *faults, int n)
{
	size_t shown = n < FAULTS_MAX ? (size_t)n : FAULTS_MAX;
	struct line_fault *lines = ARENA_LIST(c->arena, struct line_fault, shown);

	for (size_t i = 0; i < shown; i++)
		lines[i] = (struct line_fault){ faults[i].line, text_of(faults[i].field),
						text_of(tree_why_words[faults[i].why]) };
	c->faults = (struct list){ lines, shown };
	return call_refuse(c, ERR_BAD_INPUT, "csv", WHY_FILE_FAULTS,
			   ARGUMENTS(argument_number("n", n)));
}

static enum err tree_import(struct call *c, const void *in)
{
	const struct tree_import_in *m = in;
	struct tree_import_out *out = c->out;
	struct tree_fault *faults = ARENA_LIST(c->arena, struct tree_fault, FAULTS_MAX);
	OWN(tree) t = NULL;
	int n = 0;
	enum err e = tree_parse_csv(m->csv, &t, faults, FAULTS_MAX, &n);

	if (n)
		return refuse(c, faults, n);
	TRY(e);
	TRY(tree_save(c->db, t, day_at(c->now)));
	TRY(tell_node(c, "tree.changed", c->who->node));
	TRY(tell_audit(c, "tree.import", arena_format(c->arena, "%zu", tree_size(t)), TEXT("")));
	out->nodes = (int64_t)tree_size(t);
	c->new_tree = tree_give(&t);
	return ERR_OK;
}

static const struct field tree_import_in_fields[] = {
	F(tree_import_in, csv, LINES, .max = 2000000,
	  .help = "code,level,name_zh,name_en,kind,parent,valid_from,room"),
	{ 0 },
};

static const struct field tree_import_out_fields[] = {
	F(tree_import_out, nodes, INT),
	{ 0 },
};

const struct message tree_import_message = {
	.name = "tree.import",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_SYSADMIN,
	IN(tree_import),
	OUT(tree_import),
	.run = tree_import,
	.errors = CAN(DUPLICATE) | CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "Replaces the tree by a CSV file, or names every fault of it.",
	.replaces = true,
};
