/*
 * The finaliser: makes the package of a part from its journal, without transcoding: a file for
 * each leg, posters, gap map, manifest, seal. Runs in a process of its own, may be killed and
 * started again at any point: it builds in a folder beside the package and renames at the end.
 */
#ifndef MEDIA_STUDIO_FINALISE_H
#define MEDIA_STUDIO_FINALISE_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/seal/digest.h"

#define FINALISE_PATH_MAX 512

struct finalise_job {
	const char *journal;  /* <data>/journal/<visit>/part-NNNN.xqj */
	const char *packages; /* <data>/package; the package is <packages>/<visit>/part-NNNN */
	struct secret_key master;
	struct signer *signer; /* borrowed */
	struct instant now;
};

struct finalise_result {
	struct id visit;
	struct id recording;
	uint32_t part;
	int64_t duration_ms; /* of the part */
	int files;
	int gaps;
	char folder[FINALISE_PATH_MAX]; /* the package, for recording.deliver */
};

/* Takes as long as it takes; not for a thread that serves. ERR_BROKEN_SEAL: the journal was
 * changed; ERR_PIPELINE; ERR_DISK; ERR_DISK_FULL. ERR_OK also when the package is there already. */
MUST_USE enum err finalise_part(const struct finalise_job *job, struct finalise_result *out);

/* The archive has the package: removes it. */
MUST_USE enum err finalise_remove(const char *packages, struct id visit, uint32_t part);

#endif
