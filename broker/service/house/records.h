/*
 * What anybody may look back at: events since a cursor, the audit chain, the resident's query
 * page.
 */
#ifndef BROKER_SERVICE_HOUSE_RECORDS_H
#define BROKER_SERVICE_HOUSE_RECORDS_H

#include "broker/service/call.h"

/* event.since */
struct event_since_in {
	int64_t cursor;
};
struct event_line {
	int64_t cursor;
	struct text name;
	struct instant at;
	struct text visit;
	struct text village;
	int64_t unit;
	struct json data;
};
struct event_since_out {
	struct list events; /* struct event_line */
	int64_t cursor;
	bool more; /* there may be others after `cursor` */
	bool complete;
};

/* event.next, internal READ: what is to be sent, oldest first. */
struct event_next_in {
	int64_t after; /* cursor */
};
struct event_next_out {
	struct list events; /* struct event */
};

/* audit.find */
struct audit_find_in {
	int64_t after;
	int64_t limit;
};
struct audit_line {
	int64_t seq;
	struct instant at;
	struct text act;
	struct text object;
	struct text role;
	struct text node;
	struct text result;
	struct text account;
	struct text address;
};
struct audit_find_out {
	struct list entries; /* struct audit_line */
	int64_t next;        /* what to ask after next; 0: these are all */
};

extern const char *const audit_fault_words[]; /* of store/audit_check.h: "none" and what is wrong */

/* audit.verify, a study. */
struct audit_verify_out {
	bool ok;
	int64_t entries;
	int64_t first_bad;
	int why; /* enum audit_fault */
	struct said say;
	int64_t heads;       /* signed ones that hold */
	int64_t signed_till; /* the entry of the newest; 0: none */
	struct instant signed_at;
};

/* audit.sign, internal WRITE each minute: signs the head when the newest signature is a day old. */
#define AUDIT_SIGN_MS DAY_MS
struct audit_sign_out {
	bool is_new;
};

/* query.get */
struct query_get_in {
	struct text code;
};
struct query_commitment {
	struct text unit_name;
	struct text unit_name_en;
	struct text act;
	struct text due;
};

struct query_watched {
	struct instant at;
	struct text what;  /* query_what_words: what was opened */
	struct text place; /* the unit or the node of who did; never a person */
	struct text place_en;
	struct text role;
	struct text purpose;
};
struct query_get_out {
	struct text state;
	struct instant from;
	struct instant till;
	struct text place;
	struct text place_en;
	struct text unit_name;
	struct text unit_name_en;
	bool recorded;
	struct text recording_state;
	struct text outcome;
	struct text reply;
	struct list commitments; /* struct query_commitment */
	struct list watched;     /* struct query_watched, newest first */
	bool watched_more;       /* there are older ones */
	struct text cancel_reason;
};

#endif
