/*
 * Where the parts of a recording lie: <folder>/<visit>/part-NNNN.xqj, and a mark
 * part-NNNN.filed where the archive has it, so that a number is never used twice. Disk thread,
 * and the control thread for journal_remove.
 */
#ifndef MEDIA_RECORD_PARTS_H
#define MEDIA_RECORD_PARTS_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"

/* Makes the file of the next free part from number *part on, empty, open for writing; *part says
 * which. */
MUST_USE enum err parts_make(const char *folder, struct id visit, uint32_t *part, int *fd);

/* Syncs the folders, so that the new file is there after a power loss. */
MUST_USE enum err parts_sync(const char *folder, struct id visit);

/* When the part before this one was cut off, by its journal or its mark; 0: it was closed in good
 * order, or nothing is known. */
struct instant parts_end_before(const char *folder, struct id visit, uint32_t part);

/* Hears the path of each journal below the folder. */
struct parts_listener {
	void (*found)(void *owner, const char *path);
	void *owner;
};
MUST_USE enum err parts_each(const char *folder, struct parts_listener listener);

/* Removes marks older than 30 days and folders of visits that hold nothing. */
void parts_tidy(const char *folder, struct instant now);

#endif
