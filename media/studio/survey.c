/* Reads a journal once for its legs, sources, clocks, chapters and told gaps. */
#include "media/studio/survey.h"

#include "broker/common/base/log.h"
#include "broker/common/seal/manifest.h"

#include <stdlib.h>

static struct survey *survey_alloc(struct arena *a, const struct chain_head *h)
{
	struct survey *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->arena = a;
	s->head = *h;
	s->legs = calloc(ENTRY_LEGS_MAX, sizeof(*s->legs));
	s->tracks = calloc(ENTRY_TRACKS_MAX, sizeof(*s->tracks));
	s->chapters = calloc(SURVEY_CHAPTERS_MAX, sizeof(*s->chapters));
	s->gaps = gapmap_new(MANIFEST_GAPS_MAX);
	s->carried = calloc(SURVEY_CARRIED_MAX, sizeof(*s->carried));
	s->told = told_new();
	if (!s->legs || !s->tracks || !s->chapters || !s->carried)
		abort();
	return s;
}

void survey_free(struct survey *s)
{
	if (!s)
		return;
	for (int i = 0; i < ENTRY_LEGS_MAX; i++)
		sender_clock_free(s->legs[i].clock);
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++)
		timeline_free(s->tracks[i].timeline);
	gapmap_free(s->gaps);
	free(s->legs);
	free(s->tracks);
	free(s->chapters);
	free(s->carried);
	told_free(s->told);
	free(s);
}

/* On the clock of the visit. */
static int64_t visit_us(const struct survey *s, int64_t monotonic_us)
{
	int64_t started_us = (s->head.started.ms - s->begin.zero.ms) * 1000;

	return started_us + monotonic_us - s->head.started_us;
}

static struct text keep(struct survey *s, struct text t)
{
	return (struct text){ arena_copy(s->arena, t), t.n };
}

static void take_leg(struct survey *s, const struct entry_leg *l)
{
	struct survey_leg *leg = &s->legs[l->number];

	if (!leg->clock)
		leg->clock = sender_clock_new();
	leg->is_there = true;
	leg->leg = l->leg;
	leg->epoch = l->epoch;
	leg->seat = keep(s, l->seat);
	leg->name = keep(s, l->name);
}

static enum err take_track(struct survey *s, const struct entry_track *t)
{
	struct survey_track *track = &s->tracks[t->number];

	if (!s->legs[t->leg].is_there || track->is_there)
		return ERR_BROKEN_SEAL;
	track->is_there = true;
	track->track = *t;
	track->timeline = timeline_new(t->clock_rate);
	return ERR_OK;
}

static void take_packet(struct survey *s, const struct entry *e)
{
	struct survey_track *t = e->track < ENTRY_TRACKS_MAX ? &s->tracks[e->track] : NULL;
	struct rtp rtp;

	if (!t || !t->is_there || rtp_parse(e->packet, &rtp))
		return;
	int64_t at_us = visit_us(s, e->at_us);
	t->journaled += rtp.payload.n > 0;
	if (t->packets++ == 0)
		t->first_us = at_us;
	t->last_us = at_us;
	timeline_take(t->timeline, order_extend(&t->count, rtp.seq), rtp.ts, at_us);
}

static void take_report(struct survey *s, const struct entry *e)
{
	struct survey_track *t = e->track < ENTRY_TRACKS_MAX ? &s->tracks[e->track] : NULL;

	if (!t || !t->is_there || e->report.ntp == 0)
		return;
	sender_clock_take(s->legs[t->track.leg].clock, e->report.ntp, visit_us(s, e->at_us));
	timeline_take_report(t->timeline, e->report.ntp, e->report.rtp);
}

static void take_dropped(struct survey *s, const struct entry_dropped *d)
{
	struct gap g = { .why = GAP_DROPPED, .packets = d->packets };

	g.from_us = visit_us(s, d->from_us);
	g.till_us = visit_us(s, d->till_us);
	gapmap_add(s->gaps, &g);
}

/* The films of that leg lack it too: there it is not told a second time. Of a visit as a whole it
 * hides nothing that a leg lacks for reasons of its own. */
static void take_limited(struct survey *s, const struct entry_dropped *d)
{
	struct gap g = { .leg = d->leg, .why = GAP_TOO_MUCH, .packets = d->packets };

	g.from_us = visit_us(s, d->from_us);
	g.till_us = visit_us(s, d->till_us);
	if (!id_is_set(d->leg) || !told_span(s->told, &g))
		gapmap_add(s->gaps, &g);
}

