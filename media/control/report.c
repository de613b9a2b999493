/* Twice a second: what the engine and the recorder say of every visit, for the broker. */
#include "media/control/inside.h"

#include "media/record/recorder.h"

/* A leg that sends nothing any more is told to the others within two seconds: one until that is no
 * accident, half a one until the next report. */
#define REPORT_MS  (SECOND_MS / 2)
#define GIVE_UP_MS (5 * SECOND_MS)

void report_tick(struct desk *d, struct instant now)
{
	struct ticket t = { .kind = TICKET_REPORT };

	if (now.ms < (d->report.asked ? d->report.give_up.ms : d->report.at.ms))
		return;
	d->report.at.ms = now.ms + REPORT_MS;
	d->report.give_up.ms = now.ms + GIVE_UP_MS;
	d->report.asked = order_post(d, stage_order_new(ORDER_REPORT), &t);
}

static struct media_leg leg_of(const struct leg_report *r)
{
	static const int states[] = { [LEG_NEW] = MEDIA_LEG_LIVE,
				      [LEG_LIVE] = MEDIA_LEG_LIVE,
				      [LEG_LOST] = MEDIA_LEG_LOST,
				      [LEG_GONE] = MEDIA_LEG_GONE };
	static const int steps[] = { [LEG_STEP_FULL] = MEDIA_STEP_FULL,
				     [LEG_STEP_SMALL] = MEDIA_STEP_SMALL,
				     [LEG_STEP_SOUND] = MEDIA_STEP_SOUND };
	static const int pictures[] = { [LEG_PICTURE_SHARED] = MEDIA_PICTURE_SHARED,
					[LEG_PICTURE_AGAIN] = MEDIA_PICTURE_AGAIN,
					[LEG_PICTURE_NONE] = MEDIA_PICTURE_NONE };

	return (struct media_leg){
		.leg = r->leg,
		.epoch = r->epoch,
		.place = r->place,
		.state = states[r->state],
		.muted = r->muted,
		.camera_off = r->camera_off,
		.shows = r->shows,
		.speaks = r->speaks,
		.step = steps[r->step],
		.still_ms = r->still_ms < DAY_MS ? r->still_ms : DAY_MS,
		.picture = pictures[r->picture],
		.rx_bytes = (int64_t)r->rx_bytes,
		.lost = (int64_t)r->lost,
		.rtt_ms = r->rtt_ms < 0 ? -1 : r->rtt_ms,
		.window = r->quality.number,
		.up = r->quality.up,
		.down = r->quality.down,
	};
}

static void keep_gone(struct desk *d, const struct engine_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct visit *v = visits_find(&d->visits, r->legs[i].visit);

		if (v && r->legs[i].state == LEG_GONE)
			visit_add_gone(v, &r->legs[i]);
	}
}

static bool is_there(const struct leg_report *leg, const struct visit *v)
{
	return id_equals(leg->visit, v->id) && leg->state != LEG_NEW && leg->state != LEG_GONE;
}

static size_t count_there(const struct visit *v, const struct engine_report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += is_there(&r->legs[i], v);
	return n;
}

/* Legs that are there, then those that are gone. A new one has nothing to tell yet. */
static struct list legs_of(const struct visit *v, const struct engine_report *r, struct arena *a)
{
	size_t room = count_there(v, r) + (size_t)v->gone_n;
	struct media_leg *legs = ARENA_LIST(a, struct media_leg, room + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct leg_report *leg = &r->legs[i];

		if (is_there(leg, v))
			legs[n++] = leg_of(leg);
	}
	for (int i = 0; i < v->gone_n; i++)
		legs[n++] = leg_of(&v->gone[i].leg);
	return (struct list){ legs, n };
}

static struct media_visit visit_of(const struct desk *d, const struct visit *v, int64_t now_us)
{
	int64_t age_ms = recorder_durable_age_ms(d->parts.recorder, v->id, now_us);
	bool is_on = v->state == RECORDING_ON && age_ms >= 0;

	return (struct media_visit){
		.visit = v->id,
		.recording = is_on,
		.durable_age_ms = is_on ? age_ms : 0,
		.part = is_on ? v->part : 0,
		.why = text_of(v->why && visit_is_recorded(v) ? err_word(v->why) : ""),
	};
}

static void count_tells(struct desk *d)
{
	for (struct visit *v = d->visits.first; v; v = v->next) {
		int kept = 0;

		for (int i = 0; i < v->gone_n; i++)
			if (--v->gone[i].tells > 0)
				v->gone[kept++] = v->gone[i];
		v->gone_n = kept;
	}
}

void report_take(struct desk *d, const struct stage_order *o, int64_t now_us)
{
	OWN(arena) a = arena_new();
	struct media_visit *visits = ARENA_LIST(a, struct media_visit, d->visits.n + 1);
	struct buffer out;
	size_t n = 0;

	keep_gone(d, &o->report);
	if (!d->is_registered || !d->visits.n)
		return;
	for (const struct visit *v = d->visits.first; v; v = v->next) {
		visits[n] = visit_of(d, v, now_us);
		visits[n++].legs = legs_of(v, &o->report, a);
	}
	struct media_report_in in = { { visits, n } };
	buffer_init(&out, a);
	frame_format_request(0, "media.report", media_report_in_fields, &in, &out);
	if (d->parts.out.send(d->parts.out.owner, buffer_text(&out)))
		count_tells(d);
}
