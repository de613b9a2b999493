/* Recordings of open stages: begun, covered, ended by the recorder, and begun again after a fault. */
#include "media/control/inside.h"

#include "broker/common/base/log.h"
#include "media/record/recorder.h"

#include <stdio.h>

#define RETRY_MS (5 * SECOND_MS)

static void fail(struct visit *v, enum err err, struct instant now)
{
	log_broken("control.not_recording", "visit=%s err=%s", v->id.text, err_word(err));
	v->state = RECORDING_OFF;
	v->part = 0;
	v->retry.ms = now.ms + RETRY_MS;
	v->why = err;
}

static void begin(struct desk *d, struct visit *v, struct instant now)
{
	struct journal_part p = { v->id,          v->recording,  v->zero, v->cover.video,
				  v->cover.audio, v->first_part, false };
	enum err err = v->ends ? ERR_BUSY : recorder_begin(d->parts.recorder, &p);

	v->state = RECORDING_STARTING;
	v->journaled = v->cover;
	if (err)
		fail(v, err, now);
}

/* The engine gives to the recorder what the cover says. */
static void tell_engine(struct desk *d, struct visit *v)
{
	struct stage_order *o = stage_order_new(ORDER_STAGE_RECORD);

	o->visit = v->id;
	o->cover = visit_cover(v);
	v->untold = !order_post(d, o, NULL);
	if (v->untold || !visit_cover(v).record)
		return;
	o = stage_order_new(ORDER_KEY_FRAMES);
	o->visit = v->id;
	order_post(d, o, NULL);
}

static void end(struct desk *d, struct visit *v)
{
	bool again = v->ends;

	v->ends = recorder_end(d->parts.recorder, v->id) != ERR_OK;
	if (v->ends && !again)
		log_odd("control.recorder_busy", "visit=%s", v->id.text);
}

void recording_end(struct desk *d, struct visit *v)
{
	if (v->state != RECORDING_OFF || v->why) /* what is missing is told with the end */
		end(d, v);
	v->why = ERR_OK;
	v->state = RECORDING_OFF;
	v->part = 0;
}

static void change_cover(struct desk *d, struct visit *v)
{
	if (v->journaled.video == v->cover.video && v->journaled.audio == v->cover.audio)
		return;
	if (recorder_cover(d->parts.recorder, v->id, v->cover.video, v->cover.audio))
		log_odd("control.recorder_busy", "visit=%s", v->id.text);
	else
		v->journaled = v->cover;
}

void recording_cover(struct desk *d, struct visit *v, struct instant now)
{
	if (!visit_is_recorded(v))
		recording_end(d, v);
	else if (v->state == RECORDING_OFF)
		begin(d, v, now);
	else
		change_cover(d, v);
}

static void on_started(struct desk *d, struct visit *v, const struct recorder_event *e)
{
	if (!v) { /* closed in the meantime: the recorder has heard of its end */
		if (recorder_end(d->parts.recorder, e->visit))
			log_odd("control.recorder_busy", "visit=%s", e->visit.text);
		return;
	}
	if (!visit_is_recorded(v)) { /* consent taken back in the meantime */
		end(d, v);
		return;
	}
	v->state = RECORDING_ON;
	v->part = e->part;
	v->why = ERR_OK;
	tell_engine(d, v);
	reply_settle(d, v);
}

/* A whole journal: of a visit that goes on, or of an earlier run of this program. */
static void on_closed(struct desk *d, struct visit *v, const struct recorder_event *e)
{
	struct part *part = parts_add(&d->row, e->visit, e->part);

	part->recording = e->recording;
	snprintf(part->journal, sizeof(part->journal), "%s", e->path);
	if (v && v->part == e->part && v->state == RECORDING_ON) {
		v->state = RECORDING_OFF;
		v->part = 0;
	}
}

static void on_failed(struct desk *d, struct visit *v, const struct recorder_event *e,
		      struct instant now)
{
	if (!v || (v->state == RECORDING_ON && v->part != e->part))
		return;
	fail(v, e->why, now);
	tell_engine(d, v);
	reply_settle(d, v);
}

static void on_late(struct desk *d, const struct recorder_event *e)
{
	struct leg_backfill_out out = { e->late.next, e->late.part };

	if (e->why)
		reply_refuse(d, e->asker.id, e->asker.connection, e->why);
	else
		reply_send(d, e->asker.id, e->asker.connection, leg_backfill_out_fields, &out);
}

void recording_take(struct desk *d, const struct recorder_event *e, struct instant now)
{
	struct visit *v = visits_find(&d->visits, e->visit);

	switch (e->kind) {
	case RECORDER_STARTED:
		on_started(d, v, e);
		return;
	case RECORDER_CLOSED:
		on_closed(d, v, e);
		return;
	case RECORDER_LATE:
		on_late(d, e);
		return;
	case RECORDER_FAILED:
		on_failed(d, v, e, now);
		return;
	}
}

/* The net thread or the recorder was busy when it was said. */
static void say_again(struct desk *d, struct visit *v)
{
	if (v->ends)
		end(d, v);
	if (v->closes) {
		struct stage_order *o = stage_order_new(ORDER_STAGE_CLOSE);

		o->visit = v->id;
		v->closes = !order_post(d, o, NULL) || v->ends;
		if (!v->closes)
			visits_remove(&d->visits, v->id);
		return;
	}
	if (v->untold)
		tell_engine(d, v);
	if (v->state != RECORDING_OFF && visit_is_recorded(v))
		change_cover(d, v);
}

void recording_tick(struct desk *d, struct instant now)
{
	for (struct visit *v = d->visits.first, *next; v; v = next) {
		next = v->next;
		if (v->state == RECORDING_OFF && visit_is_recorded(v) && v->retry.ms <= now.ms)
			begin(d, v, now);
		say_again(d, v);
	}
}
