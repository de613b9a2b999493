/* minutes.get: the minutes of a visit as they stand, with their version. */
#include "broker/service/visit/sheets.h"

#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/visit/visits.h"
#include "broker/store/minutes_rows.h"

static enum err minutes_get(struct call *c, const void *in)
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

static const struct field minutes_get_out_fields[] = {
	F(minutes_get_out, version, INT, .help = "0: there are none yet"),
	F(minutes_get_out, text, LINES),
	FL(minutes_get_out, marks, visit_mark, 400),
	F(minutes_get_out, name, TEXT, OPTIONAL, .help = "of who saved it"),
	F(minutes_get_out, at, INSTANT, OPTIONAL),
	{ 0 },
};

const struct message minutes_get_message = {
	.name = "minutes.get",
	.kind = MESSAGE_READ,
	.roles = VISIT_PEOPLE,
	IN(visit),
	OUT(minutes_get),
	.run = minutes_get,
	.errors = CAN(NOT_FOUND),
	.help = "The minutes of a visit with their time marks and version.",
};
