/*
 * One call: a GStreamer pipeline around webrtcbin, from the offer to its end. Made anew for each
 * join. Main loop; what GStreamer's threads say comes over the bus of the pipeline.
 */
#ifndef CLIENT_KIOSK_CALL_H
#define CLIENT_KIOSK_CALL_H

#include "broker/common/base/err.h"
#include "broker/common/base/own.h"
#include "client/kiosk/settings.h"

#include <stdbool.h>
#include <stdint.h>

#define CALL_SLOTS 5 /* pairs that receive: K of the offer */

struct call;
struct spool;

struct call_listener {
	void *owner;
	void (*on_offer)(void *owner, struct text offer);
	void (*on_lost)(void *owner); /* it is of no use any more: call_free, not from here */
};

/* How a call gets through and where it goes to. */
struct call_way {
	const char *file;    /* of what is received; NULL: screen and loudspeaker */
	char *const *turn;   /* servers as turn://user:password@host:port, NULL at the end */
	struct spool *spool; /* hears what is sent; borrowed; NULL: none */
};

/* Starts. The settings are borrowed. */
MUST_USE enum err call_new(const struct kiosk_settings *s, const struct call_way *w,
			   const struct call_listener *l, struct call **out);
void call_free(struct call *c);
OWNABLE(call)

/* The answer to the offer: from here on camera and microphone run. */
MUST_USE enum err call_take_answer(struct call *c, struct text answer);

struct call_counts {
	int64_t packets;  /* of DTLS, RTP and RTCP that came */
	int64_t pictures; /* decoded */
	int64_t sounds;
};

struct call_counts call_count(const struct call *c);

#endif
