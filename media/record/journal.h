/*
 * Writing a journal: one file for each part of a visit's recording, in a folder for the visit.
 * Entries gather in memory; journal_cut seals them into one chunk, writes it in one call and
 * syncs it. Owned by the disk thread.
 */
#ifndef MEDIA_RECORD_JOURNAL_H
#define MEDIA_RECORD_JOURNAL_H

#include "broker/common/seal/chain.h"
#include "broker/common/seal/manifest.h"
#include "media/record/entry.h"

#include <sys/types.h>

/* How bytes reach the disk; tests put a failing one in its place. */
struct disk {
	ssize_t (*write)(int fd, const void *at, size_t n);
	int (*sync)(int fd);
};

struct journal_options {
	const char *folder; /* <data>/journal */
	struct secret_key master;
	struct signer *signer;   /* borrowed */
	const struct disk *disk; /* NULL: the real one */
	uint32_t chunks_max;     /* of a part; 0: as many as the chain holds */
};

/* What a part is about. */
struct journal_part {
	struct id visit;
	struct id recording;
	struct instant zero;
	bool video; /* what consent covers */
	bool audio;
	uint32_t
		first; /* the lowest number of a part; other media servers may have used those below */
	bool follows; /* its owner knows what became of the part before, and tells a gap itself */
};

/* Numbers from here on are of parts that came late (media/record/late.h): they stand beside the
 * others in time, so that none of them comes after another. */
#define JOURNAL_LATE_FIRST MANIFEST_LATE_FIRST
#define JOURNAL_LATE_LAST  999 /* as the messages to the broker say it */

struct journal;

/* Makes the next free part of the visit, with its head and where it begins on the disk. */
MUST_USE enum err journal_open(const struct journal_options *o, const struct journal_part *p,
			       struct instant now, int64_t now_us, struct journal **out);
/* Closes the file, without a signed head if journal_close did not come before. */
void journal_free(struct journal *j);
OWNABLE(journal)

uint32_t journal_number(const struct journal *j);
const char *journal_path(const struct journal *j);
const struct journal_part *journal_part(const struct journal *j);

/* Gathers an entry; ERR_TOO_LARGE when the chunk is full: cut first. */
MUST_USE enum err journal_add(struct journal *j, const struct entry *e);

/* Writes what was gathered, also when that is nothing, and syncs. ERR_TOO_LARGE: the part holds no
 * more chunks; it can still be closed. After another failure the file is cut back to its last whole
 * chunk and the journal takes no more. */
MUST_USE enum err journal_cut(struct journal *j, struct instant now, int64_t now_us);

/* Cuts, then signs the head for good. */
MUST_USE enum err journal_close(struct journal *j, struct instant now, int64_t now_us);

/* After a crash: cuts the file back to its last whole chunk, signs and closes it. ERR_OK also
 * when it was closed before; ERR_TRUNCATED when not even its first chunk was written: nothing is
 * in it; ERR_BROKEN_SEAL when the first chunk is damaged: left as it is. */
MUST_USE enum err journal_recover(const struct journal_options *o, const char *path,
				  struct chain_head *head, bool *recovered);

/* The path of a part: <folder>/<visit>/part-NNNN.xqj. */
#define JOURNAL_PATH_MAX 512
MUST_USE enum err journal_format_path(const char *folder, struct id visit, uint32_t part,
				      char out[JOURNAL_PATH_MAX]);

/* The archive has the part: removes the journal, leaves a mark so that its number is not used
 * again. */
MUST_USE enum err journal_remove(const char *folder, struct id visit, uint32_t part);

#endif
