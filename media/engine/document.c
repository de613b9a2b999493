/* Documents: told apart from the camera, one at a time. */
#include "media/engine/document.h"

#include "media/engine/note.h"

#include <string.h>

/* By a source that is known, by the name of the line (RFC 9143 s15), by the offer (RFC 5576). */
bool document_owns(const struct leg *l, const struct rtp *r, bool again)
{
	const struct track *t = &l->tracks[LEG_DOCUMENT];
	const struct leg_document *d = &l->document;
	struct bytes mid;

	if (!t->is_on)
		return false;
	if (d->mid_id && rtp_find_element(r, d->mid_id, &mid))
		return mid.n == strlen(d->mid) && !memcmp(mid.at, d->mid, mid.n);
	if (again)
		return t->rtx.ssrc && t->rtx.ssrc == r->ssrc;
	return t->serial ? t->source.ssrc == r->ssrc : d->ssrc && d->ssrc == r->ssrc;
}

bool document_show(struct places *p, const struct leg *from, const struct turn *t)
{
	if (p->seats[from->place].shows)
		return true;
	for (int i = 0; i < p->n; i++)
		if (p->seats[i].shows)
			return false;
	p->seats[from->place].shows = true;
	note_seat(p, from->place, TAP_LEG_SHOWS, t);
	return true;
}

void document_hide(struct places *p, const struct leg *l, const struct turn *t)
{
	if (!p->seats[l->place].shows)
		return;
	p->seats[l->place].shows = false;
	note_seat(p, l->place, TAP_LEG_SHOWED, t);
}

void document_tick(struct places *p, const struct leg *l, const struct turn *t)
{
	if (t->now_us - l->tracks[LEG_DOCUMENT].came_us >= DOCUMENT_OFF_US)
		document_hide(p, l, t);
}
