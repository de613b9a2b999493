/* minutes.get: the minutes of a visit as they stand, with their version. */
#include "broker/service/visit/sheets.h"

#include "broker/service/scope.h"
#include "broker/service/visit/visits.h"
#include "broker/store/minutes_rows.h"

enum err minutes_get(struct call *c, const void *in)
{
	struct minutes_get_out *out = c->out;
	struct visit v;
	struct sheet s;

	TRY(scope_visit(c, ((const struct visit_in *)in)->visit, "minutes.get", &v));
	TRY(sheet_load(c->db, v.id, SHEET_MINUTES, c->arena, &s));
	*out = (struct minutes_get_out){
		.version = s.version,
		.text = s.text,
		.marks = visit_marks_of(c, s.lines),
		.name = s.name,
		.at = s.at,
	};
	return ERR_OK;
}
