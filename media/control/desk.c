/* The control thread's desk: what comes in goes to the file that deals with it. */
#include "media/control/inside.h"

#include "broker/common/base/log.h"
#include "media/control/studio.h"
#include "media/net/net.h"
#include "media/record/recorder.h"

#include <stdlib.h>

struct desk *desk_new(const struct desk_parts *p, const struct desk_self *s)
{
	struct desk *d = calloc(1, sizeof(*d));

	if (!d)
		abort();
	d->parts = *p;
	d->self = *s;
	return d;
}

void desk_free(struct desk *d)
{
	if (!d)
		return;
	visits_clear(&d->visits);
	parts_clear(&d->row);
	free(d);
}

void desk_up(struct desk *d, struct instant now)
{
	d->is_up = true;
	d->connection++;
	tells_clear(d, now);
	tells_register(d, now);
}

void desk_down(struct desk *d)
{
	d->is_up = false;
	d->is_registered = false;
}

bool desk_is_registered(const struct desk *d)
{
	return d->is_registered;
}

enum err desk_take_frame(struct desk *d, struct text frame, struct instant now)
{
	OWN(arena) a = arena_new();
	struct frame f;

	TRY(frame_parse(frame, a, &f));
	if (!f.method.n) {
		tells_take(d, &f, a, now);
		return ERR_OK;
	}
	enum err err = asks_take(d, &f, a, now);
	if (err) {
		log_odd("control.refused", "method=" TEXT_FMT " err=%s", TEXT_ARG(f.method),
			err_word(err));
		reply_refuse(d, f.id, d->connection, err);
	}
	return ERR_OK;
}

void desk_take_answer(struct desk *d, struct stage_order *o, struct instant now, int64_t now_us)
{
	struct ticket *t = o->asker;

	if (t->kind == TICKET_REPORT) {
		d->report.asked = false;
		if (!o->result)
			report_take(d, o, now_us);
	} else {
		asks_answered(d, t, o);
		if (o->moved) /* others have to join again: they hear it at once */
			d->report.at = now;
	}
	free(t);
	stage_order_free(o);
}

void desk_take_event(struct desk *d, struct recorder_event *e, struct instant now)
{
	recording_take(d, e, now);
	free(e);
}

void desk_take_job(struct desk *d, struct studio_job *j, struct instant now)
{
	struct part *part = parts_find(&d->row, j->visit, j->part);

	if (part && part->state == PART_FINALISING) {
		if (j->result)
			part_retry(part, PART_CLOSED, now);
		else
			part_go_on(part, PART_PACKAGED);
	}
	free(j);
}

void desk_tick(struct desk *d, struct instant now)
{
	recording_tick(d, now);
	tells_tick(d, now);
	report_tick(d, now);
}

size_t desk_undelivered(const struct desk *d)
{
	return d->row.n;
}
