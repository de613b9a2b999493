/* Builds the desk, wakes its parts, takes it down. */
#include "broker/desk/desk.h"

#include "broker/desk/archiving.h"
#include "broker/desk/ended.h"
#include "broker/desk/route.h"
#include "broker/desk/upkeep.h"

#define DONE_LIMIT     (2 * WRITER_QUEUE)
#define FILED_LIMIT    64
#define PUT_THREADS    1
#define VERIFY_THREADS 1

enum err desk_init(struct desk *d, const struct desk_parts *parts, const struct desk_lines *lines)
{
	/* What a full disk or a stop left undone. */
	*d = (struct desk){ .parts = *parts, .lines = *lines, .heads_due = true };
	d->errands.go = route_step;
	d->done = mailbox_new(DONE_LIMIT);
	d->filed = mailbox_new(FILED_LIMIT);
	events_init(d);
	TRY(archive_pool_new(parts->archive, PUT_THREADS, &d->archive.puts));
	return archive_pool_new(parts->archive, VERIFY_THREADS, &d->archive.verifies);
}

void desk_take_done(struct desk *d)
{
	route_take(d);
	events_send(d);
}

void desk_take_filed(struct desk *d)
{
	archiving_take(d);
}

void desk_tick(struct desk *d, uint32_t second)
{
	int64_t now_us = clock_monotonic_us();

	programs_tick(d, now_us);
	presence_tick(d, now_us);
	events_tick(d);
	errands_tick(d);
	owed_tick(d);
	ended_tick(d);
	upkeep_tick(d, second);
}

/* What the writer still has comes back; what waits for others is given up. */
static void drain(struct desk *d)
{
	void *items[64];

	mailbox_close(d->filed);
	studies_stop(d->parts.studies);
	archive_pool_free(d->archive.puts);
	archive_pool_free(d->archive.verifies);
	for (int n; (n = mailbox_take(d->filed, items, 64)) > 0;)
		while (n > 0)
			archive_job_free(items[--n]);
	route_drain(d);
	errands_clear(d);
}

void desk_clear(struct desk *d)
{
	d->stopping = true;
	drain(d);
	presence_clear(&d->presence);
	owed_clear(&d->owed);
	mailbox_free(d->done);
	mailbox_free(d->filed);
}
