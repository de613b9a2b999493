/* A stage: what follows when a leg comes, falls silent or goes, and what is ordered of all. */
#include "media/engine/stage.h"

#include "media/engine/document.h"
#include "media/engine/layers.h"
#include "media/engine/leg_report.h"
#include "media/engine/leg_rtcp.h"
#include "media/engine/note.h"

#include <stdlib.h>

void stage_free(struct stage *s)
{
	if (!s)
		return;
	for (int i = 0; i < PLACES_MAX; i++)
		leg_free(s->places.legs[i]);
	free(s);
}

void stage_mute(struct stage *s, int place, bool muted, const struct turn *t)
{
	struct seat *seat = &s->places.seats[place];

	if (seat->muted == muted)
		return;
	seat->muted = muted;
	if (muted)
		speaker_forget(&s->speaker, place);
	if (seat->joined)
		note_seat(&s->places, place, muted ? TAP_LEG_MUTED : TAP_LEG_HEARD, t);
}

void stage_camera(struct stage *s, int place, bool off, const struct turn *t)
{
	struct seat *seat = &s->places.seats[place];

	if (seat->camera_off == off)
		return;
	seat->camera_off = off;
	if (seat->joined)
		note_seat(&s->places, place, off ? TAP_LEG_CAMERA_OFF : TAP_LEG_CAMERA_ON, t);
}

void stage_set_cover(struct stage *s, struct stage_cover c, const struct turn *t)
{
	struct places *p = &s->places;
	const struct stage_cover old = p->cover;
	bool began =
		c.record && (!old.record || (c.video && !old.video) || (c.audio && !old.audio));

	if (old.record == c.record && old.video == c.video && old.audio == c.audio)
		return;
	for (int i = 0; i < p->n; i++)
		note_carried(p, i, t);
	p->cover = c;
	note_stage(p, TAP_STAGE_CHANGED, t);
	if (!began)
		return;
	for (int i = 0; i < p->n; i++)
		for (int k = 0; p->legs[i] && k < LEG_TRACKS; k++)
			note_started(p->legs[i], &p->legs[i]->tracks[k], t);
	stage_want_keys(s, t);
}

void stage_want_keys(struct stage *s, const struct turn *t)
{
	for (int i = 0; i < s->places.n; i++) {
		struct leg *l = s->places.legs[i];

		if (!l || !leg_is_live(l))
			continue;
		for (int k = LEG_VIDEO; k < LEG_TRACKS; k++)
			track_want_key(&l->tracks[k]);
		leg_ask(l, false, t);
	}
}

/* Whoever records learns at once whether the newcomer may be heard and seen. */
static void note_joined(const struct places *p, int place, const struct turn *t)
{
	const struct seat *seat = &p->seats[place];

	note_seat(p, place, TAP_LEG_JOINED, t);
	note_seat(p, place, seat->muted ? TAP_LEG_MUTED : TAP_LEG_HEARD, t);
	if (seat->camera_off)
		note_seat(p, place, TAP_LEG_CAMERA_OFF, t);
}

static void react(struct stage *s, struct leg *l, unsigned events, const struct turn *t)
{
	if (events & LEG_EVENT_JOINED) {
		s->places.seats[l->place].joined = true;
		note_joined(&s->places, l->place, t);
		layers_choose(l, t->now_us);
	}
	if (events & LEG_EVENT_LOST)
		note_seat(&s->places, l->place, TAP_LEG_LOST, t);
	if (events & LEG_EVENT_BACK)
		note_seat(&s->places, l->place, TAP_LEG_BACK, t);
}

void stage_hear(struct stage *s, struct leg *l, const struct turn *t)
{
	react(s, l, leg_hear(l, t), t);
}

void stage_take_dtls(struct stage *s, struct leg *l, struct bytes d, const struct turn *t)
{
	react(s, l, leg_take_dtls(l, d, t), t);
	leg_update_due(l, t);
}

void stage_tick(struct stage *s, struct leg *l, const struct turn *t)
{
	bool report = t->now_us >= l->times.report_us;

	react(s, l, leg_tick(l, t), t);
	if (report)
		l->times.report_us = (t->now_us + LEG_REPORT_US) / LEG_BEAT_US * LEG_BEAT_US;
	if (leg_is_live(l))
		leg_ask(l, report, t);
	if (leg_is_live(l) && report) {
		leg_report_feeds(l, t);
		layers_choose(l, t->now_us);
		leg_watch_quality(l, t);
	}
	if (report) {
		note_limited(l, t);
		document_tick(&s->places, l, t);
		meet_review(&s->meet, &s->places, t);
	}
	leg_update_due(l, t);
}

struct leg_report stage_report(const struct stage *s, const struct leg *l, int64_t now_us)
{
	struct leg_report r = leg_report(l, now_us);

	r.speaks = speaker_is(&s->speaker, l->place);
	r.picture = meet_picture(&s->meet, l);
	return r;
}

void stage_remove(struct stage *s, struct leg *l, const struct turn *t)
{
	struct leg_report r = stage_report(s, l, t->now_us);

	note_carried(&s->places, l->place, t);
	r.state = LEG_GONE;
	document_hide(&s->places, l, t);
	speaker_forget(&s->speaker, l->place);
	if (s->n_gone < STAGE_GONE_MAX)
		s->gone[s->n_gone++] = r;
	link_close(&l->link, t);
	if (s->places.seats[l->place].joined)
		note_seat(&s->places, l->place, TAP_LEG_LEFT, t);
	s->places.legs[l->place] = NULL;
	leg_free(l);
}
