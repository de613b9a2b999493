/* Field tables of what is being typed: minutes, closings, booking forms. */
#include "broker/wire/tables.h"

#include "broker/core/visit.h"
#include "broker/service/visit/bookings.h"
#include "broker/service/visit/sheets.h"

#define VERSION_MAX INT64_C(1000000000)
#define WRITER_HELP "of the window: the same for all its saves, with turn growing by each"

const struct field visit_mark_fields[] = {
	F(visit_mark, at_ms, INT, .min = 0, .max = 2 * DAY_MS),
	F(visit_mark, text, TEXT),
	{ 0 },
};

static const struct field sheet_conflict_fields[] = {
	F(sheet_conflict, mine, LINES),
	F(sheet_conflict, theirs, LINES),
	{ 0 },
};

const struct field minutes_get_out_fields[] = {
	F(minutes_get_out, version, INT, .help = "0: there are none yet"),
	F(minutes_get_out, text, LINES),
	FL(minutes_get_out, marks, visit_mark, 400),
	F(minutes_get_out, name, TEXT, OPTIONAL, .help = "of who saved it"),
	F(minutes_get_out, at, INSTANT, OPTIONAL),
	{ 0 },
};

const struct field minutes_save_in_fields[] = {
	F(minutes_save_in, visit, ID),
	F(minutes_save_in, version, INT, .max = VERSION_MAX, .help = "that it began from; 0: none"),
	F(minutes_save_in, writer, TEXT, OPTIONAL, .max = 32, .help = WRITER_HELP),
	F(minutes_save_in, turn, INT, OPTIONAL, .max = VERSION_MAX),
	F(minutes_save_in, text, LINES),
	FL(minutes_save_in, marks, visit_mark, 200),
	{ 0 },
};

const struct field minutes_save_out_fields[] = {
	F(minutes_save_out, version, INT),
	F(minutes_save_out, merged, BOOL, .help = "others saved since: the text is theirs and yours"),
	F(minutes_save_out, text, LINES, OPTIONAL),
	FL(minutes_save_out, marks, visit_mark, 400, OPTIONAL),
	FL(minutes_save_out, conflicts, sheet_conflict, 20, OPTIONAL,
	   .help = "lines that both changed: both are in the text, theirs first"),
	{ 0 },
};

static const struct field closing_promise_fields[] = {
	F(closing_promise, unit, INT, .max = INT64_MAX, .help = "0: not chosen yet"),
	F(closing_promise, act, TEXT),
	F(closing_promise, due, TEXT, .max = 10, .help = "a day, or nothing yet"),
	{ 0 },
};

const struct field closing_get_out_fields[] = {
	F(closing_get_out, version, INT, .help = "0: there is none yet"),
	F(closing_get_out, outcome, WORD, OPTIONAL, .words = visit_outcome_words),
	F(closing_get_out, reply, LINES, .max = 10000),
	FL(closing_get_out, commitments, closing_promise, 100),
	F(closing_get_out, name, TEXT, OPTIONAL, .help = "of who saved it"),
	F(closing_get_out, at, INSTANT, OPTIONAL),
	{ 0 },
};

const struct field closing_save_in_fields[] = {
	F(closing_save_in, visit, ID),
	F(closing_save_in, version, INT, .max = VERSION_MAX, .help = "that it began from; 0: none"),
	F(closing_save_in, writer, TEXT, OPTIONAL, .max = 32, .help = WRITER_HELP),
	F(closing_save_in, turn, INT, OPTIONAL, .max = VERSION_MAX),
	F(closing_save_in, outcome, TEXT, OPTIONAL, .words = visit_outcome_words),
	F(closing_save_in, reply, LINES, .max = 5000),
	FL(closing_save_in, commitments, closing_promise, 50),
	{ 0 },
};

const struct field closing_save_out_fields[] = {
	F(closing_save_out, version, INT),
	F(closing_save_out, merged, BOOL, .help = "others saved since: it is theirs and yours"),
	F(closing_save_out, outcome, WORD, OPTIONAL, .words = visit_outcome_words),
	F(closing_save_out, reply, LINES, OPTIONAL, .max = 10000),
	FL(closing_save_out, commitments, closing_promise, 100, OPTIONAL),
	FL(closing_save_out, conflicts, sheet_conflict, 20, OPTIONAL),
	{ 0 },
};

const struct field booking_get_out_fields[] = {
	F(booking_get_out, version, INT, .help = "0: nothing is kept"),
	F(booking_get_out, key, TEXT, OPTIONAL, .help = "none: the form was discarded or booked"),
	F(booking_get_out, at, INSTANT, OPTIONAL),
	FO(booking_get_out, form, booking_form, OPTIONAL),
	{ 0 },
};

const struct field booking_save_in_fields[] = {
	F(booking_save_in, key, TEXT, .min = 1, .max = 64, .help = "of the form, and of its visit.book"),
	F(booking_save_in, version, INT, .max = VERSION_MAX,
	  .help = "that it began from; another one that is kept is not overwritten"),
	F(booking_save_in, writer, TEXT, .min = 1, .max = 32, .help = WRITER_HELP),
	F(booking_save_in, turn, INT, .min = 1, .max = VERSION_MAX),
	FO(booking_save_in, form, booking_form),
	{ 0 },
};

const struct field booking_save_out_fields[] = {
	F(booking_save_out, saved, BOOL,
	  .help = "false: another form or a newer one is kept, or this one is done"),
	F(booking_save_out, version, INT),
	{ 0 },
};

const struct field booking_discard_in_fields[] = {
	F(booking_discard_in, key, TEXT, .min = 1, .max = 64),
	{ 0 },
};
