/* audit.find, audit.verify: the auditor sees that something was done, never what was in it. */
#include "broker/service/records.h"

#include "broker/store/audit.h"

#define LIMIT_USUAL 100

static struct audit_line line_of(const struct audit_entry *e)
{
	return (struct audit_line){
		.seq = e->seq,
		.at = e->at,
		.act = e->act,
		.object = e->object,
		.role = e->role,
		.node = e->node,
		.result = e->result,
	};
}

enum err audit_find(struct call *c, const void *in)
{
	const struct audit_find_in *m = in;
	struct audit_find_out *out = c->out;
	struct list rows;

	TRY(audit_list(c->db, m->after, m->limit ? (int)m->limit : LIMIT_USUAL, c->arena, &rows));
	struct audit_line *lines = ARENA_LIST(c->arena, struct audit_line, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		lines[i] = line_of((const struct audit_entry *)rows.items + i);
	out->entries = (struct list){ lines, rows.n };
	return ERR_OK;
}

enum err audit_verify(struct call *c, const void *in)
{
	struct audit_verify_out *out = c->out;
	struct audit_check check;

	(void)in;
	TRY(audit_check(c->db, &check));
	*out = (struct audit_verify_out){
		.ok = !check.first_bad && !check.say,
		.entries = check.entries,
		.first_bad = check.first_bad,
		.say = check.say ? text_of(check.say) : TEXT("审计记录完整，没有被改动。"),
	};
	return ERR_OK;
}
