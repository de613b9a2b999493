/*
 * What the links of legs are like: kept with the visit, listed for who runs the servers.
 */
#ifndef BROKER_SERVICE_MEDIA_QUALITY_H
#define BROKER_SERVICE_MEDIA_QUALITY_H

#include "broker/core/quality.h"
#include "broker/service/call.h"

/* quality.save, internal WRITE: a window of a leg as its media server told it. */
struct quality_save_in {
	struct id visit;
	struct id leg;
	struct quality quality;
};

/* quality.find */
#define QUALITY_PAGE 200 /* windows looked at, and at most shown */
struct quality_find_in {
	struct id visit;     /* "": all of the caller's scope */
	struct instant from; /* 0: the last minute, of a visit its whole time */
	struct text after;
};
struct quality_line {
	struct id visit;
	struct text number;
	struct id leg;
	struct instant at;
	int64_t rtt_ms; /* -1: not known */
	int grade;      /* quality_words */
	struct flow up;
	struct flow down;
};
struct quality_find_out {
	struct list windows; /* struct quality_line, oldest first */
	struct text next;    /* empty: these are all */
};

#endif
