/* Looks at the disk. */
#include "media/record/space.h"

#include "broker/common/base/log.h"

#include <sys/statvfs.h>

#define LOOK_US INT64_C(1000000)

void space_look(struct space *s, const char *folder, int64_t least_bytes, int64_t now_us)
{
	struct statvfs v;

	if (s->looked_us && now_us - s->looked_us < LOOK_US)
		return;
	s->looked_us = now_us;
	if (statvfs(folder, &v) < 0)
		return;
	int64_t free_bytes = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
	bool is_full = free_bytes < least_bytes;
	if (is_full != atomic_load(&s->is_full))
		log_broken("recorder.disk_full", "full=%d free_mib=%lld", is_full,
			   (long long)(free_bytes >> 20));
	atomic_store(&s->is_full, is_full);
	s->is_very_full = free_bytes < least_bytes / 2;
}
