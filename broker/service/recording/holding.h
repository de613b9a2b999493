/*
 * Recordings and who may look at them: archivists, supervisors and auditors within their subtree,
 * officials those of their own unit. Each message says which of these roles count for it.
 */
#ifndef BROKER_SERVICE_RECORDING_HOLDING_H
#define BROKER_SERVICE_RECORDING_HOLDING_H

#include "broker/service/recording/recordings.h"
#include "broker/store/recording_rows.h"

bool holding_is_visible(const struct call *c, uint32_t roles, const struct recording_row *r);

/* For what one opens a recording. */
struct holding_act {
	const char *name; /* of the message, for the audit entry of a refusal */
	uint32_t roles;
};

/* The recording if the caller may do this with it; a refusal is audited with the purpose. */
MUST_USE enum err holding_load(struct call *c, const struct recording_get_in *m,
			       const struct holding_act *act, struct recording_row *out);

#endif
