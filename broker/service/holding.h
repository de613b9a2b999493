/*
 * Recordings and who may look at them: archivists, supervisors and auditors within their subtree,
 * officials those of their own unit.
 */
#ifndef BROKER_SERVICE_HOLDING_H
#define BROKER_SERVICE_HOLDING_H

#include "broker/service/recordings.h"
#include "broker/store/recording_rows.h"

bool holding_is_visible(const struct call *c, struct code12 village, int64_t unit);

/* The recording if the caller may look at it; `act` and the purpose are for the audit entry of a
 * refusal. */
MUST_USE enum err holding_load(struct call *c, const struct recording_get_in *m, const char *act,
			       struct recording_row *out);

#endif
