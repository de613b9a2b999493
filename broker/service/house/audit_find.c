/* audit.find: the auditor sees that something was done, never what was in it. */
#include "broker/service/house/records.h"

#include "broker/service/acts.h"
#include "broker/store/audit.h"

#define LIMIT_USUAL 100

static struct audit_line line_of(const struct audit_entry *e)
{
	return (struct audit_line){
		.seq = e->seq,
		.at = e->at,
		.act = fields_word(act_words, e->act, ACT_OTHER),
		.object = e->object,
		.role = e->role,
		.node = e->node,
		.result = e->result,
		.account = e->account,
		.address = e->address,
	};
}

enum err audit_find(struct call *c, const void *in)
{
	const struct audit_find_in *m = in;
	struct audit_find_out *out = c->out;
	size_t most = m->limit ? (size_t)m->limit : LIMIT_USUAL;
	struct list rows;

	/* One more than is shown says whether something follows. */
	TRY(audit_list(c->db, m->after, (int)most + 1, c->arena, &rows));
	size_t n = rows.n > most ? most : rows.n;
	struct audit_line *lines = ARENA_LIST(c->arena, struct audit_line, n);
	for (size_t i = 0; i < n; i++)
		lines[i] = line_of((const struct audit_entry *)rows.items + i);
	out->entries = (struct list){ lines, n };
	if (rows.n > n)
		out->next = lines[n - 1].seq;
	return ERR_OK;
}
