/*
 * Visits. A state changes only by visit_become, which names the state it was.
 */
#ifndef BROKER_STORE_VISIT_ROWS_H
#define BROKER_STORE_VISIT_ROWS_H

#include "broker/common/form/fields.h"
#include "broker/core/code12.h"
#include "broker/core/span.h"
#include "broker/core/visit.h"

struct db;

#define QUERY_CODE_LENGTH 10

struct visit {
	struct id id;
	struct text number;
	char query_code[QUERY_CODE_LENGTH + 1];
	struct id matter;
	int64_t unit;
	struct id receiver; /* "": the unit */
	struct code12 village;
	int64_t room;         /* of the receiver; 0: none */
	int64_t village_room; /* 0: none */
	enum visit_state state;
	struct span slot;
	struct instant created;
	struct id booked_by;
	struct text key;     /* the same key is the same booking; empty: none */
	struct instant zero; /* when it became live; 0: not yet */
	struct instant closed;
	struct id server; /* media server; "": none */
	int outcome;      /* enum visit_outcome; -1: none */
	struct text reply;
	struct text cancel_reason;
};

/* With the names that a list shows. */
struct visit_line {
	struct id id;
	struct text number;
	enum visit_state state;
	struct span slot;
	struct text subject;
	struct bytes name; /* of the resident, sealed */
	int64_t unit;
	struct text unit_name;
	struct text unit_name_en;
	struct code12 unit_node;
	struct code12 village;
	struct id matter;
	struct text matter_number;
};

MUST_USE enum err visit_add(struct db *db, const struct visit *v);
MUST_USE enum err visit_find(struct db *db, struct id id, struct arena *a, struct visit *out);
MUST_USE enum err visit_find_code(struct db *db, struct text code, struct arena *a,
				  struct visit *out);
/* The booking that this staff made with this key; ERR_NOT_FOUND. */
MUST_USE enum err visit_find_once(struct db *db, struct id staff, struct text key, struct id *out);

/* ERR_WRONG_STATE when the visit is not (any more) in the state it should come from. */
MUST_USE enum err visit_become(struct db *db, struct id id, enum visit_state from,
			       enum visit_state to);

/* Slot, receiver and rooms of a scheduled visit; ERR_WRONG_STATE. */
MUST_USE enum err visit_set_slot(struct db *db, const struct visit *v);
MUST_USE enum err visit_set_checked_in(struct db *db, struct id id, struct instant now);
MUST_USE enum err visit_set_not_checked_in(struct db *db, struct id id);
MUST_USE enum err visit_set_live(struct db *db, struct id id, struct instant zero);
MUST_USE enum err visit_set_server(struct db *db, struct id id, struct id server);
/* Was it ever placed on this media server? */
bool visit_was_on(struct db *db, struct id id, struct id server);
MUST_USE enum err visit_set_cancelled(struct db *db, struct id id, struct text reason);
/* closed, outcome and reply */
MUST_USE enum err visit_set_closed(struct db *db, const struct visit *v);

/* A page of the visits of a unit and of those whose village lies in a node, each once. */
struct visit_page {
	int64_t unit;        /* 0: none */
	struct code12 scope; /* "": none */
	struct instant
		after; /* that begin after this visit: its start and its id; "": not before */
	struct id after_id;
	struct instant till; /* and before this */
	int most;
};

/* struct visit_line, by start and id. */
MUST_USE enum err visit_page(struct db *db, const struct visit_page *p, struct arena *a,
			     struct list *out, bool *more);
struct matter_visits {
	struct id matter;
	struct id before; /* unset: the newest ones */
	int most;
};

/* struct visit_line of a matter, the newest first. */
MUST_USE enum err visit_list_matter(struct db *db, const struct matter_visits *p, struct arena *a,
				    struct list *out, bool *more);
MUST_USE enum err visit_line_find(struct db *db, struct id id, struct arena *a,
				  struct visit_line *out);

/* The visit of a village's room for which the resident is there, the live one first, with id,
 * state and slot only; its claim starts in the span. ERR_NOT_FOUND: none. */
MUST_USE enum err visit_find_room(struct db *db, int64_t room, struct span starts,
				  struct visit *out);

/* Booked visits whose slot ended before `till`: struct id, at most `most`. */
MUST_USE enum err visit_list_expected(struct db *db, struct instant till, int most, struct arena *a,
				      struct list *out);
/* Live visits placed on a media server: struct id. */
MUST_USE enum err visit_list_live(struct db *db, struct id server, struct arena *a,
				  struct list *out);
/* Live visits whose media server is gone and in which no leg is open: struct id. */
MUST_USE enum err visit_list_lost(struct db *db, int most, struct arena *a, struct list *out);

#endif
