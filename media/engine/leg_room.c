/* Lines of receivers, shared out to the pictures on them. */
#include "media/engine/leg_room.h"

uint64_t leg_room_bps(const struct leg *l)
{
	uint64_t bps = estimate_bps(&l->link.estimate), sound = 0;
	unsigned pictures = 0;

	for (int slot = 0; slot < LEG_SLOTS; slot++) {
		const struct leg *from = places_source(l->places, l->place, slot);
		bool is_document = slot == PLACES_DOCUMENT_SLOT;

		if (!from || !leg_is_live(from))
			continue;
		pictures += l->feeds[slot][LEG_VIDEO].is_on &&
			    (is_document || leg_first_picture(from)->serial);
		sound += is_document ? 0 : LEG_SOUND_BPS;
	}
	return bps > sound ? (bps - sound) / (pictures ? pictures : 1) : 0;
}

static uint64_t share_of(const struct leg *l)
{
	uint64_t bps = leg_room_bps(l);

	if (!estimate_bps(&l->link.estimate))
		return 0;
	return bps > FEED_LIMIT_MIN ? bps : FEED_LIMIT_MIN;
}

uint64_t leg_limit_bps(const struct leg *l, int slot)
{
	const struct feed *f = &l->feeds[slot][LEG_VIDEO];

	if (f->layer.is_off)
		return 0; /* nobody needs to send less for it */
	return f->line.wide_id ? share_of(l) : f->limit_bps;
}

uint64_t leg_ceiling_bps(const struct leg *l)
{
	uint64_t least = l->ceiling_bps;

	if (l->places->seats[l->place].shows) /* beside the camera */
		least *= 2;
	if (l->layers.n) /* who can take less gets a smaller one, which comes beside the largest */
		return least + least / 4;
	for (int i = 0; i < l->places->n; i++) {
		const struct leg *to = l->places->legs[i];
		int slot = l->place < i ? l->place : l->place - 1;
		uint64_t limit = to && to != l && leg_is_live(to) ? leg_limit_bps(to, slot) : 0;

		if (limit && limit < least)
			least = limit;
	}
	return least;
}
