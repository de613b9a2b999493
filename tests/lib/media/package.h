/*
 * What a finaliser made, read back. Static, as in maker.h.
 */
#ifndef TESTS_LIB_MEDIA_PACKAGE_H
#define TESTS_LIB_MEDIA_PACKAGE_H

#include "broker/common/seal/manifest.h"
#include "media/studio/finalise.h"
#include "tests/lib/media/maker.h"

/* Ends the part and finalises it into the folder "package" of the test's. */
MAKER struct finalise_result part_finalise(struct part_maker *m, struct signer *signer)
{
	struct finalise_result r = { 0 };
	char packages[300];

	part_end(m);
	snprintf(packages, sizeof(packages), "%s/package", test_folder());
	struct finalise_job job = { m->path, packages, maker_key(), signer, MAKER_ZERO };
	CHECK_EQ(ERR_OK, finalise_part(&job, &r));
	return r;
}

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
