/*
 * What lists and pages show of a visit: names for codes, the resident's name for who handles the matter.
 */
#ifndef BROKER_SERVICE_VISIT_SUMMARY_H
#define BROKER_SERVICE_VISIT_SUMMARY_H

#include "broker/service/message.h"
#include "broker/service/visit/visits.h"
#include "broker/store/visit_rows.h"

MUST_USE enum err summary_load(struct call *c, const struct visit_line *line,
			       struct visit_summary *out);

/* The name of a node in the tree, empty when it is gone. */
struct text summary_node_name(const struct call *c, struct code12 node);
struct text summary_node_name_en(const struct call *c, struct code12 node); /* empty: none */

/* Where the resident sits; both stay as they are when no room was taken there. */
MUST_USE enum err summary_room(struct call *c, const struct visit *v, struct text *name,
			       struct text *name_en);

/* What the light at the camera may say. */
extern const char *const recording_status_words[];
MUST_USE enum err summary_recording(struct call *c, const struct visit *v, struct text *out);

/* The members of a struct visit_summary in the table of a message. */
#define SUMMARY(type, prefix)                                                                      \
	FN(type, prefix visit, "visit", ID), FN(type, prefix number, "number", TEXT),              \
		FN(type, prefix state, "state", TEXT, .words = visit_state_words),                 \
		FN(type, prefix from, "from", INSTANT), FN(type, prefix till, "till", INSTANT),    \
		FN(type, prefix subject, "subject", TEXT),                                         \
		FN(type, prefix petitioner_name, "petitioner_name", TEXT, OPTIONAL,                \
		   .help = "for who handles the matter, else matter.open"),                        \
		FN(type, prefix unit, "unit", INT), FN(type, prefix unit_name, "unit_name", TEXT), \
		FN(type, prefix unit_name_en, "unit_name_en", TEXT, OPTIONAL),                     \
		FN(type, prefix target_name, "target_name", TEXT),                                 \
		FN(type, prefix target_name_en, "target_name_en", TEXT, OPTIONAL),                 \
		FN(type, prefix village, "village", CODE12),                                       \
		FN(type, prefix village_name, "village_name", TEXT),                               \
		FN(type, prefix village_name_en, "village_name_en", TEXT, OPTIONAL),               \
		FN(type, prefix matter, "matter", ID),                                             \
		FN(type, prefix matter_number, "matter_number", TEXT)

#endif
