/* Who sits where, and sees whom. */
#include "media/engine/places.h"

enum err places_find(const struct places *p, struct id leg, uint32_t epoch, int *out)
{
	int place = -1;

	for (int i = p->n - 1; i >= 0; i--) {
		bool fresh = !id_is_set(p->seats[i].leg);

		if (id_equals(p->seats[i].leg, leg)) {
			if (epoch <= p->seats[i].epoch)
				return ERR_STALE_EPOCH;
			*out = i;
			return ERR_OK;
		}
		/* One that nobody comes back to, else one that somebody left. */
		if (fresh || (!p->legs[i] && (place < 0 || id_is_set(p->seats[place].leg))))
			place = i;
	}
	if (place < 0)
		return ERR_TOO_MANY;
	*out = place;
	return ERR_OK;
}

static struct leg *find_shown(const struct places *p, int place)
{
	for (int i = 0; i < p->n; i++)
		if (p->seats[i].shows && i != place)
			return p->legs[i];
	return NULL;
}

struct leg *places_source(const struct places *p, int place, int slot)
{
	int at = slot < place ? slot : slot + 1;

	if (slot == PLACES_DOCUMENT_SLOT)
		return find_shown(p, place);
	return at < p->n ? p->legs[at] : NULL;
}

bool places_is_covered(const struct places *p, enum tap_track track)
{
	return p->cover.record && (track == TAP_AUDIO ? p->cover.audio : p->cover.video);
}
