/*
 * Media servers: what they tell the broker and what the broker asks of them.
 */
#ifndef BROKER_SERVICE_MEDIA_MEDIA_H
#define BROKER_SERVICE_MEDIA_MEDIA_H

#include "broker/common/talk/media_messages.h"
#include "broker/service/call.h"

/* media.list */
#define MEDIA_PAGE 200
struct media_list_in {
	struct text after;
};
struct media_line {
	struct id server;
	struct text name;
	struct text node;
	struct text node_name;
	struct text node_name_en;
	int64_t capacity; /* visits at once */
	int64_t load;     /* live visits */
	struct text address;
	struct text version;
	bool connected;
	bool draining;
	struct instant seen; /* when it came or went last */
};
struct media_list_out {
	struct list servers; /* struct media_line */
	struct text next;    /* empty: these are all */
};

/* media.drain */
struct media_drain_in {
	struct id server;
	bool draining;
};

/* media.gone, internal WRITE: its connection is lost. Nothing, when it has registered anew since. */
struct media_gone_in {
	struct id server;
	struct instant since; /* when it registered on that connection */
};

/* visit.seats, internal READ: who reports the visit, and names for visit.report; the desk keeps
 * them while a leg lives. */
struct visit_seats_in {
	struct id visit;
};
struct visit_seat_row {
	struct id leg;
	int64_t epoch;
	struct id seat;
	struct text name;
};
struct visit_seats_out {
	struct id server; /* it is placed on; "": on none */
	struct list legs; /* struct visit_seat_row */
};

/* leg.gone, internal WRITE: the media server gave the leg up. */
struct leg_gone_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
};

#endif
