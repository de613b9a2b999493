/* A leg through its life: connected, silent, gone. */
#include "media/engine/leg.h"

#include "broker/common/base/log.h"

#include <stdlib.h>

void leg_free(struct leg *l)
{
	if (!l)
		return;
	link_clear(&l->link);
	for (int i = 0; i < LEG_TRACKS; i++)
		track_clear(&l->tracks[i]);
	free(l);
}

bool leg_is_live(const struct leg *l)
{
	return l->state == LEG_LIVE;
}

const struct track *leg_first_picture(const struct leg *l)
{
	for (int i = LEG_VIDEO; i < LEG_DOCUMENT; i++)
		if (l->tracks[i].serial)
			return &l->tracks[i];
	return &l->tracks[LEG_VIDEO];
}

void leg_update_due(struct leg *l, const struct turn *t)
{
	int64_t due = l->times.report_us;
	int64_t link = link_due_us(&l->link, t->now_us);

	if (link < due)
		due = link;
	if (leg_is_live(l) && arrivals_due_us(&l->arrivals) < due - LEG_BEAT_US)
		due = (arrivals_due_us(&l->arrivals) / LEG_BEAT_US + 1) * LEG_BEAT_US;
	for (int i = 0; leg_is_live(l) && i < LEG_TRACKS; i++) {
		int64_t track = track_due_us(&l->tracks[i]);

		if (track < due)
			due = track;
	}
	l->times.due_us = due;
	if (due < *t->due_us)
		*t->due_us = due;
}

/* Only who was live is missed by others. */
static unsigned lose(struct leg *l, const struct turn *t)
{
	bool was_live = leg_is_live(l);

	l->state = LEG_LOST;
	l->times.lost_us = t->now_us;
	log_info("leg.lost", "visit=%s leg=%s epoch=%u", l->places->visit.text, l->id.text,
		 l->epoch);
	return was_live ? LEG_EVENT_LOST : 0;
}

/* The handshake may have ended, well or badly, or the peer said goodbye. */
static unsigned see_link(struct leg *l, const struct turn *t)
{
	unsigned events = 0;

	if (l->state == LEG_NEW && link_is_open(&l->link)) {
		l->state = LEG_LIVE;
		log_info("leg.live", "visit=%s leg=%s epoch=%u", l->places->visit.text, l->id.text,
			 l->epoch);
		events = LEG_EVENT_JOINED;
	}
	if ((l->state == LEG_NEW || l->state == LEG_LIVE) && link_is_dead(&l->link))
		events |= lose(l, t);
	return events;
}

unsigned leg_hear(struct leg *l, const struct turn *t)
{
	if (link_is_dead(&l->link))
		return 0;
	l->times.heard_us = t->now_us;
	if (l->state != LEG_LOST)
		return 0;
	l->state = LEG_LIVE;
	return LEG_EVENT_BACK;
}

unsigned leg_take_dtls(struct leg *l, struct bytes d, const struct turn *t)
{
	enum err e = link_take_dtls(&l->link, d, t);

	if (e == ERR_BAD_INPUT)
		t->counts->malformed++;
	else if (e)
		log_odd("leg.refused", "visit=%s leg=%s epoch=%u", l->places->visit.text,
			l->id.text, l->epoch);
	return see_link(l, t);
}

unsigned leg_tick(struct leg *l, const struct turn *t)
{
	int64_t silent_us = t->now_us - l->times.heard_us;
	unsigned events;

	link_tick(&l->link, t);
	events = see_link(l, t);
	if (l->state == LEG_LIVE && silent_us >= LEG_SILENT_US)
		events |= lose(l, t);
	if ((l->state == LEG_LOST && t->now_us - l->times.lost_us >= LEG_LOST_US) ||
	    (l->state == LEG_NEW && silent_us >= LEG_LOST_US))
		l->state = LEG_GONE;
	return events;
}
