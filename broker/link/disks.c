/* Free bytes of the volumes. */
#include "broker/link/disks.h"

#include "broker/common/base/log.h"

#include <stdlib.h>
#include <sys/statvfs.h>

static const char *const words[DISK_COUNT] = {
	[DISK_STORE] = "store_full", [DISK_ARCHIVE] = "archive_full"
};

/* -1: nothing can be said. */
static int64_t free_at(const char *path)
{
	struct statvfs s;

	if (statvfs(path, &s))
		return -1;
	return (int64_t)s.f_bavail * (int64_t)s.f_frsize;
}

static void look(struct disks *d)
{
	for (int i = 0; i < DISK_COUNT; i++)
		d->seen[i] = free_at(d->what.path[i]);
}

static void take(struct disks *d)
{
	for (int i = 0; i < DISK_COUNT; i++) {
		bool full = d->seen[i] < d->what.least[i];

		d->free_bytes[i] = d->seen[i];
		if (full == d->is_full[i])
			continue;
		d->is_full[i] = full;
		if (full)
			log_broken("disk.full", "word=%s free_bytes=%lld least_bytes=%lld",
				   words[i], (long long)d->seen[i], (long long)d->what.least[i]);
		else
			log_info("disk.free", "word=%s free_bytes=%lld", words[i],
				 (long long)d->seen[i]);
	}
}

static void on_pool(uv_work_t *work)
{
	look(work->data);
}

static void on_back(uv_work_t *work, int status)
{
	struct disks *d = work->data;

	d->busy = false;
	if (!status)
		take(d);
}

void disks_init(struct disks *d, const struct link_disks *what)
{
	*d = (struct disks){ .what = *what };
	d->work.data = d;
	look(d);
	take(d);
}

void disks_look(struct disks *d, uv_loop_t *loop)
{
	if (d->busy)
		return;
	d->busy = true;
	if (uv_queue_work(loop, &d->work, on_pool, on_back))
		abort();
}

const char *disks_word(const struct disks *d)
{
	for (int i = 0; i < DISK_COUNT; i++)
		if (d->is_full[i])
			return words[i];
	return NULL;
}
