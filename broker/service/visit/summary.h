/*
 * What lists and pages show of a visit: names for codes, the resident's name for who handles the matter.
 */
#ifndef BROKER_SERVICE_VISIT_SUMMARY_H
#define BROKER_SERVICE_VISIT_SUMMARY_H

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

/* "5月12日 09:00", local time. */
struct text summary_time(struct call *c, struct instant t);

/* What the light at the camera may say. */
extern const char *const recording_status_words[];
MUST_USE enum err summary_recording(struct call *c, const struct visit *v, struct text *out);

#endif
