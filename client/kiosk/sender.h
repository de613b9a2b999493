/*
 * One line that the kiosk sends on: a device, and behind it, for the whole call, the encoder. A
 * device that is not there or fails gives way to black or silence and is tried again: the call goes
 * on. Lives in the pipeline of its call; main loop.
 */
#ifndef CLIENT_KIOSK_SENDER_H
#define CLIENT_KIOSK_SENDER_H

#include "broker/common/base/own.h"
#include "client/kiosk/codecs.h"
#include "client/kiosk/spool.h"

#define SENDER_RETRY_MS 5000

struct sender;

/* Where the packets go, in which form. */
struct sender_line {
	GstElement *pipeline;
	GstElement *inlet; /* in the pipeline; takes the packets */
	enum codec codec;
	guint ssrc;
	struct spool *spool; /* hears every packet, to the end of the pipeline; NULL: none */
};

/* Starts. Settings and elements are borrowed until sender_free, which comes before the end of the
 * pipeline. ERR_PIPELINE with a line in the log: an element is missing. */
MUST_USE enum err sender_new(const struct kiosk_settings *s, const struct sender_line *l,
			     struct sender **out);
void sender_free(struct sender *s);
OWNABLE(sender)

/* What the bus of the pipeline says; true: it was about the device, and is dealt with. */
bool sender_take_message(struct sender *s, GstMessage *m);

#endif
