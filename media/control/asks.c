/* What the broker asks: stages and legs. */
#include "media/control/inside.h"

#include "broker/common/base/log.h"
#include "media/record/recorder.h"

static struct stage_order *order_of(enum stage_order_kind kind, const struct visit *v)
{
	struct stage_order *o = stage_order_new(kind);

	o->visit = v->id;
	o->cover = visit_cover(v);
	return o;
}

static void wait_for(struct desk *d, struct visit *v, int64_t id, bool wants_part)
{
	struct open_ask *ask = &v->ask;

	if (ask->id) /* asked again before it was done: the newer request is the one that counts */
		reply_refuse(d, ask->id, ask->connection, ERR_BUSY);
	*ask = (struct open_ask){ .id = id, .connection = d->connection, .wants_part = wants_part };
}

static enum err stage_open(struct desk *d, const struct frame *f, const void *in_,
			   struct instant now)
{
	const struct stage_open_in *in = in_;
	struct visit *v = visits_get(&d->visits, in->visit);

	if (!v)
		return ERR_TOO_MANY;
	if (id_is_set(in->recording))
		v->recording = in->recording;
	v->zero = in->zero;
	v->first_part = (uint32_t)in->first_part;
	v->cover = (struct stage_cover){ in->record, in->video, in->audio };
	log_info("control.stage_open", "visit=%s record=%d", v->id.text, visit_is_recorded(v));
	wait_for(d, v, f->id, true);
	struct ticket t = {
		.kind = TICKET_OPEN, .id = f->id, .connection = d->connection, .visit = v->id
	};
	struct stage_order *o = order_of(ORDER_STAGE_OPEN, v);
	o->slots = (int)in->slots;
	if (!order_post(d, o, &t)) {
		v->ask = (struct open_ask){ 0 };
		return ERR_BUSY;
	}
	v->closes = v->untold = false;
	recording_cover(d, v, now);
	return ERR_OK;
}

/* What people want holds although the net thread is busy: recording_tick says it again. */
static enum err stage_record(struct desk *d, const struct frame *f, const void *in_,
			     struct instant now)
{
	const struct stage_record_in *in = in_;
	struct visit *v = visits_find(&d->visits, in->visit);

	if (!v)
		return ERR_NOT_FOUND;
	v->cover = (struct stage_cover){ in->record, in->video, in->audio };
	wait_for(d, v, f->id, false);
	struct ticket t = {
		.kind = TICKET_RECORD, .id = f->id, .connection = d->connection, .visit = v->id
	};
	v->untold = !order_post(d, order_of(ORDER_STAGE_RECORD, v), &t);
	if (v->untold)
		v->ask = (struct open_ask){ 0 };
	recording_cover(d, v, now);
	return v->untold ? ERR_BUSY : ERR_OK;
}

/* Idempotent: a visit that is not here is closed. */
static enum err stage_close(struct desk *d, const struct frame *f, const void *in_,
			    struct instant now)
{
	const struct stage_close_in *in = in_;
	struct visit *v = visits_find(&d->visits, in->visit);
	struct ticket t = {
		.kind = TICKET_CLOSE, .id = f->id, .connection = d->connection, .visit = in->visit
	};

	(void)now;
	if (!v) {
		reply_send(d, f->id, d->connection, NULL, NULL);
		return ERR_OK;
	}
	log_info("control.stage_close", "visit=%s", v->id.text);
	if (v->ask.id)
		reply_refuse(d, v->ask.id, v->ask.connection, ERR_WRONG_STATE);
	v->ask = (struct open_ask){ 0 };
	v->cover = (struct stage_cover){ 0 };
	recording_end(d, v);
	v->closes = !order_post(d, order_of(ORDER_STAGE_CLOSE, v), &t);
	if (v->closes)
		return ERR_BUSY;
	v->closes = v->ends;
	if (!v->closes)
		visits_remove(&d->visits, in->visit);
	return ERR_OK;
}

