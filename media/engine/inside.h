/*
 * What the files of the engine itself share: its stages, the numbers of legs, their addresses.
 * Net thread.
 */
#ifndef MEDIA_ENGINE_INSIDE_H
#define MEDIA_ENGINE_INSIDE_H

#include "media/engine/stage.h"

#define ENGINE_LEGS_MAX (ENGINE_STAGES_MAX * PLACES_MAX)

struct addresses;

struct standing {
	struct leg *leg;     /* NULL: the number is free */
	struct stage *stage; /* owns it */
};

struct engine {
	struct engine_options options;
	struct sha256 fingerprint;
	struct addresses *addresses;
	struct standing legs[ENGINE_LEGS_MAX]; /* by number */
	int top;                               /* all numbers in use are below */
	struct stage *stages[ENGINE_STAGES_MAX];
	int n_stages;
	uint32_t serials; /* of sources */
	int64_t due_us;
	struct engine_counts counts;
};

struct turn engine_turn(struct engine *e, int64_t now_us, struct out *out);

/* No packet finds this leg any more. */
void engine_forget(struct engine *e, const struct leg *l);

#endif
