/*
 * Seats: who should be in a visit. A name is that of a node, a unit or staff, never a resident's.
 */
#ifndef BROKER_STORE_SEAT_ROWS_H
#define BROKER_STORE_SEAT_ROWS_H

#include "broker/common/form/fields.h"
#include "broker/core/visit.h"

struct db;

struct seat {
	struct id id;
	struct id visit;
	enum seat_kind kind;
	struct text name;
	struct text name_en; /* of the unit, if there is one; not saved */
	int64_t unit;        /* 0: none */
	struct id staff;     /* "": anybody of the village or the unit */
	bool required;
	bool connected;      /* its leg is open; not saved */
	struct id leg_staff; /* who sat there last; not saved */
};

MUST_USE enum err seat_add(struct db *db, const struct seat *s);
/* struct seat, in order of adding. */
MUST_USE enum err seat_list(struct db *db, struct id visit, struct arena *a, struct list *out);

#endif