static enum err leg_open(struct desk *d, const struct frame *f, const void *in_, struct instant now)
{
	const struct leg_open_in *in = in_;
	struct visit *v = visits_find(&d->visits, in->visit);
	struct ticket t = { .kind = TICKET_LEG_OPEN,
			    .id = f->id,
			    .connection = d->connection,
			    .visit = in->visit };

	(void)now;
	if (!v)
		return ERR_NOT_FOUND;
	text_copy_cut(in->seat, t.seat, sizeof(t.seat));
	text_copy_cut(in->name, t.name, sizeof(t.name));
	struct stage_order *o = order_of(ORDER_LEG_OPEN, v);
	o->leg = in->leg;
	o->epoch = (uint32_t)in->epoch;
	o->muted = in->muted;
	stage_order_set_text(o, in->offer);
	return order_post(d, o, &t) ? ERR_OK : ERR_BUSY;
}

static enum err leg_close(struct desk *d, const struct frame *f, const void *in_,
			  struct instant now)
{
	const struct leg_close_in *in = in_;
	struct visit *v = visits_find(&d->visits, in->visit);
	struct ticket t = { .kind = TICKET_LEG_CLOSE,
			    .id = f->id,
			    .connection = d->connection,
			    .visit = in->visit };

	(void)now;
	if (!v) {
		reply_send(d, f->id, d->connection, NULL, NULL);
		return ERR_OK;
	}
	struct stage_order *o = order_of(ORDER_LEG_CLOSE, v);
	o->leg = in->leg;
	o->epoch = (uint32_t)in->epoch;
	return order_post(d, o, &t) ? ERR_OK : ERR_BUSY;
}

static enum err leg_mute(struct desk *d, const struct frame *f, const void *in_, struct instant now)
{
	const struct leg_mute_in *in = in_;
	const struct visit *v = visits_find(&d->visits, in->visit);
	struct ticket t = { .kind = TICKET_LEG_MUTE,
			    .id = f->id,
			    .connection = d->connection,
			    .visit = in->visit };

	(void)now;
	if (!v)
		return ERR_NOT_FOUND;
	struct stage_order *o = order_of(ORDER_LEG_MUTE, v);
	o->leg = in->leg;
	o->muted = in->muted;
	return order_post(d, o, &t) ? ERR_OK : ERR_BUSY;
}

static enum err leg_camera(struct desk *d, const struct frame *f, const void *in_,
			   struct instant now)
{
	const struct leg_camera_in *in = in_;
	const struct visit *v = visits_find(&d->visits, in->visit);
	struct ticket t = { .kind = TICKET_LEG_CAMERA,
			    .id = f->id,
			    .connection = d->connection,
			    .visit = in->visit };

	(void)now;
	if (!v)
		return ERR_NOT_FOUND;
	struct stage_order *o = order_of(ORDER_LEG_CAMERA, v);
	o->leg = in->leg;
	o->epoch = (uint32_t)in->epoch;
	o->camera_off = in->off;
	return order_post(d, o, &t) ? ERR_OK : ERR_BUSY;
}

/* Answered when it is on the disk: recording_take. */
static enum err leg_backfill(struct desk *d, const struct frame *f, const void *in_,
			     struct instant now)
{
	const struct leg_backfill_in *in = in_;
	struct recorder_asker asker = { f->id, d->connection };
	struct late_piece p = {
		.part = { in->visit, in->recording, in->zero, in->video, in->audio,
			  (uint32_t)in->first_part },
		.who = { .leg = in->leg,
			 .epoch = (uint32_t)in->epoch,
			 .seat = in->seat,
			 .name = in->name },
		.stretch = in->stretch,
		.number = in->number,
		.clock_us = in->clock_us,
		.picture = (enum backfill_codec)in->picture,
		.is_last = in->is_last,
		.packets = in->packets,
	};

	(void)now;
	return recorder_late(d->parts.recorder, &p, asker);
}

