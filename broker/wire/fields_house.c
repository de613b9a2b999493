/* Field tables of sessions, the tree, events, the audit chain, the query page, quality. */
#include "broker/wire/tables.h"

#include "broker/core/visit.h"
#include "broker/service/acts.h"
#include "broker/service/events.h"
#include "broker/service/house/records.h"
#include "broker/service/matter/matters.h"
#include "broker/service/media/quality.h"
#include "broker/service/session/sessions.h"
#include "broker/service/visit/summary.h"

static const struct field session_staff_fields[] = {
	F(session_staff, id, ID),
	F(session_staff, name, TEXT),
	F(session_staff, roles, TEXTS, .words = role_words),
	F(session_staff, unit, INT, OPTIONAL),
	F(session_staff, unit_name, TEXT, OPTIONAL),
	F(session_staff, unit_name_en, TEXT, OPTIONAL),
	F(session_staff, node, CODE12),
	F(session_staff, node_name, TEXT),
	F(session_staff, node_name_en, TEXT, OPTIONAL),
	F(session_staff, tier, INT, .help = "1 nation to 5 village"),
	{ 0 },
};

const struct field session_get_out_fields[] = {
	F(session_get_out, signed_in, BOOL),
	FO(session_get_out, staff, session_staff, OPTIONAL),
	F(session_get_out, demo, BOOL, .help = "show the banner of demo data"),
	F(session_get_out, now, INSTANT),
	F(session_get_out, cursor, INT, .help = "of the newest event"),
	{ 0 },
};

static const struct field tree_line_fields[] = {
	F(tree_line, code, CODE12),
	F(tree_line, tier, INT),
	F(tree_line, name, TEXT),
	F(tree_line, name_en, TEXT, OPTIONAL),
	F(tree_line, parent, CODE12, OPTIONAL),
	F(tree_line, has_room, BOOL),
	{ 0 },
};

const struct field tree_get_in_fields[] = {
	AFTER(tree_get_in),
	{ 0 },
};

const struct field tree_get_out_fields[] = {
	FL(tree_get_out, nodes, tree_line, TREE_PAGE),
	NEXT(tree_get_out),
	{ 0 },
};

const struct field tree_import_in_fields[] = {
	F(tree_import_in, csv, LINES, .max = 2000000,
	  .help = "code,level,name_zh,name_en,kind,parent,valid_from,room"),
	{ 0 },
};

const struct field tree_import_out_fields[] = {
	F(tree_import_out, nodes, INT),
	{ 0 },
};

const struct field event_since_in_fields[] = {
	F(event_since_in, cursor, INT, .min = 0, .max = INT64_MAX),
	{ 0 },
};

static const struct field event_line_fields[] = {
	F(event_line, cursor, INT),
	F(event_line, name, TEXT, .words = event_words),
	F(event_line, at, INSTANT),
	F(event_line, visit, TEXT, OPTIONAL),
	F(event_line, village, TEXT, OPTIONAL),
	F(event_line, unit, INT, OPTIONAL),
	F(event_line, data, JSON),
	{ 0 },
};

const struct field event_since_out_fields[] = {
	FL(event_since_out, events, event_line, 500),
	F(event_since_out, cursor, INT, .help = "ask again from here"),
	F(event_since_out, more, BOOL, .help = "there may be more from there: ask again at once"),
	F(event_since_out, complete, BOOL, .help = "false: load the pages anew, older events are gone"),
	{ 0 },
};

const struct field audit_find_in_fields[] = {
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

const struct field audit_find_out_fields[] = {
	FL(audit_find_out, entries, audit_line, 500),
	F(audit_find_out, next, INT, OPTIONAL,
	  .help = "there may be more: ask again with this as `after`; left out: these are all"),
	{ 0 },
};

const struct field audit_verify_out_fields[] = {
	F(audit_verify_out, ok, BOOL),
	F(audit_verify_out, entries, INT),
	F(audit_verify_out, first_bad, INT, OPTIONAL),
	F(audit_verify_out, why, WORD, .words = audit_fault_words),
	F(audit_verify_out, say, TEXT),
	F(audit_verify_out, heads, INT, .help = "signed heads that were checked"),
	F(audit_verify_out, signed_till, INT, OPTIONAL, .help = "the entry of the newest one"),
	F(audit_verify_out, signed_at, INSTANT, OPTIONAL),
	{ 0 },
};

const struct field query_get_in_fields[] = {
	F(query_get_in, code, TEXT, .max = 20, .help = "the code on the resident's slip"),
	{ 0 },
};

static const struct field query_commitment_fields[] = {
	F(query_commitment, unit_name, TEXT),
	F(query_commitment, unit_name_en, TEXT, OPTIONAL),
	F(query_commitment, act, TEXT),
	F(query_commitment, due, DAY),
	{ 0 },
};

static const struct field query_watched_fields[] = {
	F(query_watched, at, INSTANT),
	F(query_watched, what, TEXT, .words = query_what_words, .help = "what was opened"),
	F(query_watched, place, TEXT, OPTIONAL, .help = "the unit or the node of who did"),
	F(query_watched, place_en, TEXT, OPTIONAL),
	F(query_watched, role, TEXT, .words = role_words),
	F(query_watched, purpose, TEXT),
	{ 0 },
};

const struct field query_get_out_fields[] = {
	F(query_get_out, state, TEXT, .words = visit_state_words),
	F(query_get_out, from, INSTANT),
	F(query_get_out, till, INSTANT),
	F(query_get_out, place, TEXT),
	F(query_get_out, place_en, TEXT, OPTIONAL),
	F(query_get_out, unit_name, TEXT),
	F(query_get_out, unit_name_en, TEXT, OPTIONAL),
	F(query_get_out, recorded, BOOL),
	F(query_get_out, recording_state, TEXT, .words = recording_status_words),
	F(query_get_out, outcome, TEXT, OPTIONAL, .words = visit_outcome_words),
	F(query_get_out, reply, LINES, OPTIONAL),
	FL(query_get_out, commitments, query_commitment, 50),
	FL(query_get_out, watched, query_watched, 200),
	F(query_get_out, watched_more, BOOL, .help = "there are older ones than these"),
	F(query_get_out, cancel_reason, TEXT, OPTIONAL),
	{ 0 },
};

const struct field quality_find_in_fields[] = {
	F(quality_find_in, visit, ID, OPTIONAL, .help = "left out: every visit of the scope"),
	F(quality_find_in, from, INSTANT, OPTIONAL,
	  .help = "left out: the last minute, of a visit its whole time"),
	AFTER(quality_find_in),
	{ 0 },
};

static const struct field quality_line_fields[] = {
	F(quality_line, visit, ID),
	F(quality_line, number, TEXT),
	F(quality_line, leg, ID),
	F(quality_line, at, INSTANT, .help = "end of the window of five seconds"),
	F(quality_line, rtt_ms, INT, .min = -1, .max = 3600000, .help = "-1: not known"),
	F(quality_line, grade, WORD, .words = quality_words),
	FO(quality_line, up, flow, .help = "from the leg to the media server"),
	FO(quality_line, down, flow),
	{ 0 },
};

const struct field quality_find_out_fields[] = {
	FL(quality_find_out, windows, quality_line, QUALITY_PAGE),
	NEXT(quality_find_out),
	{ 0 },
};