static void take_missed(struct survey *s, const struct entry_missing *m)
{
	struct gap g = { .why = m->why == ENTRY_MISSED_LIMIT ? GAP_LIMIT : GAP_DISK };

	g.from_us = visit_us(s, m->from_us);
	g.till_us = visit_us(s, m->till_us);
	gapmap_add(s->gaps, &g);
}

static void take_chapter(struct survey *s, const struct entry *e)
{
	if (s->chapter_n == SURVEY_CHAPTERS_MAX)
		return;
	s->chapters[s->chapter_n++] = (struct survey_chapter){ .at_us = visit_us(s, e->at_us),
							       .text = keep(s, e->chapter) };
}

/* When something of the leg came last. */
static int64_t last_of(const struct survey *s, struct id leg, int64_t else_us)
{
	int64_t last_us = INT64_MIN;

	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		const struct survey_track *t = &s->tracks[i];
		if (t->is_there && t->packets > 0 && t->last_us > last_us &&
		    id_equals(s->legs[t->track.leg].leg, leg))
			last_us = t->last_us;
	}
	return last_us == INT64_MIN ? else_us : last_us;
}

static void take_presence(struct survey *s, const struct entry_event *e, int64_t at_us)
{
	struct gap muted = { .leg = e->leg, .media = ENTRY_AUDIO, .why = GAP_MUTED };
	struct gap dark = { .leg = e->leg, .media = ENTRY_VIDEO, .why = GAP_CAMERA_OFF };
	struct gap down = { .leg = e->leg, .why = GAP_LINK_DOWN };

	muted.from_us = dark.from_us = at_us;
	if (e->what == ENTRY_MUTED) {
		told_open(s->told, &muted);
	} else if (e->what == ENTRY_CAMERA_OFF) {
		told_open(s->told, &dark);
	} else if (e->what == ENTRY_LOST) {
		down.from_us = last_of(s, e->leg, at_us);
		told_open(s->told, &down);
	} else if (e->what == ENTRY_BACK) {
		told_close(s->told, &down, at_us);
	} else if (e->what == ENTRY_HEARD) {
		told_close(s->told, &muted, at_us);
	} else if (e->what == ENTRY_CAMERA_ON) {
		told_close(s->told, &dark, at_us);
	} else if (e->what == ENTRY_LEFT || e->what == ENTRY_JOINED) {
		told_drop(s->told, &down);
		told_close(s->told, &muted, at_us);
		told_close(s->told, &dark, at_us);
	}
}

static struct survey_carried *carried_of(struct survey *s, const struct entry_carried *c)
{
	struct survey_carried *at = s->carried;

	for (size_t i = 0; i < s->carried_n; i++)
		if (at[i].media == c->media && id_equals(at[i].leg, c->leg))
			return &at[i];
	if (s->carried_n == SURVEY_CARRIED_MAX) {
		at[s->carried_n - 1].leg = (struct id){ "" };
		return &at[s->carried_n - 1];
	}
	at[s->carried_n] = (struct survey_carried){ .leg = c->leg, .media = c->media };
	return &at[s->carried_n++];
}

static void take_carried(struct survey *s, const struct entry *e)
{
	struct survey_carried *c = carried_of(s, &e->carried);

	c->packets += e->carried.packets;
	c->bytes += (int64_t)e->carried.bytes;
	c->ms += (e->at_us - e->carried.from_us) / 1000;
}

static void take_event(struct survey *s, const struct entry *e)
{
	int64_t at_us = visit_us(s, e->at_us);
	struct entry_event kept = e->event;

	take_presence(s, &e->event, at_us);
	if (s->chapter_n == SURVEY_CHAPTERS_MAX)
		return;
	kept.seat = keep(s, e->event.seat);
	kept.name = keep(s, e->event.name);
	s->chapters[s->chapter_n++] = (struct survey_chapter){ .at_us = at_us, .event = kept };
}

/* Sound or pictures of everybody, from here on. */
static void take_cover(struct survey *s, enum entry_media media, bool is_covered, int64_t at_us)
{
	struct gap g = { .media = media, .why = GAP_NOT_CONSENTED, .from_us = at_us };

	if (is_covered)
		told_close(s->told, &g, at_us);
	else
		told_open(s->told, &g);
}

