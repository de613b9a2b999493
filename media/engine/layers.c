/* Sizes of a picture: told apart, chosen, recorded as one. */
#include "media/engine/layers.h"

#include "media/engine/leg_room.h"

#include <string.h>

static struct track *layer_at(struct leg *l, int i)
{
	return &l->tracks[LEG_VIDEO + i];
}

static bool comes(const struct track *t, int64_t now_us)
{
	return t->serial && now_us - t->came_us < LAYERS_OFF_US;
}

static struct track *find_name(struct leg *l, const struct rtp *r, uint8_t id)
{
	struct bytes rid;

	if (!id || !rtp_find_element(r, id, &rid))
		return NULL;
	for (int i = 0; i < l->layers.n; i++)
		if (strlen(l->layers.rids[i]) == rid.n && !memcmp(l->layers.rids[i], rid.at, rid.n))
			return layer_at(l, i);
	return NULL;
}

/* Browsers name the layer until they know that its source was seen (RFC 8852 s3.3). */
struct track *layers_find(struct leg *l, const struct rtp *r, bool again)
{
	struct track *t;

	if (!l->layers.n)
		return layer_at(l, 0);
	t = find_name(l, r, again ? l->layers.repaired_id : l->layers.rid_id);
	if (t && again) {
		t->rtx.of = t->source.ssrc;
		t->rtx.ssrc = r->ssrc;
	}
	for (int i = 0; !t && i < l->layers.n; i++) {
		struct track *k = layer_at(l, i);

		if (k->serial && (again ? k->rtx.ssrc : k->source.ssrc) == r->ssrc)
			t = k;
	}
	return t;
}

struct track *layers_largest(struct leg *l, int64_t now_us)
{
	for (int i = 0; i < l->layers.n; i++)
		if (comes(layer_at(l, i), now_us))
			return layer_at(l, i);
	return layer_at(l, 0);
}

struct track *layers_shown(struct leg *from, enum leg_kind kind, const struct feed *f)
{
	if (f->line.is_document)
		return &from->tracks[LEG_DOCUMENT];
	for (int i = 0; kind == LEG_VIDEO && i < from->layers.n; i++)
		if (layer_at(from, i)->serial == f->from.serial)
			return layer_at(from, i);
	return &from->tracks[kind];
}

/* The largest that fits into the share; -1: none comes. */
static int choose(struct leg *from, const struct feed *f, uint64_t share, int64_t now_us)
{
	bool is_held = f->layer.less_us && now_us - f->layer.less_us < f->layer.hold_us;
	int smallest = -1;
	bool is_larger = true; /* than the one of now */

	for (int i = 0; i < from->layers.n; i++) {
		const struct track *t = layer_at(from, i);
		uint64_t need = t->rate.bps;

		is_larger = is_larger && t->serial != f->layer.serial;
		if (!comes(t, now_us))
			continue;
		smallest = i;
		if (is_larger && f->layer.less_us && share)
			need += need / 5;
		if (share && (need > share || (is_larger && is_held)))
			continue;
		return i;
	}
	return smallest;
}

/* Whoever tries too early waits twice as long. */
static void note_less(struct feed_layer *l, int64_t now_us)
{
	bool is_early = l->less_us && now_us - l->less_us < 4 * l->hold_us;

	l->hold_us = is_early ? 2 * l->hold_us : LAYERS_HOLD_US;
	if (l->hold_us > LAYERS_HOLD_MAX)
		l->hold_us = LAYERS_HOLD_MAX;
	l->less_us = now_us;
}

static void set_layer(struct leg *from, struct feed *f, int i, int64_t now_us)
{
	for (int k = 0; k < i; k++)
		if (layer_at(from, k)->serial == f->layer.serial &&
		    comes(layer_at(from, k), now_us))
			note_less(&f->layer, now_us);
	f->layer.serial = layer_at(from, i)->serial;
}

/* Of the only picture, and only by an estimate: reports of a few packets say too little, and among
 * many pictures the share of one does. */
