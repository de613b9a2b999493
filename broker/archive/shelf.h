/*
 * Where packages stand, and how one is read: paths, names in a folder, the sealed manifest. For
 * the archive's own files; thread-safe, nothing is shared.
 */
#ifndef BROKER_ARCHIVE_SHELF_H
#define BROKER_ARCHIVE_SHELF_H

#include "broker/archive/archive.h"
#include "broker/common/seal/chain.h"

#define SHELF_PATH_MAX 600

struct archive {
	char folder[SHELF_PATH_MAX / 2];
	char ca_path[SHELF_PATH_MAX / 2]; /* "": the issuer is not asked */
	_Atomic bool stopping;
};

/* <folder>/<recording>/part-NNNN */
MUST_USE enum err shelf_recording(const struct archive *a, struct id recording,
				  char out[SHELF_PATH_MAX]);
MUST_USE enum err shelf_part(const struct archive *a, struct id recording, uint32_t part,
			     char out[SHELF_PATH_MAX]);
/* Is this the name of a part's folder, to the letter? */
bool shelf_is_part(const char *name, uint32_t *part);
/* <folder>/<recording>/conflict-NNNN-N */
#define SHELF_CONFLICT_NAME 24
void shelf_name_conflict(uint32_t part, uint32_t copy, char out[SHELF_CONFLICT_NAME]);
MUST_USE enum err shelf_conflict(const struct archive *a, struct id recording, uint32_t part,
				 uint32_t copy, char out[SHELF_PATH_MAX]);
/* What is kept beside parts, in order, without the digests. ERR_NOT_FOUND: no such recording. */
MUST_USE enum err shelf_list_conflicts(const struct archive *a, struct id recording,
				       struct arena *arena, struct list *out);
MUST_USE enum err shelf_join(const char *folder, struct text name, char out[SHELF_PATH_MAX]);

/* A regular file, no link followed; ERR_NOT_FOUND. */
MUST_USE enum err shelf_open(const char *folder, struct text name, int *fd);
/* A whole small file into the arena. */
MUST_USE enum err shelf_load(const char *folder, const char *name, size_t most, struct arena *arena,
			     struct text *out);

/* Manifest and certificate of a package folder. is_sealed: the signature is by that certificate,
 * and the CA made it to seal recordings for `signer`. ERR_NOT_FOUND, ERR_BAD_INPUT: no manifest
 * that can be read. */
struct sealed {
	struct text json;
	struct sha256 digest; /* of the json */
	struct text cert;
	struct manifest manifest;
	bool is_sealed;
	char signer[SEAL_NAME_BYTES]; /* "": not sealed */
};
MUST_USE enum err shelf_load_sealed(const struct archive *a, const char *folder,
				    struct arena *arena, struct sealed *out);

/* Names in the folder that the manifest does not know. */
MUST_USE enum err shelf_find_unknown(const char *folder, const struct manifest *m,
				     struct arena *arena, struct list *texts);

/* Whether a journal that was walked is the one the manifest speaks of. */
bool shelf_journal_fits(const struct chain_report *r, const struct manifest *m);

/* Pages of this file that lie in memory are given up, so that reading it asks the disk. */
void shelf_forget(int fd);

#endif
