/*
 * The archive: sealed packages in a directory, <folder>/<recording>/part-NNNN. Put copies, syncs
 * and reads back before it says yes; verify reads everything and says where something is wrong;
 * range reads serve the player. Functions are thread-safe; the slow ones (put, verify) belong on
 * the pool.
 */
#ifndef BROKER_ARCHIVE_ARCHIVE_H
#define BROKER_ARCHIVE_ARCHIVE_H

#include "broker/common/base/fault.h"
#include "broker/common/base/mailbox.h"
#include "broker/common/seal/digest.h"
#include "broker/common/seal/manifest.h"

struct archive;

/* The folder is made when it is not there. ca_path: the issuer of the media servers. */
MUST_USE enum err archive_new(const char *folder, const char *ca_path, struct archive **out);
void archive_free(struct archive *a);
OWNABLE(archive)

/* What a package has to be to come in. */
struct archive_terms {
	struct id visit;
	struct id recording;
	uint32_t part;
	bool video; /* what consent covers */
	bool audio;
	char signer[SEAL_NAME_BYTES]; /* whose seal it must bear: "media:<name>" */
	bool aside;     /* the number is another server's: it is kept beside the part, not as it */
	bool filed;     /* the part that stands there was filed: it stays */
	bool unclaimed; /* nobody told of the number before: what another server sealed stays */
};

/* The parts of a recording, in order; ERR_NOT_FOUND: none. */
#define ARCHIVE_PARTS_MAX 999
MUST_USE enum err archive_parts(struct archive *a, struct id recording, uint32_t *parts, int *n);

/* A package kept beside its part: <recording>/conflict-NNNN-N. */
#define ARCHIVE_CONFLICTS_MAX 4 /* of one part: more are no accident, and would fill the disk */
struct archive_conflict {
	uint32_t part;
	uint32_t copy;        /* from 1 */
	struct sha256 digest; /* of manifest.json */
	int64_t bytes;        /* that its manifest names */
	char signer[SEAL_NAME_BYTES];
};
/* Those that lie there and can be read, in order. */
MUST_USE enum err archive_conflicts(struct archive *a, struct id recording, struct arena *arena,
				    struct list *out);

/* A part as it was sealed. */
struct archive_part {
	uint32_t part;
	struct sha256 digest;     /* of manifest.json */
	struct manifest manifest; /* in the arena */
	char signer[SEAL_NAME_BYTES];
};

/* Reads the manifest of a part and checks its seal. */
MUST_USE enum err archive_manifest(struct archive *a, struct id recording, uint32_t part,
				   struct arena *arena, struct archive_part *out);

/* What stands there after a put; in the arena. */
struct archive_taken {
	struct archive_part part; /* ERR_OK alone */
	struct list conflicts;    /* struct archive_conflict: what is kept beside parts */
};

/* Copies a package folder, reads it back, compares every file with the manifest, checks the seal
 * against the CA and the journal's chain. ERR_BROKEN_SEAL (also by a certificate that is not made
 * to seal recordings, or is another server's), ERR_NOT_FOUND (no package), ERR_BAD_INPUT (unknown
 * or missing files, another visit, recording or part), ERR_FORBIDDEN (pictures or sound that
 * consent does not cover), ERR_DISK, ERR_DISK_FULL: nothing of it stays.
 * The same package again is ERR_OK. Another one for a filed part is ERR_DUPLICATE: it is kept
 * beside the part, in a folder of its own, so that nothing is lost; one that stands there and was
 * never filed makes room in the same way. ERR_TOO_MANY: so many of one part are kept already. With
 * ERR_OK and ERR_DUPLICATE *out is filled, so that whoever files the part asks no disk for it. */
MUST_USE enum err archive_put(struct archive *a, const char *from, const struct archive_terms *t,
			      struct arena *arena, struct archive_taken *out);

/* Findings as in recording.verify. */
enum archive_fault {
	ARCHIVE_CHANGED,
	ARCHIVE_MISSING,
	ARCHIVE_REORDERED,
	ARCHIVE_REMOVED,
	ARCHIVE_BAD_SIGNATURE,
	ARCHIVE_UNKNOWN_FILE,
	ARCHIVE_UNFILED,   /* it lies there and was never filed */
	ARCHIVE_CONFLICT,  /* another package of a part is kept beside it */
	ARCHIVE_NOT_WHOLE, /* the films hold less than the stage carried */
	ARCHIVE_AWAITED,   /* it was begun and has not come yet */
	ARCHIVE_FAULT_COUNT
};
extern const char *const archive_fault_words[ARCHIVE_FAULT_COUNT + 1]; /* for FIELD_WORD */

struct archive_finding {
	uint32_t part;
	struct text file;
	enum archive_fault what;
	int64_t chunk;   /* of the journal, -1: not one */
	int64_t offset;  /* in the file, -1: all of it */
	struct said say; /* "finding.*" of config/words */
};

#define ARCHIVE_FINDINGS_MAX 200

/* Which manifest stands there now: whoever filed the part knows whether it is the same. */
struct archive_seal {
	uint32_t part;
	uint32_t copy;                /* 0: the part; else of a package kept beside it */
	struct sha256 digest;         /* of manifest.json */
	char signer[SEAL_NAME_BYTES]; /* "": not sealed as it has to be */
};

struct archive_findings {
	bool ok;
	int64_t bytes;     /* read */
	struct list list;  /* struct archive_finding, at most ARCHIVE_FINDINGS_MAX */
	struct list seals; /* struct archive_seal, of each package that has a manifest */
};

/* How far a verify is; the caller's, may be NULL. */
struct archive_progress {
	_Atomic int64_t bytes;
	_Atomic bool stop; /* set it to end early with ERR_STOPPING */
};

/* Reads every byte of every part, and of what is kept beside them. ERR_OK also with findings. */
MUST_USE enum err archive_verify(struct archive *a, struct id recording, struct arena *arena,
				 struct archive_progress *progress, struct archive_findings *out);

/* A file of a part that its manifest names, open for pread; close it. */
struct archive_file {
	int fd;
	int64_t bytes;
	char media[40]; /* the MIME type */
};
MUST_USE enum err archive_open(struct archive *a, struct id recording, uint32_t part,
			       struct text file, struct archive_file *out);
/* Up to n bytes from offset; *got < n only at the end of the file. */
MUST_USE enum err archive_read(const struct archive_file *f, int64_t offset, void *at, size_t n,
			       size_t *got);
void archive_close(struct archive_file *f);

#endif
