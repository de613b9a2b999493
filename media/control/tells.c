/* What we tell the broker, each until it is answered: who we are, parts begun, parts to file. */
#include "media/control/inside.h"

#include "broker/common/base/log.h"
#include "media/control/studio.h"
#include "media/record/journal.h"
#include "media/studio/finalise.h"

#include <stdio.h>
#include <stdlib.h>

#define AGAIN_MS (5 * SECOND_MS)
#define VERSION  "1"

static struct tell *find(struct desk *d, int64_t id)
{
	for (int i = 0; i < TELLS_MAX; i++)
		if (d->tells[i].id == id)
			return &d->tells[i];
	return NULL;
}

/* False: not connected, or too many are under way. */
static bool tell(struct desk *d, const struct tell *what, const char *method,
		 const struct field *fields, const void *in)
{
	OWN(arena) a = arena_new();
	struct tell *free_one = find(d, 0);
	struct buffer out;

	if (!free_one || !d->is_up)
		return false;
	buffer_init(&out, a);
	frame_format_request(d->last_id + 1, method, fields, in, &out);
	if (!d->parts.out.send(d->parts.out.owner, buffer_text(&out)))
		return false;
	*free_one = *what;
	free_one->id = ++d->last_id;
	return true;
}

static bool is_under_way(const struct desk *d, enum tell_kind kind, struct id visit, uint32_t part)
{
	for (int i = 0; i < TELLS_MAX; i++) {
		const struct tell *t = &d->tells[i];

		if (t->id && t->kind == kind && t->part == part && id_equals(t->visit, visit))
			return true;
	}
	return false;
}

void tells_register(struct desk *d, struct instant now)
{
	OWN(arena) a = arena_new();
	struct media_stage *stages = ARENA_LIST(a, struct media_stage, d->visits.n + 1);
	struct tell what = { .kind = TELL_REGISTER };
	size_t n = 0;

	for (const struct visit *v = d->visits.first; v; v = v->next)
		stages[n++].visit = v->id;
	struct media_register_in in = {
		.name = text_of(d->self.name),
		.node = text_of(d->self.node),
		.capacity = d->self.capacity,
		.address = text_of(d->self.address),
		.version = TEXT(VERSION),
		.stages = { stages, n },
	};
	tell(d, &what, "media.register", media_register_in_fields, &in);
	d->register_at.ms = now.ms + AGAIN_MS;
}

static void tell_started(struct desk *d, const struct visit *v)
{
	struct tell what = { .kind = TELL_STARTED, .visit = v->id, .part = (uint32_t)v->part };
	struct recording_started_in in = { v->id, v->recording, v->part, v->zero };

	if (v->state != RECORDING_ON || v->told_part == v->part ||
	    is_under_way(d, TELL_STARTED, v->id, what.part))
		return;
	tell(d, &what, "recording.started", recording_started_in_fields, &in);
}

/* One at a time: the archive copies and reads back. */
static void tell_packaged(struct desk *d, struct instant now)
{
	struct part *part = parts_due(&d->row, PART_PACKAGED, now);
	char folder[FINALISE_PATH_MAX];

	if (!part || parts_has(&d->row, PART_DELIVERING))
		return;
	int n = snprintf(folder, sizeof(folder), "%s/%s/part-%04u", d->self.packages,
			 part->visit.text, part->number);
	struct recording_deliver_in in = {
		part->visit, part->recording, part->number, { folder, n > 0 ? (size_t)n : 0 }
	};
	struct tell what = { .kind = TELL_DELIVER, .visit = part->visit, .part = part->number };
	if (tell(d, &what, "recording.deliver", recording_deliver_in_fields, &in))
		part->state = PART_DELIVERING;
}

static void finalise(struct desk *d, struct instant now)
{
	struct part *part = parts_due(&d->row, PART_CLOSED, now);

	if (!part || parts_has(&d->row, PART_FINALISING))
		return;
	struct studio_job *job = calloc(1, sizeof(*job));
	if (!job)
		abort();
	job->visit = part->visit;
	job->part = part->number;
	snprintf(job->journal, sizeof(job->journal), "%s", part->journal);
	part->state = PART_FINALISING;
	if (studio_post(d->parts.studio, job))
		return;
	free(job);
	part_retry(part, PART_CLOSED, now);
}

