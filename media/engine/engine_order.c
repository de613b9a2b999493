/* Orders: stages are opened and closed, legs come and go, reports are made. */
#include "broker/common/base/log.h"
#include "media/engine/document.h"
#include "media/engine/inside.h"
#include "media/engine/join.h"
#include "media/engine/note.h"

#include <stdlib.h>
#include <string.h>

static struct stage *find_stage(struct engine *e, struct id visit)
{
	for (int i = 0; i < e->n_stages; i++)
		if (id_equals(e->stages[i]->places.visit, visit))
			return e->stages[i];
	return NULL;
}

static struct leg *find_leg(struct stage *s, struct id leg)
{
	for (int i = 0; i < s->places.n; i++)
		if (s->places.legs[i] && id_equals(s->places.legs[i]->id, leg))
			return s->places.legs[i];
	return NULL;
}

static enum err open_stage(struct engine *e, const struct stage_order *o, const struct turn *t)
{
	struct stage *s = find_stage(e, o->visit);

	if (s) {
		stage_set_cover(s, o->cover, t);
		return ERR_OK;
	}
	if (e->n_stages == ENGINE_STAGES_MAX)
		return ERR_TOO_MANY;
	s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->places.visit = o->visit;
	s->places.cover = o->cover;
	s->places.n = (o->slots > 0 ? o->slots : e->options.slots) + 1;
	if (s->places.n > PLACES_MAX)
		s->places.n = PLACES_MAX;
	s->serials = &e->serials;
	s->meet.options = &e->options;
	e->stages[e->n_stages++] = s;
	log_info("stage.opened", "visit=%s", s->places.visit.text);
	note_stage(&s->places, TAP_STAGE_OPENED, t);
	return ERR_OK;
}

static enum err record_stage(struct engine *e, const struct stage_order *o, const struct turn *t)
{
	struct stage *s = find_stage(e, o->visit);

	if (!s)
		return ERR_NOT_FOUND;
	stage_set_cover(s, o->cover, t);
	return ERR_OK;
}

static void remove_leg(struct engine *e, struct stage *s, struct leg *l, const struct turn *t)
{
	engine_forget(e, l);
	stage_remove(s, l, t);
}

static enum err close_stage(struct engine *e, const struct stage_order *o, const struct turn *t)
{
	struct stage *s = find_stage(e, o->visit);

	if (!s)
		return ERR_NOT_FOUND;
	for (int i = 0; i < s->places.n; i++)
		if (s->places.legs[i])
			remove_leg(e, s, s->places.legs[i], t);
	log_info("stage.closed", "visit=%s", s->places.visit.text);
	note_stage(&s->places, TAP_STAGE_CLOSED, t);
	for (int i = 0; i < e->n_stages; i++)
		if (e->stages[i] == s)
			e->stages[i] = e->stages[--e->n_stages];
	stage_free(s);
	return ERR_OK;
}

/* There are as many numbers as places on all stages, and one leg more while it is replaced. */
static enum err free_number(const struct engine *e, int *out)
{
	for (int i = 0; i < ENGINE_LEGS_MAX; i++) {
		if (e->legs[i].leg)
			continue;
		*out = i;
		return ERR_OK;
	}
	return ERR_TOO_MANY;
}

/* The older epoch goes without a word to the broker: the leg itself stays. */
static void replace(struct engine *e, struct stage *s, struct leg *old, const struct turn *t)
{
	note_limited(old, t);
	engine_forget(e, old);
	document_hide(&s->places, old, t);
	link_close(&old->link, t);
	leg_free(old);
}

/* Of the seat: a leg that comes again stays muted. */
static enum err mute_leg(struct engine *e, const struct stage_order *o, const struct turn *t)
{
	struct stage *s = find_stage(e, o->visit);

