/*
 * A leg and its answer, made from a client's offer. Net thread.
 */
#ifndef MEDIA_ENGINE_JOIN_H
#define MEDIA_ENGINE_JOIN_H

#include "media/engine/stage.h"

struct joining {
	const struct engine_options *options;
	struct stage *stage;
	int place;
	int number;                /* of the leg in the engine */
	struct sha256 fingerprint; /* of our certificate */
};

/* Needs leg, epoch and text of the order; its text becomes the answer, place and slots are set.
 * The leg does not stand on the stage yet. ERR_BAD_INPUT, ERR_TOO_LARGE: no offer we can answer;
 * ERR_MEDIA_REFUSED: neither sound nor a picture that we know. */
MUST_USE enum err join_make(const struct joining *j, struct stage_order *o, const struct turn *t,
			    struct leg **out);

#endif
