/*
 * The messages between kiosk and broker, as structs with their field tables. The broker's side of
 * the same stands in broker/service/visit. Values; texts live in the arena of the message.
 */
#ifndef CLIENT_KIOSK_MESSAGES_H
#define CLIENT_KIOSK_MESSAGES_H

#include "broker/common/form/fields.h"

struct kiosk_visit_out {
	struct text room_name;
	struct id visit; /* not set: none */
	struct text state;
	struct instant from;
	struct instant till;
	bool recording; /* the resident agrees to it */
};

/* visit.backfill */
struct kiosk_backfill_in {
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

struct kiosk_backfill_out {
	int64_t next;
};

struct kiosk_ice_in {
	struct id visit;
};

struct kiosk_ice_out {
	struct list urls; /* struct text */
	struct text username;
	struct text credential;
	struct instant till;
};

struct kiosk_join_in {
	struct id visit;
	struct text offer;
};

struct kiosk_join_out {
	struct id leg;
	int64_t epoch;
	int64_t place;
	int64_t slots;
	struct text answer;
	bool recording;
};

struct kiosk_leave_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
};

extern const struct field kiosk_visit_out_fields[];
extern const struct field kiosk_ice_in_fields[];
extern const struct field kiosk_ice_out_fields[];
extern const struct field kiosk_join_in_fields[];
extern const struct field kiosk_join_out_fields[];
extern const struct field kiosk_leave_in_fields[];
extern const struct field kiosk_backfill_in_fields[];
extern const struct field kiosk_backfill_out_fields[];

#endif
