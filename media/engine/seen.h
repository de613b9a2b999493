/*
 * When the pictures of one feed were whole at its receiver, by the receiver's own transport-wide
 * feedback: a packet counts when all before it came, at once or sent again, and a key frame needs
 * none before it. So a picture stands still here as long as it does there. Bounded. Pure; owned by
 * the link.
 */
#ifndef MEDIA_ENGINE_SEEN_H
#define MEDIA_ENGINE_SEEN_H

#include "media/engine/pace.h"

#define SEEN_MAX     256     /* packets on their way, a power of two */
#define SEEN_AWAY_US 2000000 /* nothing was sent for so long: the picture was away, not frozen */

struct seen_packet {
	int64_t came_us; /* by the receiver's clock */
	uint32_t ts;
	bool came;
	bool is_key; /* a receiver may start here */
};

struct seen {
	uint32_t ssrc;   /* of the feed that is watched, 0: none */
	bool any;        /* it sent something */
	bool is_waiting; /* for a key frame: too much is missing */
	int64_t next;    /* extended number of the first that is missing */
	int64_t end;     /* one beyond the newest sent */
	int64_t sent_us; /* the newest */
	int64_t came_us; /* the last that counted */
	int64_t told_us; /* the newest that came at all */
	struct seen_packet packets[SEEN_MAX];
	struct pace pace;
};

/* Watches this feed from now on; begins anew only when it is another one. */
void seen_watch(struct seen *s, uint32_t ssrc);

/* The feed sends this packet for the first time. */
void seen_send(struct seen *s, uint16_t seq, struct seen_packet p, int64_t now_us);

/* It came, at once or sent again. */
void seen_take(struct seen *s, uint16_t seq, int64_t came_us);

/* A picture that stands while others come behind it counts so far. */
void seen_stand(struct seen *s);

#endif
