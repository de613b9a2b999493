/*
 * The line to the broker on a thread of its own, for programs whose main loop is another one: what
 * comes is taken here, what is to be sent is given here. Functions belong to the user's thread.
 */
#ifndef CLIENT_CORE_CARRIER_H
#define CLIENT_CORE_CARRIER_H

#include "client/core/line.h"

enum letter_kind {
	LETTER_UP,   /* connected */
	LETTER_DOWN, /* not any more; it is tried again */
	LETTER_FRAME
};

/* Owned by who took it: free(). */
struct letter {
	enum letter_kind kind;
	size_t n; /* of a frame */
	char at[];
};

struct carrier;

/* Texts of the settings are borrowed. Connects at once. */
MUST_USE enum err carrier_new(const struct line_settings *s, struct carrier **out);
void carrier_free(struct carrier *c);
OWNABLE(carrier)

/* Readable when there is a letter. */
int carrier_fd(struct carrier *c);
/* NULL: none. */
struct letter *carrier_take(struct carrier *c);

/* False: too many wait. Without a connection it is dropped: a LETTER_DOWN has been or will be. */
bool carrier_send(struct carrier *c, struct text frame);

/* Ends this connection: the next one is tried. */
void carrier_end(struct carrier *c);

#endif
