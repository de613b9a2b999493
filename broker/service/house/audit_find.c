/* audit.find: the auditor sees that something was done, never what was in it. */
#include "broker/service/house/records.h"

#include "broker/service/acts.h"
#include "broker/service/message.h"
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

static enum err audit_find(struct call *c, const void *in)
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

static const struct field audit_find_in_fields[] = {
	F(audit_find_in, after, INT, OPTIONAL, .min = 0, .max = INT64_MAX),
	F(audit_find_in, limit, INT, OPTIONAL, .min = 1, .max = 500),
	{ 0 },
};

static const struct field audit_line_fields[] = {
	F(audit_line, seq, INT),
	F(audit_line, at, INSTANT),
	F(audit_line, act, TEXT, .words = act_words, .help = ACT_HELP),
	F(audit_line, object, TEXT, OPTIONAL),
	F(audit_line, role, TEXT, OPTIONAL, .words = role_words),
	F(audit_line, node, TEXT, OPTIONAL),
	F(audit_line, result, TEXT, .words = err_words),
	F(audit_line, account, TEXT, OPTIONAL,
	  .help = "of staff; of a program its certificate's name; not in older entries"),
	F(audit_line, address, TEXT, OPTIONAL,
	  .help = "of the connection; xinqiao-broker: done by the broker itself"),
	{ 0 },
};

static const struct field audit_find_out_fields[] = {
	FL(audit_find_out, entries, audit_line, 500),
	F(audit_find_out, next, INT, OPTIONAL,
	  .help = "there may be more: ask again with this as `after`; left out: these are all"),
	{ 0 },
};

const struct message audit_find_message = {
	.name = "audit.find",
	.kind = MESSAGE_READ,
	.roles = ROLE_AUDITOR,
	IN(audit_find),
	OUT(audit_find),
	.run = audit_find,
	.help = "Entries of the audit chain after a number, oldest first.",
};
