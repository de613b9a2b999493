/*
 * What the kiosk does so that a recording has no hole where its link was down: spool, camera
 * without a call, and the way to the archive later. Main loop, but for the spool.
 */
#ifndef CLIENT_KIOSK_KEEP_H
#define CLIENT_KIOSK_KEEP_H

#include "client/kiosk/alone.h"
#include "client/kiosk/catchup.h"

/* A visit that ends within this time after a loss was closed, not lost. */
#define KEEP_END_MS 10000

struct keep {
	const struct kiosk_settings *settings;
	struct spool *spool; /* NULL: nothing is ever kept */
	struct alone *alone;
	struct catchup catchup;
	struct {
		struct id visit; /* not set: no call was joined */
		struct id leg;
		int64_t epoch;
		enum codec picture;
	} call;
	bool is_recorded;             /* the visit, as far as is known */
	struct spool_stretch stretch; /* of now; id not set: the link is up, or there is no visit */
	struct instant since;
	bool is_told; /* that the spool is full */
};

/* The settings are borrowed. */
void keep_init(struct keep *k, const struct kiosk_settings *s);
void keep_clear(struct keep *k);

/* A call is about to take the camera. */
void keep_free_camera(struct keep *k);
/* The call is joined. */
void keep_take_joined(struct keep *k, struct id visit, struct id leg, int64_t epoch,
		      enum codec picture);
/* Packets come: the link is up. */
void keep_take_packet(struct keep *k);
/* The call is lost, and its visit goes on. */
void keep_lose(struct keep *k, struct instant now);
/* This visit is the one to be in; not set: none. */
void keep_take_visit(struct keep *k, struct id visit, bool is_recorded, struct instant now);

#endif
