/*
 * The control thread: the line to the broker, the desk behind it, and the studio thread that
 * finalises. Functions are for the thread that starts the program.
 */
#ifndef MEDIA_CONTROL_CONTROL_H
#define MEDIA_CONTROL_CONTROL_H

#include "client/core/line.h"
#include "media/control/desk.h"
#include "media/control/studio.h"

/* All texts are borrowed for as long as the control lives. */
struct control_settings {
	struct line_settings line;
	struct desk_self self;
	const char *program; /* of the finaliser, see studio.h */
	const char *config;  /* NULL: none */
};

struct control;

struct control *control_new(const struct control_settings *s); /* heap: pair with control_free */
/* Stops first. Nobody may post any more: net and recorder are gone. */
void control_free(struct control *c);
OWNABLE(control)

/* Where the recorder puts its events; there from control_new on. */
struct mailbox *control_events(struct control *c);

/* net and recorder are borrowed until control_stop has returned. */
MUST_USE enum err control_start(struct control *c, struct net *net, struct recorder *recorder);
/* A finaliser that runs is ended; its part is finalised after the next start. */
void control_stop(struct control *c);

#endif
