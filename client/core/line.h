/*
 * The line to the broker: a WebSocket over TLS with our certificate, made again by itself after
 * every loss, later and later up to five seconds. Every state has a deadline: connecting, the
 * first answer, silence. One thread.
 */
#ifndef CLIENT_CORE_LINE_H
#define CLIENT_CORE_LINE_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

/* All texts are borrowed for as long as the line lives. */
struct line_settings {
	const char *host; /* as it stands in the broker's certificate */
	int port;
	const char *ca;
	const char *cert;
	const char *key;
};

#define LINE_TURN_MS 200

/* Who hears what. */
struct line_listener {
	void *owner;
	void (*on_up)(void *owner);
	void (*on_down)(void *owner);
	void (*on_frame)(void *owner, struct text frame);
	void (*on_bell)(void *owner); /* something is in a mailbox */
	void (*on_turn)(void *owner); /* each LINE_TURN_MS */
};

struct line;

/* bells: descriptors that ring when readable (mailbox_fd), borrowed. */
MUST_USE enum err line_new(const struct line_settings *s, const struct line_listener *l,
			   const int *bells, int n_bells, struct line **out);
void line_free(struct line *l);
OWNABLE(line)

/* Serves until line_stop, which a listener calls. */
void line_run(struct line *l);
void line_stop(struct line *l);

/* False: not connected, or the broker does not read any more and the line was dropped. */
bool line_send(struct line *l, struct text frame);

/* All is well: the next loss is followed by a short pause. */
void line_calm(struct line *l);

/* Ends this connection; the next one is tried after a while. */
void line_end(struct line *l);

#endif
