/* Field tables of matters, targets and slots. */
#include "broker/wire/tables.h"

#include "broker/core/visit.h"
#include "broker/service/matter/matters.h"
#include "broker/service/reception/plan.h"
#include "broker/service/reception/route.h"

const struct field matter_get_in_fields[] = {
	F(matter_get_in, matter, ID, OPTIONAL),
	F(matter_get_in, number, TEXT, OPTIONAL, .max = 40),
	AFTER(matter_get_in),
	{ 0 },
};

static const struct field matter_visit_fields[] = {
	F(matter_visit, visit, ID),
	F(matter_visit, number, TEXT),
	F(matter_visit, from, INSTANT),
	F(matter_visit, till, INSTANT),
	F(matter_visit, state, TEXT, .words = visit_state_words),
	F(matter_visit, unit_name, TEXT),
	F(matter_visit, unit_name_en, TEXT, OPTIONAL),
	{ 0 },
};

const struct field matter_get_out_fields[] = {
	F(matter_get_out, matter, ID),
	F(matter_get_out, number, TEXT),
	F(matter_get_out, subject, TEXT),
	F(matter_get_out, kind, TEXT, .words = matter_kind_words),
	F(matter_get_out, state, TEXT, .words = matter_state_words),
	F(matter_get_out, request, LINES, OPTIONAL,
	  .help = "this and the personal fields are left out for who does not handle it: matter.open"),
	F(matter_get_out, petitioner_name, TEXT, OPTIONAL),
	F(matter_get_out, contact, TEXT, OPTIONAL, .help = "masked, but for clerks of the node"),
	F(matter_get_out, address, TEXT, OPTIONAL),
	F(matter_get_out, village, CODE12),
	F(matter_get_out, village_name, TEXT),
	F(matter_get_out, village_name_en, TEXT, OPTIONAL),
	F(matter_get_out, competent, CODE12),
	F(matter_get_out, created, INSTANT),
	FL(matter_get_out, visits, matter_visit, MATTER_VISITS, .help = "the newest first"),
	NEXT(matter_get_out),
	{ 0 },
};

const struct field matter_open_in_fields[] = {
	F(matter_open_in, matter, ID),
	F(matter_open_in, purpose, TEXT, .min = 2, .max = 200,
	  .help = "is kept and shown to the resident"),
	{ 0 },
};

const struct field matter_open_out_fields[] = {
	F(matter_open_out, petitioner_name, TEXT),
	F(matter_open_out, contact, TEXT),
	F(matter_open_out, address, TEXT),
	F(matter_open_out, request, LINES),
	{ 0 },
};

const struct field matter_find_in_fields[] = {
	F(matter_find_in, text, TEXT, .max = 60, .help = "a number or words of the subject",
	  .sample = "MT-990101101201-2026-000001-7"),
	AFTER(matter_find_in),
	{ 0 },
};

static const struct field matter_line_fields[] = {
	F(matter_line, matter, ID),
	F(matter_line, number, TEXT),
	F(matter_line, subject, TEXT),
	F(matter_line, petitioner_name, TEXT, OPTIONAL, .help = "for who handles it"),
	F(matter_line, village_name, TEXT),
	F(matter_line, village_name_en, TEXT, OPTIONAL),
	F(matter_line, created, INSTANT),
	{ 0 },
};

const struct field matter_find_out_fields[] = {
	FL(matter_find_out, matters, matter_line, MATTER_PAGE),
	NEXT(matter_find_out),
	{ 0 },
};

const struct field target_list_in_fields[] = {
	F(target_list_in, matter, ID, OPTIONAL),
	F(target_list_in, competent, CODE12, OPTIONAL),
	AFTER(target_list_in),
	{ 0 },
};

static const struct field target_line_fields[] = {
	F(target_line, unit, INT),
	F(target_line, unit_name, TEXT),
	F(target_line, unit_name_en, TEXT, OPTIONAL),
	F(target_line, node, CODE12),
	F(target_line, node_name, TEXT),
	F(target_line, node_name_en, TEXT, OPTIONAL),
	F(target_line, tier, INT),
	F(target_line, reach, TEXT, .words = reach_words, .help = "Art. 20"),
	F(target_line, why, TEXT, OPTIONAL),
	{ 0 },
};

const struct field target_list_out_fields[] = {
	FL(target_list_out, targets, target_line, TARGET_PAGE),
	NEXT(target_list_out),
	{ 0 },
};

const struct field slot_find_in_fields[] = {
	F(slot_find_in, matter, ID, OPTIONAL),
	F(slot_find_in, visit, ID, OPTIONAL, .help = "that is to be moved: its own time is no obstacle"),
	F(slot_find_in, unit, INT, .min = 1, .max = INT64_MAX),
	F(slot_find_in, day, DAY),
	F(slot_find_in, days, INT, .min = 1, .max = 31),
	AFTER(slot_find_in),
	{ 0 },
};

static const struct field slot_line_fields[] = {
	F(slot_line, reception, TEXT),
	F(slot_line, from, INSTANT),
	F(slot_line, till, INSTANT),
	F(slot_line, receiver_name, TEXT, OPTIONAL),
	F(slot_line, free, BOOL),
	F(slot_line, why, TEXT, .words = plan_why_words,
	  .help = "free, past, soon (too near to prepare), beyond (not open yet), taken or own (where "
		  "the visit to be moved is now)"),
	{ 0 },
};

const struct field slot_find_out_fields[] = {
	FL(slot_find_out, slots, slot_line, SLOT_PAGE),
	F(slot_find_out, last_day, DAY, .help = "that is open for booking"),
	NEXT(slot_find_out),
	F(slot_find_out, provisional, BOOL, .help = "holidays of that year are not published yet"),
	{ 0 },
};
