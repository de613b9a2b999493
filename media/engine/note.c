/* Notes for the tap: who came and went, what it should have, what is missing. */
#include "media/engine/note.h"

#include "media/engine/layers.h"

#define CARRIED_US 1000000 /* what was carried is told so often, while it comes */

static void tell(const struct places *p, struct tap_note *n, const struct turn *t)
{
	if (!t->tap || !t->tap->note)
		return;
	n->source.visit = p->visit;
	n->at_us = t->now_us;
	n->record = p->cover.record;
	n->video = p->cover.video;
	n->audio = p->cover.audio;
	t->tap->note(t->tap->owner, n);
}

void note_stage(const struct places *p, enum tap_event e, const struct turn *t)
{
	struct tap_note n = { .event = e };

	tell(p, &n, t);
}

void note_seat(const struct places *p, int place, enum tap_event e, const struct turn *t)
{
	const struct seat *seat = &p->seats[place];
	struct tap_note n = { .event = e, .source.leg = seat->leg, .source.epoch = seat->epoch };

	tell(p, &n, t);
}

void note_started(const struct leg *l, const struct track *track, const struct turn *t)
{
	struct tap_note n = { .event = TAP_TRACK_STARTED, .source = layers_source(l, track) };

	if (track->serial && places_is_covered(l->places, track->source.track))
		tell(l->places, &n, t);
}

void note_gap(const struct leg *l, struct track *track, const struct turn *t)
{
	struct tap_note n = { .event = TAP_TRACK_GAP, .source = layers_source(l, track) };

	n.lost = track->loss.untold;
	track->loss.untold = 0;
	if (track->is_layer && track->serial != l->layers.tape.from.serial)
		return; /* another size is recorded */
	if (n.lost && places_is_covered(l->places, track->source.track))
		tell(l->places, &n, t);
}

void note_limited(struct leg *l, const struct turn *t)
{
	struct budget_over *over = &l->budget.over;
	struct tap_note n = { .event = TAP_LEG_LIMITED,
			      .source.leg = l->id,
			      .source.epoch = l->epoch,
			      .lost = over->packets,
			      .from_us = over->from_us,
			      .till_us = over->till_us };

	if (over->packets > 0)
		tell(l->places, &n, t);
	over->packets = 0;
}

static void tell_track(struct places *p, int place, enum tap_track track, const struct turn *t)
{
	struct seat *seat = &p->seats[place];
	struct carried *c = &seat->carried[track];
	struct tap_note n = { .event = TAP_CARRIED,
			      .source.leg = seat->leg,
			      .source.epoch = seat->epoch,
			      .source.track = track,
			      .packets = c->packets,
			      .bytes = c->bytes,
			      .from_us = c->from_us };

	if (c->packets > 0)
		tell(p, &n, t);
	*c = (struct carried){ 0 };
}

void note_carried(struct places *p, int place, const struct turn *t)
{
	if (p->legs[place])
		note_limited(p->legs[place], t);
	for (int i = 0; i < SEAT_TRACKS; i++)
		tell_track(p, place, (enum tap_track)i, t);
}

void note_count(struct places *p, int place, const struct tap_packet *packet, const struct turn *t)
{
	enum tap_track track = packet->source.track;
	struct carried *c = &p->seats[place].carried[track];

	if (c->packets > 0 && t->now_us - c->from_us >= CARRIED_US)
		tell_track(p, place, track, t);
	if (c->packets == 0)
		c->from_us = t->now_us;
	c->packets++;
	c->bytes += packet->bytes.n;
}
