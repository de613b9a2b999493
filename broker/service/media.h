/*
 * Media servers: what they tell the broker and what the broker asks of them.
 */
#ifndef BROKER_SERVICE_MEDIA_H
#define BROKER_SERVICE_MEDIA_H

#include "broker/common/flow.h"
#include "broker/service/call.h"

/* media.register */
struct media_stage {
	struct id visit;
};

struct media_register_in {
	struct text name;
	struct text node;
	int64_t capacity;
	struct text address;
	struct text version;
	struct list stages; /* struct media_stage */
};
struct media_register_out {
	struct id server;
};
enum err media_register(struct call *c, const void *in);

/* media.list */
struct media_line {
	struct id server;
	struct text name;
	struct text node;
	struct text node_name;
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
};
enum err media_list_all(struct call *c, const void *in);

/* media.drain */
struct media_drain_in {
	struct id server;
	bool draining;
};
enum err media_drain(struct call *c, const void *in);

/* media.gone, internal WRITE: its connection is lost. */
struct media_gone_in {
	struct id server;
};
enum err media_gone(struct call *c, const void *in);

/* media.report, for the link: nothing is stored. */
struct media_leg {
	struct id leg;
	int64_t epoch;
	int64_t place;
	int state; /* media_leg_words */
	int64_t rx_bytes;
	int64_t lost;
	int64_t rtt_ms;
	int64_t window; /* of five seconds, counted from 1; 0: none is over yet */
	struct flow up; /* in that window, from the leg to the media server */
	struct flow down;
};

enum media_leg_state { MEDIA_LEG_LIVE, MEDIA_LEG_LOST, MEDIA_LEG_GONE, MEDIA_LEG_STATE_COUNT };
extern const char *const media_leg_words[MEDIA_LEG_STATE_COUNT + 1];

struct media_visit {
	struct id visit;
	bool recording;
	int64_t durable_age_ms;
	int64_t part;
	struct text why;  /* it should be recorded and is not: the word of the error */
	struct list legs; /* struct media_leg */
};

struct media_report_in {
	struct list visits; /* struct media_visit */
};

/* visit.seats, internal READ: names for visit.report; the link keeps them while a leg lives. */
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
	struct list legs; /* struct visit_seat_row */
};
enum err visit_seats(struct call *c, const void *in);

/* leg.gone, internal WRITE: the media server gave the leg up. */
struct leg_gone_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
};
enum err leg_gone(struct call *c, const void *in);

/* What the broker asks. */
struct stage_open_in {
	struct id visit;
	struct id recording;
	struct instant zero;
	int64_t slots;
	bool video;
	bool audio;
	bool record;
	int64_t first_part; /* the lowest number that a new part may have */
};
struct stage_open_out {
	int64_t part;
};

struct leg_open_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
	struct text seat;
	struct text name;
	struct text offer;
};
struct leg_open_out {
	struct text answer;
	int64_t place;
	int64_t slots;
};

struct leg_close_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
};

struct stage_record_in {
	struct id visit;
	bool record;
	bool video;
	bool audio;
};

struct stage_close_in {
	struct id visit;
};

#endif