static void set_off(struct leg *to, struct feed *f, bool is_only, int64_t now_us)
{
	uint64_t room = leg_room_bps(to);

	if (!f->line.wide_id || !estimate_bps(&to->link.estimate))
		return;
	if (!f->layer.is_off && room < LAYERS_NONE_BPS) {
		f->layer.is_off = true;
		f->from.serial = 0; /* it begins again with a key frame */
		note_less(&f->layer, now_us);
	} else if (f->layer.is_off && (room >= LAYERS_SOME_BPS || !is_only) &&
		   now_us - f->layer.less_us >= f->layer.hold_us) {
		f->layer.is_off = false;
	}
}

static int count_pictures(const struct leg *to, int64_t now_us)
{
	int n = 0;

	for (int slot = 0; slot < ENGINE_SLOTS_MAX; slot++) {
		struct leg *from = places_source(to->places, to->place, slot);

		n += from && layers_largest(from, now_us)->serial;
	}
	return n;
}

void layers_choose(struct leg *to, int64_t now_us)
{
	bool is_only = count_pictures(to, now_us) == 1;

	for (int slot = 0; slot < ENGINE_SLOTS_MAX; slot++) {
		struct leg *from = places_source(to->places, to->place, slot);
		struct feed *f = &to->feeds[slot][LEG_VIDEO];
		int i;

		if (!from)
			continue;
		if (is_only || f->layer.is_off)
			set_off(to, f, is_only, now_us);
		i = from->layers.n ? choose(from, f, leg_limit_bps(to, slot), now_us) : -1;
		if (i >= 0)
			set_layer(from, f, i, now_us);
	}
	if (places_source(to->places, to->place, PLACES_DOCUMENT_SLOT))
		set_off(to, &to->feeds[PLACES_DOCUMENT_SLOT][LEG_VIDEO], true, now_us);
}

/* Of one picture. */
static enum leg_step step_of(const struct feed *f, struct leg *from, int64_t now_us)
{
	const struct track *largest = layers_largest(from, now_us);

	if (f->layer.is_off)
		return LEG_STEP_SOUND;
	return from->layers.n && f->layer.serial && f->layer.serial != largest->serial
		       ? LEG_STEP_SMALL
		       : LEG_STEP_FULL;
}

enum leg_step layers_step(const struct leg *to, int64_t now_us)
{
	int n = 0, less = 0, off = 0;

	for (int slot = 0; slot < ENGINE_SLOTS_MAX; slot++) {
		struct leg *from = places_source(to->places, to->place, slot);
		const struct feed *f = &to->feeds[slot][LEG_VIDEO];
		enum leg_step step;

		if (!from || !f->is_on || !comes(layers_largest(from, now_us), now_us))
			continue;
		step = step_of(f, from, now_us);
		n++;
		less += step != LEG_STEP_FULL;
		off += step == LEG_STEP_SOUND;
	}
	return n && off == n ? LEG_STEP_SOUND : less ? LEG_STEP_SMALL : LEG_STEP_FULL;
}

struct tap_source layers_source(const struct leg *l, const struct track *track)
{
	struct tap_source s = track->source;

	if (track->is_layer)
		s.ssrc = l->layers.tape.line.ssrc;
	return s;
}

bool layers_copy(struct leg *l, struct track *track, const struct track_packet *p, struct sink *out)
{
	l->layers.tape.layer.serial = layers_largest(l, p->at_us)->serial;
	return feed_copy(&l->layers.tape, track, p, out);
}

bool layers_copy_report(const struct leg *l, const struct track *track, struct rtcp_sender s,
			struct sink *out)
{
	const struct feed *f = &l->layers.tape;

	if (f->from.serial != track->serial || f->from.is_waiting)
		return false;
	s.ssrc = f->line.ssrc;
	s.rtp += f->from.ts_add;
	rtcp_format_sender(&s, NULL, 0, out);
	return true;
}
