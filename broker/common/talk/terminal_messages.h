/*
 * The messages between the broker and the terminals in the rooms of villages, as structs with their
 * field tables, for both programs; people's pages send some of them too. Values; texts and lists
 * live in the arena of the message.
 */
#ifndef BROKER_COMMON_TALK_TERMINAL_MESSAGES_H
#define BROKER_COMMON_TALK_TERMINAL_MESSAGES_H

#include "broker/common/form/fields.h"
#include "broker/common/talk/backfill.h"

/* terminal.visit: the visit of the own room that the terminal should be in or wait for. */
struct terminal_visit_out {
	struct text room_name;
	struct id visit;   /* not set: none */
	struct text state; /* checked_in, consented, live */
	struct instant from;
	struct instant till;
	bool recording; /* the resident agrees to it */
};

/* Of each message that is about one visit and says no more: ice.list, visit.get and others. */
struct visit_in {
	struct id visit;
};

/* ice.list: asked before visit.join, for the same visit (struct visit_in) */
struct ice_list_out {
	struct list urls; /* struct text; none: there are no TURN servers */
	struct text username;
	struct text credential;
	struct instant till;
};

/* visit.join, finished by visit.joined */
struct visit_join_in {
	struct id visit;
	struct text offer;
};

struct visit_join_out {
	struct id leg;
	int64_t epoch;
	int64_t place;
	int64_t slots;
	struct text answer;
	bool recording;
};

/* visit.leave */
struct visit_leave_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
};

/* leg.again, told by the broker: this leg should join again. */
struct leg_again {
	struct id visit;
	struct id leg;
	int64_t epoch;
};

/* visit.backfill, finished by visit.backfilled */
struct visit_backfill_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
	struct id stretch;
	int64_t number;
	int64_t clock_us;
	int64_t age_ms;
	int picture; /* enum backfill_codec */
	bool is_last;
	struct bytes packets;
};

struct visit_backfill_out {
	int64_t next;
};

extern const struct field terminal_visit_out_fields[];
extern const struct field visit_in_fields[];
extern const struct field ice_list_out_fields[];
extern const struct field visit_join_in_fields[];
extern const struct field visit_join_out_fields[];
extern const struct field visit_leave_in_fields[];
extern const struct field leg_again_fields[];
extern const struct field visit_backfill_in_fields[];
extern const struct field visit_backfill_out_fields[];

#endif
