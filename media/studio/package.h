/*
 * The manifest of a package: facts read back from each file, digests, gaps, chapters. One thread.
 */
#ifndef MEDIA_STUDIO_PACKAGE_H
#define MEDIA_STUDIO_PACKAGE_H

#include "broker/common/seal/manifest.h"
#include "media/studio/reel.h"

/* Writes gapmap.json into the folder, then fills the manifest from what lies there. Texts and
 * lists live in the survey's arena. */
MUST_USE enum err package_describe(const char *folder, const struct survey *s, const struct reel *r,
				   struct instant now, struct manifest *out);

#endif
