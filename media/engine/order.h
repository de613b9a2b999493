/*
 * What other threads ask of the net thread. An order is made by the asker, posted to the net
 * thread's mailbox, carried out, and posted back, with its result, to the mailbox it names. Who
 * holds the pointer owns it. An order without a mailbox is freed when it is done.
 */
#ifndef MEDIA_ENGINE_ORDER_H
#define MEDIA_ENGINE_ORDER_H

#include "broker/common/base/ids.h"
#include "broker/common/base/own.h"
#include "broker/common/talk/flow.h"

struct mailbox;

enum stage_order_kind {
	ORDER_STAGE_OPEN,   /* visit, cover, slots; an open stage only gets the cover: idempotent */
	ORDER_STAGE_RECORD, /* visit, cover */
	ORDER_STAGE_CLOSE,  /* visit */
	ORDER_LEG_OPEN,  /* visit, leg, epoch, muted, text = offer -> text = answer, place, slots */
	ORDER_LEG_CLOSE, /* visit, leg, epoch */
	ORDER_LEG_MUTE,  /* visit, leg, muted */
	ORDER_LEG_CAMERA, /* visit, leg, epoch, camera_off */
	ORDER_REPORT,     /* -> report */
	ORDER_KEY_FRAMES  /* visit: asks every publisher for one, merged as always */
};

/* What is recorded: nothing without `record`, then the kinds that consent covers. */
struct stage_cover {
	bool record;
	bool video;
	bool audio;
};

enum leg_state {          /* words on the wire: live, lost, gone */
		 LEG_NEW, /* answered, its first packet has not come */
		 LEG_LIVE,
		 LEG_LOST, /* silent for 10 s */
		 LEG_GONE  /* closed, or lost for 120 s; told once, then forgotten */
};

/* What the line of a leg carries of the pictures of others. */
enum leg_step { /* words on the wire: full, small, sound */
		LEG_STEP_FULL,
		LEG_STEP_SMALL, /* one at least comes smaller than it is sent */
		LEG_STEP_SOUND  /* none comes: sound needs the line */
};

/* A window of five seconds. */
struct leg_quality {
	int64_t number; /* from 1; 0: none is over yet */
	struct flow up; /* from the leg */
	struct flow down;
};

/* What a leg has of the pictures of the stage. */
enum leg_picture { /* words on the wire: shared, again, none */
		   LEG_PICTURE_SHARED,
		   LEG_PICTURE_AGAIN, /* the stage moved to another codec: it should join again at once */
		   LEG_PICTURE_NONE /* none in common with the rest: sound alone */
};

struct leg_report {
	struct id visit;
	struct id leg;
	uint32_t epoch;
	int place;
	enum leg_state state;
	bool muted;
	bool camera_off;
	bool shows;  /* its document goes to everybody else */
	bool speaks; /* or spoke last */
	enum leg_step step;
	int64_t still_ms; /* no sound and no picture for so long, though it should; 0: they come */
	enum leg_picture picture;
	uint64_t rx_bytes;
	uint64_t rx_packets;
	uint64_t tx_bytes;
	uint64_t lost;  /* packets of its own that never came */
	int64_t rtt_ms; /* -1: not known */
	struct leg_quality quality;
};

/* Datagrams of the whole engine since its start. */
struct engine_counts {
	uint64_t in;
	uint64_t out;
	uint64_t unknown; /* from nobody we know, or for nobody */
	uint64_t malformed;
	uint64_t forged;
	uint64_t replayed;
	uint64_t limited; /* of a leg that sends more than any may */
};

struct engine_report {
	struct engine_counts counts;
	size_t n_visits;
	size_t n;
	struct id *visits; /* of the open stages, owned by the order */
	struct leg_report *legs;
};

struct stage_order {
	enum stage_order_kind kind;
	struct mailbox *answers; /* borrowed; NULL: nobody wants to know */
	void *asker;             /* passed through */
	struct id visit;
	struct id leg;
	uint32_t epoch;
	bool muted;      /* its sound goes to nobody and into no recording */
	bool camera_off; /* as whoever sits there says */
	struct stage_cover cover;
	char *text; /* heap, terminated, owned by the order */

	enum err result;
	int place;
	bool moved; /* the leg brought the stage to another codec: others have to join again */
	int slots;  /* of a leg; asked of a stage: each leg receives so many, 0: as usual */
	struct engine_report report;
};

struct stage_order *stage_order_new(enum stage_order_kind kind); /* heap: stage_order_free */
void stage_order_free(struct stage_order *o);
OWNABLE(stage_order)

/* Copies a text into the order: the offer, or the answer. */
void stage_order_set_text(struct stage_order *o, struct text t);

#endif
