/*
 * The space left on the disk of the journals. Owned by the disk thread; is_full may be asked from
 * any.
 */
#ifndef MEDIA_RECORD_SPACE_H
#define MEDIA_RECORD_SPACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct space {
	atomic_bool is_full; /* no recording may begin */
	bool is_very_full;   /* those that run end */
	int64_t looked_us;   /* monotonic */
};

/* Looks once a second at most; very full: less than half of the least is free. */
void space_look(struct space *s, const char *folder, int64_t least_bytes, int64_t now_us);

#endif
