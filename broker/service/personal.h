/*
 * Personal fields: sealed with the data key on their way into the store, opened only for those
 * who need them for the act at hand, masked for others.
 */
#ifndef BROKER_SERVICE_PERSONAL_H
#define BROKER_SERVICE_PERSONAL_H

#include "broker/service/call.h"

/* What is sealed at a place opens at no other one: nobody swaps the names of two rows. */
MUST_USE enum err personal_seal(struct call *c, struct secret_place at, struct text t,
				struct bytes *out);
MUST_USE enum err personal_open(struct call *c, struct secret_place at, struct bytes sealed,
				struct text *out);

/* "10012345678" -> "100****5678"; short ones lose all but the first character. */
struct text personal_mask(struct call *c, struct text t);

#endif
