/*
 * What a finaliser made, read back. Static, as in maker.h.
 */
#ifndef TESTS_LIB_MEDIA_PACKAGE_H
#define TESTS_LIB_MEDIA_PACKAGE_H

#include "broker/common/manifest.h"
#include "media/studio/finalise.h"
#include "tests/lib/media/maker.h"

MAKER struct manifest manifest_of(const struct finalise_result *r, struct arena *a)
{
	char line[700];
	struct manifest m;

	snprintf(line, sizeof(line), "cat %s/manifest.json", r->folder);
	char *text = maker_run(line);
	CHECK_EQ(ERR_OK, manifest_parse(text_of(arena_copy(a, text_of(text))), a, &m));
	free(text);
	return m;
}

#endif
