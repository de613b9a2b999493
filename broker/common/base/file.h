/*
 * Files and folders as every program needs them: reading at an offset, making a change of a folder
 * last, removing a folder. ERR_DISK: the system said no. Any thread; all of it may wait.
 */
#ifndef BROKER_COMMON_BASE_FILE_H
#define BROKER_COMMON_BASE_FILE_H

#include "broker/common/base/err.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

/* What errno says after a write or a rename: ERR_DISK_FULL or ERR_DISK. */
static inline enum err file_err(void)
{
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_DISK_FULL : ERR_DISK;
}

/* As many bytes as there are, up to n. */
MUST_USE enum err file_read_at(int fd, uint64_t offset, void *at, size_t n, size_t *got);

/* Names that were added to a folder or removed from it are on the disk. */
MUST_USE enum err folder_sync(const char *path);

/* A folder of files, no deeper; ERR_OK also when it is not there. */
MUST_USE enum err folder_remove(const char *path);

#endif
