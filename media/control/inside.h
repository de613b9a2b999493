/*
 * What the files of the desk share. For desk.c, asks.c, recording.c, tells.c, report.c and reply.c only.
 */
#ifndef MEDIA_CONTROL_INSIDE_H
#define MEDIA_CONTROL_INSIDE_H

#include "broker/common/talk/frame.h"
#include "media/control/desk.h"
#include "media/control/parts.h"
#include "media/control/visits.h"
#include "media/record/entry.h"

#define TELLS_MAX 64

/* Our requests that the broker has not answered. */
enum tell_kind { TELL_REGISTER, TELL_STARTED, TELL_DELIVER };

struct tell {
	int64_t id; /* 0: free */
	enum tell_kind kind;
	struct id visit;
	uint32_t part;
};

struct desk {
	struct desk_parts parts;
	struct desk_self self;
	struct visits visits;
	struct parts row; /* to the archive */
	struct tell tells[TELLS_MAX];
	int64_t last_id;
	uint32_t connection; /* counts them */
	bool is_up;
	bool is_registered;
	struct instant register_at; /* again, after a refusal */
	struct {
		bool asked;        /* the engine has the order */
		struct instant at; /* the next one */
		struct instant give_up;
	} report;
	struct instant started_at; /* again, after a refusal */
};

/* What comes back with an order. */
enum ticket_kind {
	TICKET_OPEN,
	TICKET_RECORD,
	TICKET_CLOSE,
	TICKET_LEG_OPEN,
	TICKET_LEG_CLOSE,
	TICKET_LEG_MUTE,
	TICKET_LEG_CAMERA,
	TICKET_REPORT
};

struct ticket {
	enum ticket_kind kind;
	int64_t id; /* of the broker's request */
	uint32_t connection;
	struct id visit;
	char seat[ENTRY_SEAT_MAX + 1]; /* of a leg that opens: noted when it was accepted */
	char name[ENTRY_NAME_MAX + 1];
};

/* reply.c: answers to the broker, dropped when they belong to an older connection. */
void reply_send(struct desk *d, int64_t id, uint32_t connection, const struct field *fields,
		const void *result);
void reply_refuse(struct desk *d, int64_t id, uint32_t connection, enum err err);
/* Answers a waiting stage.open or stage.record when all is done. */
void reply_settle(struct desk *d, struct visit *v);
/* Posts the order; false: the net thread is too busy, and the order is gone. */
bool order_post(struct desk *d, struct stage_order *o, const struct ticket *t);

/* asks.c: a request of the broker; ERR_OK: it will be answered. */
MUST_USE enum err asks_take(struct desk *d, const struct frame *f, struct arena *a,
			    struct instant now);
void asks_answered(struct desk *d, struct ticket *t, struct stage_order *o);

/* recording.c */
void recording_cover(struct desk *d, struct visit *v, struct instant now);
void recording_end(struct desk *d, struct visit *v);
void recording_take(struct desk *d, const struct recorder_event *e, struct instant now);
void recording_tick(struct desk *d, struct instant now);

/* tells.c */
void tells_tick(struct desk *d, struct instant now);
void tells_take(struct desk *d, const struct frame *f, struct arena *a, struct instant now);
void tells_clear(struct desk *d, struct instant now);
void tells_register(struct desk *d, struct instant now);

/* report.c */
void report_tick(struct desk *d, struct instant now);
void report_take(struct desk *d, const struct stage_order *o, int64_t now_us);

#endif
