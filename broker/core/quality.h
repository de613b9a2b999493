/*
 * How good the link of a leg is, in one of three words for the people concerned. Pure.
 */
#ifndef BROKER_CORE_QUALITY_H
#define BROKER_CORE_QUALITY_H

#include "broker/common/talk/flow.h"

struct quality {
	int64_t rtt_ms; /* -1: not known */
	struct flow up; /* from the leg to the media server */
	struct flow down;
};

enum quality_grade { QUALITY_GOOD, QUALITY_FAIR, QUALITY_POOR, QUALITY_GRADE_COUNT };

extern const char *const quality_words[QUALITY_GRADE_COUNT + 1]; /* NULL at the end */

/* The worse direction counts. Limits after ITU-T G.114 (delay: 150 ms one way is not noticed, over
 * 400 ms is not to be planned for) and what Opus and repair by NACK hide. */
enum quality_grade quality_grade(const struct quality *q);

#endif
