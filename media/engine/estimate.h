/*
 * What the way to a receiver can carry, from its transport-wide feedback: packets that take longer
 * and longer, or are lost, mean less; else slowly more. A small GCC (draft-ietf-rmcat-gcc-02 s5.3,
 * 5.5, 6; the slope of delay as its later versions take it). A forwarder sends what the publisher
 * sends, so the estimate also grows while less is sent than it allows: whoever uses it to send more
 * sees soon whether that was too much. Bounded. Pure; owned by the link.
 */
#ifndef MEDIA_ENGINE_ESTIMATE_H
#define MEDIA_ENGINE_ESTIMATE_H

#include "media/engine/seen.h"
#include "media/packet/transport.h"

#define ESTIMATE_SENT    1024     /* packets on their way, a power of two */
#define ESTIMATE_SLOPE   20       /* points of the line through the delays */
#define ESTIMATE_MIN     100000   /* bit/s */
#define ESTIMATE_MAX     20000000 /* until the first complaint */
#define ESTIMATE_STEP_US 1000000  /* of loss and of what came */
#define ESTIMATE_HOLD_US 300000   /* after less: at least so long no less again */

struct estimate_sent {
	int64_t at_us;
	uint16_t bytes;
	bool is_open;    /* nothing was told of it */
	bool is_watched; /* of the picture of struct seen... */
	uint16_t seq;    /* ...under this number */
};

/* A burst: packets that left within 5 ms. */
struct estimate_burst {
	int64_t first_us; /* sent */
	int64_t last_us;  /* sent */
	int64_t came_us;  /* the last, by the receiver's clock */
	bool any;
};

/* Delay of one burst against the next, summed up and smoothed. */
struct estimate_delay {
	struct estimate_burst now;
	struct estimate_burst before;
	double sum_ms;
	double smooth_ms;
	double came_ms[ESTIMATE_SLOPE];
	double delay_ms[ESTIMATE_SLOPE];
	int n;        /* points ever */
	double limit; /* of the slope: adapts itself */
	double slope;
	int over; /* times in a row */
};

/* Of the running step. */
struct estimate_step {
	int64_t since_us;
	int64_t bytes;
	int came;
	int lost;
};

struct estimate {
	bool is_told;     /* feedback came */
	int64_t next;     /* number of the next packet */
	int64_t told;     /* one beyond the last of the feedback before */
	int64_t way_us;   /* of the last that came, between the two clocks */
	int64_t first_us; /* the receiver's clock at the first feedback, unwrapped from here */
	struct estimate_sent sent[ESTIMATE_SENT];
	struct estimate_delay delay;
	struct estimate_step step;
	int64_t reference; /* of the last feedback, unwrapped */
	uint64_t came_bps; /* in the last step */
	bool is_lossy;     /* it was */
	uint64_t bps;
	int64_t less_us; /* when it was lowered last */
	int64_t more_us; /* when it was raised last */
};

/* The number for the next packet; it counts when estimate_send is told of it. */
uint16_t estimate_next(const struct estimate *e);
void estimate_send(struct estimate *e, size_t bytes, int64_t now_us);

/* What was sent last is, or repeats, this packet of the picture that is watched. */
void estimate_mark(struct estimate *e, uint16_t seq);

/* Feedback of the receiver; what came of the marked ones is told to `seen`. */
void estimate_take(struct estimate *e, const struct transport *t, struct seen *seen,
		   int64_t now_us);

/* bit/s; 0: no feedback came. */
uint64_t estimate_bps(const struct estimate *e);

#endif