	for (int i = 0; s && i < s->places.n; i++)
		if (id_equals(s->places.seats[i].leg, o->leg)) {
			stage_mute(s, i, o->muted, t);
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

/* Of the leg that is there: one that comes again says it again. */
static enum err turn_camera(struct engine *e, const struct stage_order *o, const struct turn *t)
{
	struct stage *s = find_stage(e, o->visit);

	for (int i = 0; s && i < s->places.n; i++)
		if (id_equals(s->places.seats[i].leg, o->leg) &&
		    s->places.seats[i].epoch == o->epoch) {
			stage_camera(s, i, o->camera_off, t);
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

static enum err open_leg(struct engine *e, struct stage_order *o, const struct turn *t)
{
	struct joining j = { &e->options, find_stage(e, o->visit), 0, 0, e->fingerprint };
	struct places *p;
	struct seat *seat;
	struct leg *l;

	if (!j.stage)
		return ERR_NOT_FOUND;
	if (!id_is_set(o->leg))
		return ERR_BAD_INPUT;
	p = &j.stage->places;
	TRY(places_find(p, o->leg, o->epoch, &j.place));
	TRY(free_number(e, &j.number));
	TRY(join_make(&j, o, t, &l));
	if (p->legs[j.place])
		replace(e, j.stage, p->legs[j.place], t);
	p->legs[j.place] = l;
	seat = &p->seats[j.place];
	note_carried(p, j.place, t);
	*seat = (struct seat){ .leg = o->leg,
			       .epoch = o->epoch,
			       .muted = o->muted,
			       .joined = id_equals(seat->leg, o->leg) && seat->joined };
	e->legs[j.number] = (struct standing){ l, j.stage };
	if (e->top <= j.number)
		e->top = j.number + 1;
	leg_update_due(l, t);
	log_info("leg.opened", "visit=%s leg=%s epoch=%u place=%d", o->visit.text, o->leg.text,
		 o->epoch, j.place);
	return ERR_OK;
}

static enum err close_leg(struct engine *e, const struct stage_order *o, const struct turn *t)
{
	struct stage *s = find_stage(e, o->visit);
	struct leg *l = s ? find_leg(s, o->leg) : NULL;

	if (!l || o->epoch > l->epoch)
		return ERR_NOT_FOUND;
	if (o->epoch < l->epoch)
		return ERR_STALE_EPOCH;
	remove_leg(e, s, l, t);
	return ERR_OK;
}

static enum err want_keys(struct engine *e, const struct stage_order *o, const struct turn *t)
{
	struct stage *s = find_stage(e, o->visit);

	if (!s)
		return ERR_NOT_FOUND;
	stage_want_keys(s, t);
	return ERR_OK;
}

static void report_stage(struct stage *s, int64_t now_us, struct engine_report *r)
{
	for (int i = 0; i < s->places.n; i++)
		if (s->places.legs[i])
			r->legs[r->n++] = stage_report(s, s->places.legs[i], now_us);
	memcpy(&r->legs[r->n], s->gone, (size_t)s->n_gone * sizeof s->gone[0]);
	r->n += (size_t)s->n_gone;
	s->n_gone = 0;
	r->visits[r->n_visits++] = s->places.visit;
}

static enum err report(struct engine *e, struct stage_order *o, int64_t now_us)
{
	struct engine_report r = { .counts = e->counts };
	size_t most = 1;

	for (int i = 0; i < e->n_stages; i++)
		most += (size_t)(PLACES_MAX + e->stages[i]->n_gone);
	r.visits = calloc((size_t)e->n_stages + 1, sizeof *r.visits);
	r.legs = calloc(most, sizeof *r.legs);
	if (!r.visits || !r.legs)
		abort();
	for (int i = 0; i < e->n_stages; i++)
		report_stage(e->stages[i], now_us, &r);
	free(o->report.visits);
	free(o->report.legs);
	o->report = r;
	return ERR_OK;
}

static enum err carry_out(struct engine *e, struct stage_order *o, const struct turn *t)
{
	switch (o->kind) {
	case ORDER_STAGE_OPEN:
		return open_stage(e, o, t);
	case ORDER_STAGE_RECORD:
		return record_stage(e, o, t);
	case ORDER_STAGE_CLOSE:
		return close_stage(e, o, t);
	case ORDER_LEG_OPEN:
		return open_leg(e, o, t);
	case ORDER_LEG_CLOSE:
		return close_leg(e, o, t);
	case ORDER_LEG_CAMERA:
		return turn_camera(e, o, t);
	case ORDER_LEG_MUTE:
		return mute_leg(e, o, t);
	case ORDER_REPORT:
		return report(e, o, t->now_us);
	case ORDER_KEY_FRAMES:
		return want_keys(e, o, t);
	}
	return ERR_BAD_INPUT;
}

void engine_order(struct engine *e, struct stage_order *o, int64_t now_us, struct out *out)
{
	const struct turn t = engine_turn(e, now_us, out);
	uint64_t before = out->total;

	o->result = carry_out(e, o, &t);
	e->counts.out += out->total - before;
}
