/*
 * The states of a visit (domain.md 3.6) and their words on the wire, for the broker and for terminals;
 * what may become of one is a rule of the broker's (broker/core/visit.h). Never renumber.
 */
#ifndef BROKER_COMMON_TALK_VISIT_STATE_H
#define BROKER_COMMON_TALK_VISIT_STATE_H

enum visit_state {
	VISIT_REQUESTED = 0,
	VISIT_SCHEDULED = 1,
	VISIT_CHECKED_IN = 2,
	VISIT_CONSENTED = 3, /* the three answers are kept, whatever they are: waiting */
	VISIT_LIVE = 4,
	VISIT_CLOSED = 5,
	VISIT_FILED = 6, /* the recording, if any, is in the archive */
	VISIT_CANCELLED = 7,
	VISIT_NO_SHOW = 8,
	VISIT_STATE_COUNT
};

extern const char *const visit_state_words[VISIT_STATE_COUNT + 1]; /* NULL at the end */

#endif
