/*
 * Parts on their way from the recorder to the archive: finalise, deliver, forget; each tried
 * again after a pause until it is done. What is here is also on the disk, so nothing is lost
 * with the process. Control thread.
 */
#ifndef MEDIA_CONTROL_PARTS_H
#define MEDIA_CONTROL_PARTS_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "media/record/journal.h"

enum part_state {
	PART_CLOSED, /* its journal is whole */
	PART_FINALISING,
	PART_PACKAGED, /* to be delivered */
	PART_DELIVERING,
	PART_FILED /* the archive has it: to be removed here */
};

#define PART_PAUSE_MS_MIN (2 * SECOND_MS)
#define PART_PAUSE_MS_MAX (5 * MINUTE_MS)

struct part {
	struct part *next;
	struct id visit;
	struct id recording;
	uint32_t number;
	enum part_state state;
	int64_t pause_ms; /* after the next failure */
	struct instant not_before;
	char journal[JOURNAL_PATH_MAX];
};

struct parts {
	struct part *first; /* the oldest */
	size_t n;
};

struct part *parts_find(const struct parts *p, struct id visit, uint32_t number);
/* At the end of the row; nothing new when it is there. */
struct part *parts_add(struct parts *p, struct id visit, uint32_t number);
void parts_remove(struct parts *p, struct part *part);
void parts_clear(struct parts *p);

/* The first in this state whose time has come. NULL: none. */
struct part *parts_due(const struct parts *p, enum part_state state, struct instant now);
bool parts_has(const struct parts *p, enum part_state state);

/* Back to a state after a failure, with a pause that grows each time. */
void part_retry(struct part *part, enum part_state state, struct instant now);
/* On to the next state. */
void part_go_on(struct part *part, enum part_state state);

#endif
