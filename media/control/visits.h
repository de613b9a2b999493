/*
 * The open stages as the control thread knows them. Control thread.
 */
#ifndef MEDIA_CONTROL_VISITS_H
#define MEDIA_CONTROL_VISITS_H

#include "broker/common/base/clock.h"
#include "broker/common/talk/media_messages.h"
#include "media/engine/order.h"

#define VISITS_MAX       256
#define VISIT_GONE_MAX   32
#define VISIT_GONE_TELLS 20 /* reports that tell of a leg that is gone */

enum recording_state {
	RECORDING_OFF,
	RECORDING_STARTING, /* the recorder was asked and has not answered */
	RECORDING_ON
};

/* A request of the broker that waits for its answer; id 0: none. */
struct open_ask {
	int64_t id;
	uint32_t connection;
	bool carried_out; /* by the engine */
	bool wants_part;  /* stage.open */
	enum err err;
};

struct gone_leg {
	struct leg_report leg;
	int tells; /* left */
};

struct visit {
	struct visit *next;
	struct id id;
	struct id recording;
	struct instant zero;
	struct stage_cover cover;     /* as asked */
	struct stage_cover journaled; /* as the recorder last heard it */
	bool untold;                  /* the engine could not take the cover: told again */
	bool ends;                    /* nor the recorder the end */
	bool closes;                  /* nor the engine the close: there until both have */
	enum recording_state state;
	int64_t part;         /* 0: none now */
	uint32_t first_part;  /* the lowest number that a part of ours may have */
	int64_t told_part;    /* the last part whose start the broker confirmed */
	struct instant retry; /* of a part that could not be begun */
	enum err why;         /* it could not; ERR_OK: it goes on, or nobody has tried */
	struct open_ask ask;
	struct gone_leg gone[VISIT_GONE_MAX];
	int gone_n;
};

struct visits {
	struct visit *first;
	size_t n;
};

struct visit *visits_find(const struct visits *v, struct id id);
/* Made when it is new; NULL: too many. */
struct visit *visits_get(struct visits *v, struct id id);
void visits_remove(struct visits *v, struct id id);
void visits_clear(struct visits *v);

/* Consent covers something, and there is a recording to put it in. */
bool visit_is_recorded(const struct visit *v);
/* What the engine may give to the recorder now. */
struct stage_cover visit_cover(const struct visit *v);

/* A leg that is gone is told several times: a report may get lost. */
void visit_add_gone(struct visit *v, const struct leg_report *leg);

#endif
