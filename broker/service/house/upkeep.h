/*
 * What the broker does for itself from time to time.
 */
#ifndef BROKER_SERVICE_HOUSE_UPKEEP_H
#define BROKER_SERVICE_HOUSE_UPKEEP_H

#include "broker/service/call.h"

enum upkeep_step {
	UPKEEP_RECORDINGS, /* that never began are told as broken, parts that never came as missing */
	UPKEEP_RECEPTIONS, /* of further days come in */
	UPKEEP_SESSIONS,
	UPKEEP_ENDED,
	UPKEEP_EVENTS,
	UPKEEP_QUALITY,
	UPKEEP_SHEETS,
	UPKEEP_DRAFTS,
	UPKEEP_DONE
};

/* store.upkeep, one small job of a round that is begun each six hours: what is to be done next; the
 * result is the step after it. */
struct store_upkeep {
	enum upkeep_step step;
	int64_t after; /* the last rule whose receptions were published */
};

#endif
