/*
 * How much is free where the database and the archive lie, looked at each few seconds on the thread
 * pool: a network's file system may let one wait. Owned by the loop.
 */
#ifndef BROKER_LINK_DISKS_H
#define BROKER_LINK_DISKS_H

#include "broker/link/link.h"

#include <uv.h>

enum disk { DISK_STORE, DISK_ARCHIVE, DISK_COUNT };

struct disks {
	uv_work_t work;
	struct link_disks what;
	int64_t free_bytes[DISK_COUNT]; /* -1: cannot be asked */
	int64_t seen[DISK_COUNT];       /* by the pool, taken over by the loop */
	bool is_full[DISK_COUNT];
	bool busy; /* with the pool */
};

/* Looks once before anybody is served. */
void disks_init(struct disks *d, const struct link_disks *what);

/* Looks again; the answer comes later. */
void disks_look(struct disks *d, uv_loop_t *loop);

/* "store_full", "archive_full"; NULL: there is room. */
const char *disks_word(const struct disks *d);

#endif
