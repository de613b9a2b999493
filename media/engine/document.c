/* Documents: told apart from the camera, one at a time. */
#include "media/engine/document.h"

#include "media/engine/stage.h"

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

bool document_is_shown(const struct leg *l)
{
	return l->stage->seats[l->place].shows;
}

bool document_show(struct leg *from, const struct turn *t)
{
	struct stage *s = from->stage;

	if (document_is_shown(from))
		return true;
	for (int i = 0; i < s->places; i++)
		if (s->seats[i].shows)
			return false;
	s->seats[from->place].shows = true;
	stage_note_leg(from, TAP_LEG_SHOWS, t);
	return true;
}

void document_hide(struct leg *l, const struct turn *t)
{
	if (!document_is_shown(l))
		return;
	l->stage->seats[l->place].shows = false;
	stage_note_leg(l, TAP_LEG_SHOWED, t);
}

void document_tick(struct leg *l, const struct turn *t)
{
	if (t->now_us - l->tracks[LEG_DOCUMENT].came_us >= DOCUMENT_OFF_US)
		document_hide(l, t);
}

struct leg *document_source(const struct stage *s, int place)
{
	for (int i = 0; i < s->places; i++)
		if (s->seats[i].shows && i != place)
			return s->legs[i];
	return NULL;
}
