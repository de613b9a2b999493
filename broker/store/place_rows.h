/*
 * Places: the tree of nodes, units, rooms, published receptions.
 */
#ifndef BROKER_STORE_PLACE_ROWS_H
#define BROKER_STORE_PLACE_ROWS_H

#include "broker/common/form/fields.h"
#include "broker/core/holidays.h"
#include "broker/core/tree.h"

struct db;

/* The nodes valid now, in the order of their file. */
MUST_USE enum err tree_load(struct db *db, struct tree **out);
/* Puts a tree in the place of the one kept. Nodes that are gone keep their row with valid_to, so
 * what points to them still has a name. In a job. */
MUST_USE enum err tree_save(struct db *db, const struct tree *t, struct day today);

struct unit {
	int64_t id;
	struct text code; /* of the import file */
	struct text name;
	struct text name_en; /* empty: none */
	struct code12 node;
	struct text kind;
};

MUST_USE enum err unit_find(struct db *db, int64_t id, struct arena *a, struct unit *out);
/* Units of a node by id: the petition office or all others, after a unit. */
struct unit_page {
	struct code12 node;
	bool is_other;
	int64_t after;
	int most;
};

/* struct unit */
MUST_USE enum err unit_page(struct db *db, const struct unit_page *p, struct arena *a,
			    struct list *out);

struct room {
	int64_t id;
	struct code12 node;
	struct text name;
	struct text name_en; /* empty: none */
	struct text kind;
};

/* struct room, in the order of import. */
MUST_USE enum err room_list_node(struct db *db, struct code12 node, struct arena *a,
				 struct list *out);
MUST_USE enum err room_find(struct db *db, int64_t id, struct arena *a, struct room *out);

/* A published window in which somebody receives. */
struct reception {
	struct id id;
	int64_t unit;
	struct id staff;           /* "": the unit, nobody by name */
	struct text receiver_name; /* of the staff; empty: nobody by name */
	struct span span;
	int64_t slot_ms;
	int64_t buffer_ms;
};

#define RECEPTIONS_MAX 500

/* Windows of a unit that touch the span, by start; struct reception, at most RECEPTIONS_MAX. */
MUST_USE enum err reception_list(struct db *db, int64_t unit, struct span span, struct arena *a,
				 struct list *out);

/* Expands the rules for [today - 1, today + 60). Windows that stand keep their ids; windows to
 * come that no rule names any more are removed (visits keep their own time). At every start and
 * once a day, in a job. */
#define RECEPTION_DAYS 60
MUST_USE enum err receptions_expand(struct db *db, const struct holidays *h, struct instant now);
/* The same for at most so many rules after one. */
struct rules_left {
	int most;
	int64_t after; /* moved on */
	bool some;     /* there may be more */
};
MUST_USE enum err receptions_expand_some(struct db *db, const struct holidays *h,
					 struct instant now, struct rules_left *left);

#endif