union ask_in {
	struct leg_backfill_in leg_backfill;
	struct stage_open_in stage_open;
	struct stage_record_in stage_record;
	struct stage_close_in stage_close;
	struct leg_open_in leg_open;
	struct leg_camera_in leg_camera;
	struct leg_close_in leg_close;
	struct leg_mute_in leg_mute;
};

static const struct ask_kind {
	const char *name;
	const struct field *fields;
	enum err (*take)(struct desk *d, const struct frame *f, const void *in, struct instant now);
} kinds[] = {
	{ "leg.backfill", leg_backfill_in_fields, leg_backfill },
	{ "leg.camera", leg_camera_in_fields, leg_camera },
	{ "leg.close", leg_close_in_fields, leg_close },
	{ "leg.mute", leg_mute_in_fields, leg_mute },
	{ "leg.open", leg_open_in_fields, leg_open },
	{ "stage.close", stage_close_in_fields, stage_close },
	{ "stage.open", stage_open_in_fields, stage_open },
	{ "stage.record", stage_record_in_fields, stage_record },
};

enum err asks_take(struct desk *d, const struct frame *f, struct arena *a, struct instant now)
{
	struct fault fault = { 0 };
	union ask_in in = { 0 };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!text_is(f->method, kinds[i].name))
			continue;
		TRY(fields_parse(f->params, kinds[i].fields, a, &in, &fault));
		return kinds[i].take(d, f, &in, now);
	}
	return ERR_UNKNOWN_METHOD;
}

static void staged(struct desk *d, const struct ticket *t, const struct stage_order *o)
{
	struct visit *v = visits_find(&d->visits, t->visit);

	if (!v || v->ask.id != t->id || v->ask.connection != t->connection)
		return;
	v->ask.carried_out = true;
	v->ask.err = o->result;
	reply_settle(d, v);
}

/* Only what the engine accepted is noted. */
static enum err note_leg(struct desk *d, const struct ticket *t, const struct stage_order *o)
{
	struct entry_leg who = {
		.leg = o->leg, .epoch = o->epoch, .seat = text_of(t->seat), .name = text_of(t->name)
	};

	if (o->result || !visits_find(&d->visits, o->visit))
		return o->result;
	return recorder_leg(d->parts.recorder, o->visit, &who);
}

/* A leg that the recorder could not hear of must not be there: it is closed and may come again. */
static void take_back(struct desk *d, const struct stage_order *o)
{
	struct stage_order *close = stage_order_new(ORDER_LEG_CLOSE);

	close->visit = o->visit;
	close->leg = o->leg;
	close->epoch = o->epoch;
	order_post(d, close, NULL);
}

static void leg_opened(struct desk *d, const struct ticket *t, const struct stage_order *o)
{
	struct leg_open_out out = { text_of(o->text), o->place, o->slots };
	enum err err = note_leg(d, t, o);

	if (err) {
		log_odd("control.leg_refused", "visit=%s leg=%s err=%s", o->visit.text, o->leg.text,
			err_word(err));
		if (!o->result)
			take_back(d, o);
		reply_refuse(d, t->id, t->connection, err);
		return;
	}
	reply_send(d, t->id, t->connection, leg_open_out_fields, &out);
}

void asks_answered(struct desk *d, struct ticket *t, struct stage_order *o)
{
	switch (t->kind) {
	case TICKET_OPEN:
	case TICKET_RECORD:
		staged(d, t, o);
		return;
	case TICKET_CLOSE:
	case TICKET_LEG_CLOSE: /* gone already, or fenced off by a newer epoch: it is so */
	case TICKET_LEG_CAMERA:
	case TICKET_LEG_MUTE: /* not there yet: it comes muted */
		reply_send(d, t->id, t->connection, NULL, NULL);
		return;
	case TICKET_LEG_OPEN:
		leg_opened(d, t, o);
		return;
	case TICKET_REPORT:
		return;
	}
}
