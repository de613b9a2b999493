/*
 * What the control thread knows and does: visits and their recordings, what the broker asked,
 * what it has still to hear, parts to finalise and to deliver. Sockets and clocks stay outside:
 * frames, answers, events and the time go in; frames go out by a function. `now` serves to measure
 * pauses and never jumps. Control thread.
 */
#ifndef MEDIA_CONTROL_DESK_H
#define MEDIA_CONTROL_DESK_H

#include "broker/common/base/ids.h"
#include "broker/common/base/own.h"

struct mailbox;
struct net;
struct recorder;
struct recorder_event;
struct stage_order;
struct studio;
struct studio_job;

/* Where frames go; false: the broker cannot be reached. */
struct desk_out {
	void *owner;
	bool (*send)(void *owner, struct text frame);
};

/* All borrowed for as long as the desk lives. */
struct desk_parts {
	struct net *net;
	struct recorder *recorder;
	struct studio *studio;
	struct mailbox *answers; /* where the net thread puts carried-out orders */
	struct desk_out out;
};

/* How this server presents itself; borrowed. */
struct desk_self {
	const char *name;
	const char *node;
	const char *address;
	int64_t capacity;
	const char *journals; /* folder */
	const char *packages; /* folder, as the broker finds it: an absolute path */
};

struct desk;
struct desk *desk_new(const struct desk_parts *p, const struct desk_self *s); /* desk_free */
void desk_free(struct desk *d);
OWNABLE(desk)

/* The connection is there, or gone. */
void desk_up(struct desk *d, struct instant now);
void desk_down(struct desk *d);
/* The broker knows us: since the last desk_up our registration was answered. */
bool desk_is_registered(const struct desk *d);

/* ERR_BAD_INPUT: not a frame at all; the connection is of no use. */
MUST_USE enum err desk_take_frame(struct desk *d, struct text frame, struct instant now);
/* These three take over what they are given. */
void desk_take_answer(struct desk *d, struct stage_order *o, struct instant now, int64_t now_us);
void desk_take_event(struct desk *d, struct recorder_event *e, struct instant now);
void desk_take_job(struct desk *d, struct studio_job *j, struct instant now);

/* A few times a second: what is due to be asked, told, tried again. */
void desk_tick(struct desk *d, struct instant now);

/* Parts that the archive does not have yet. */
size_t desk_undelivered(const struct desk *d);

#endif
