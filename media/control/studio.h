/*
 * The studio thread: finalises parts one after the other, each in a process of its own
 * (`xinqiao-media --finalise`), so that whatever a media library does leaves the visits alone.
 * Functions say who may call them.
 */
#ifndef MEDIA_CONTROL_STUDIO_H
#define MEDIA_CONTROL_STUDIO_H

#include "broker/common/base/ids.h"
#include "broker/common/base/own.h"

struct mailbox;

#define STUDIO_PATH_MAX 512

/* A part to finalise; goes in and comes back with its result. */
struct studio_job {
	struct id visit;
	uint32_t part;
	char journal[STUDIO_PATH_MAX];
	enum err result; /* ERR_PIPELINE: see the finaliser's own lines in the log */
};

struct studio_options {
	const char *program;  /* what is run: program --config FILE --finalise JOURNAL */
	const char *config;   /* NULL: the usual settings */
	struct mailbox *done; /* struct studio_job, owned by its taker; borrowed */
};

struct studio;

MUST_USE enum err studio_new(const struct studio_options *o, struct studio **out);
/* Ends the process that is running; its part is finalised after the next start. */
void studio_free(struct studio *s);
OWNABLE(studio)

/* Control thread. Takes the job over; false: too many wait, it is still the caller's. */
bool studio_post(struct studio *s, struct studio_job *job);

#endif