/* The archive has read it back: only now is it removed here (traps 5). */
static void forget(struct desk *d, struct instant now)
{
	struct part *part = parts_due(&d->row, PART_FILED, now);

	if (!part)
		return;
	enum err err = journal_remove(d->self.journals, part->visit, part->number);
	if (!err)
		err = finalise_remove(d->self.packages, part->visit, part->number);
	if (err) {
		log_odd("control.not_removed", "visit=%s part=%u err=%s", part->visit.text,
			part->number, err_word(err));
		part_retry(part, PART_FILED, now);
		return;
	}
	parts_remove(&d->row, part);
}

static void registered(struct desk *d, const struct frame *f, struct arena *a, struct instant now)
{
	struct media_register_out out = { 0 };
	struct fault fault = { 0 };

	if (f->err || fields_parse(f->result, media_register_out_fields, a, &out, &fault)) {
		log_broken("control.not_registered", "err=%s say=" TEXT_FMT, err_word(f->err),
			   TEXT_ARG(f->say));
		d->register_at.ms = now.ms + AGAIN_MS;
		return;
	}
	d->is_registered = true;
	d->started_at = now;
	log_info("control.registered", "server=%s stages=%zu", out.server.text, d->visits.n);
}

static void started(struct desk *d, const struct tell *t, const struct frame *f, struct instant now)
{
	struct visit *v = visits_find(&d->visits, t->visit);

	if (f->err) {
		log_odd("control.not_started", "visit=%s part=%u err=%s", t->visit.text, t->part,
			err_word(f->err));
		d->started_at.ms = now.ms + AGAIN_MS;
	} else if (v) {
		v->told_part = t->part;
	}
}

static void delivered(struct desk *d, const struct tell *t, const struct frame *f,
		      struct instant now)
{
	struct part *part = parts_find(&d->row, t->visit, t->part);

	if (!part || part->state != PART_DELIVERING)
		return;
	if (f->err) {
		log_odd("control.not_delivered", "visit=%s part=%u err=%s", t->visit.text, t->part,
			err_word(f->err));
		part_retry(part, PART_PACKAGED, now);
		return;
	}
	log_info("control.delivered", "visit=%s part=%u", t->visit.text, t->part);
	part_go_on(part, PART_FILED);
}

void tells_take(struct desk *d, const struct frame *f, struct arena *a, struct instant now)
{
	struct tell *found = f->id ? find(d, f->id) : NULL;

	if (!found) {
		log_odd("control.refused", "err=%s", err_word(f->err));
		return;
	}
	struct tell t = *found;
	*found = (struct tell){ 0 };
	switch (t.kind) {
	case TELL_REGISTER:
		registered(d, f, a, now);
		return;
	case TELL_STARTED:
		started(d, &t, f, now);
		return;
	case TELL_DELIVER:
		delivered(d, &t, f, now);
		return;
	}
}

void tells_clear(struct desk *d, struct instant now)
{
	for (int i = 0; i < TELLS_MAX; i++)
		d->tells[i] = (struct tell){ 0 };
	for (struct part *part = d->row.first; part; part = part->next)
		if (part->state == PART_DELIVERING) /* filed or not: the archive knows */
			part_retry(part, PART_PACKAGED, now);
}

void tells_tick(struct desk *d, struct instant now)
{
	finalise(d, now);
	forget(d, now);
	if (!d->is_up)
		return;
	if (!d->is_registered) {
		if (d->register_at.ms <= now.ms &&
		    !is_under_way(d, TELL_REGISTER, (struct id){ "" }, 0))
			tells_register(d, now);
		return;
	}
	if (d->started_at.ms <= now.ms)
		for (const struct visit *v = d->visits.first; v; v = v->next)
			tell_started(d, v);
	tell_packaged(d, now);
}
