/*
 * What main needs of the settings: keys, folders, addresses, and the two errands that need no
 * server. Main thread.
 */
#ifndef MEDIA_OPENING_H
#define MEDIA_OPENING_H

#include "broker/common/seal/digest.h"
#include "media/engine/engine.h"
#include "media/settings.h"

#define OPENING_PATH_MAX 400

struct opening {
	struct secret_key master;
	struct signer *signer;
	char journals[OPENING_PATH_MAX]; /* absolute */
	char packages[OPENING_PATH_MAX];
};

/* Makes the folders that are not there. */
MUST_USE enum err opening_load(const struct media_settings *s, struct opening *out);
void opening_clear(struct opening *o);

/* Addresses, codecs and ceiling of the engine. ERR_BAD_SETTING. */
MUST_USE enum err opening_parse(const struct media_settings *s, struct engine_options *out);

/* --finalise: a journal, or each journal below a folder of visits. */
MUST_USE enum err opening_finalise(const struct opening *o, const char *path);

/* --key-check: signature, issuer, and the key of every journal that lies here. */
MUST_USE enum err opening_check(const struct media_settings *s, const struct opening *o);

#endif
