/* minutes.save: the minutes of a visit with their time marks. */
#include "broker/service/visits.h"

#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/minutes_rows.h"

static struct list as_marks(struct call *c, const struct list *in)
{
	struct mark *marks = ARENA_LIST(c->arena, struct mark, in->n);

	for (size_t i = 0; i < in->n; i++) {
		const struct visit_mark *m = (const struct visit_mark *)in->items + i;

		marks[i] = (struct mark){ m->at_ms, m->text };
	}
	return (struct list){ marks, in->n };
}

enum err minutes_save(struct call *c, const void *in)
{
	const struct minutes_save_in *m = in;
	struct minutes_save_out *out = c->out;
	struct minutes row = {
		.visit = m->visit,
		.text = m->text,
		.marks = as_marks(c, &m->marks),
		.at = c->now,
		.staff = c->who->staff,
	};
	struct visit v;

	TRY(scope_visit(c, m->visit, "minutes.save", &v));
	if (v.state != VISIT_LIVE && v.state != VISIT_CLOSED)
		return scope_wrong_state(c, &v);

	/* After the close only the receiving side corrects them, and each time is on record. */
	if (v.state == VISIT_CLOSED) {
		if (!scope_is_receiver(c, v.unit))
			return scope_wrong_state(c, &v);
		TRY(tell_audit(c, "minutes.save", text_of(v.id.text), TEXT("")));
	}
	TRY(minutes_put(c->db, &row));
	out->saved = true;
	return ERR_OK;
}