/* The part begins with its BEGIN entry; everything after needs the zero in it. */
static void take_begin(struct survey *s, const struct entry_begin *b)
{
	s->begin = *b;
	s->from_us = visit_us(s, s->head.started_us);
	take_cover(s, ENTRY_AUDIO, b->audio, s->from_us);
	take_cover(s, ENTRY_VIDEO, b->video, s->from_us);
	if (b->before.ms == 0)
		return;
	struct gap g = { .why = GAP_SERVER_LOST };
	g.from_us = (b->before.ms - b->zero.ms) * 1000;
	g.till_us = s->from_us;
	gapmap_add(s->gaps, &g);
}

static enum err take(struct survey *s, const struct entry *e)
{
	switch (e->kind) {
	case ENTRY_BEGIN:
		take_begin(s, &e->begin);
		return ERR_OK;
	case ENTRY_LEG:
		take_leg(s, &e->leg);
		return ERR_OK;
	case ENTRY_TRACK:
		return take_track(s, &e->new_track);
	case ENTRY_RTP:
		take_packet(s, e);
		return ERR_OK;
	case ENTRY_REPORT:
		take_report(s, e);
		return ERR_OK;
	case ENTRY_DROPPED:
		take_dropped(s, &e->dropped);
		return ERR_OK;
	case ENTRY_LIMITED:
		take_limited(s, &e->dropped);
		return ERR_OK;
	case ENTRY_CHAPTER:
		take_chapter(s, e);
		return ERR_OK;
	case ENTRY_EVENT:
		take_event(s, e);
		return ERR_OK;
	case ENTRY_MISSED:
		take_missed(s, &e->missed);
		return ERR_OK;
	case ENTRY_COVER:
		take_cover(s, ENTRY_AUDIO, e->cover.audio, visit_us(s, e->at_us));
		take_cover(s, ENTRY_VIDEO, e->cover.video, visit_us(s, e->at_us));
		return ERR_OK;
	case ENTRY_CARRIED:
		take_carried(s, e);
		return ERR_OK;
	case ENTRY_LEG_END:
		return ERR_OK;
	}
	return ERR_BROKEN_SEAL;
}

/* First and last arrival over all sources of a leg and epoch; false: none came. */
static bool presence(const struct survey *s, int leg, int64_t *first, int64_t *last)
{
	bool any = false;

	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		const struct survey_track *t = &s->tracks[i];
		if (!t->is_there || t->track.leg != leg || t->packets == 0)
			continue;
		*first = !any || t->first_us < *first ? t->first_us : *first;
		*last = !any || t->last_us > *last ? t->last_us : *last;
		any = true;
	}
	return any;
}

/* A leg that came back with a higher epoch was away in between. */
static void find_absences(struct survey *s)
{
	int64_t first, last, first_again, last_again;

	for (int i = 1; i < ENTRY_LEGS_MAX && s->legs[i].is_there; i++) {
		int before = i - 1;
		while (before >= 0 && !id_equals(s->legs[before].leg, s->legs[i].leg))
			before--;
		if (before < 0 || !presence(s, before, &first, &last) ||
		    !presence(s, i, &first_again, &last_again))
			continue;
		struct gap g = { .leg = s->legs[i].leg,
				 .why = GAP_LEG_LOST,
				 .from_us = last,
				 .till_us = first_again };
		gapmap_add(s->gaps, &g);
	}
}

static void finish(struct survey *s)
{
	for (int i = 0; i < ENTRY_LEGS_MAX; i++) {
		if (s->legs[i].clock)
			sender_clock_finish(s->legs[i].clock);
	}
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		struct survey_track *t = &s->tracks[i];
		if (!t->is_there)
			continue;
		timeline_finish(t->timeline, s->legs[t->track.leg].clock);
		if (timeline_has_refused(t->timeline))
			log_odd("studio.reports_refused", "leg=%s ssrc=%u",
				s->legs[t->track.leg].leg.text, t->track.ssrc);
	}
	find_absences(s);
	told_finish(s->told, s->till_us, s->gaps);
}

enum err survey_new(struct journal_reader *r, struct arena *a, struct survey **out)
{
	OWN(survey) s = survey_alloc(a, journal_reader_head(r));
	struct entry e;
	enum err err = journal_reader_next(r, &e);

	if (!err && e.kind != ENTRY_BEGIN)
		return ERR_BROKEN_SEAL;
	for (; !err; err = journal_reader_next(r, &e))
		TRY(take(s, &e));
	if (err != ERR_NOT_FOUND)
		return err;
	s->end = journal_reader_end(r);
	s->till_us = visit_us(s, s->end.till_us);
	finish(s);
	*out = survey_give(&s);
	return ERR_OK;
}
