/* Packets of a picture, in order, as their receiver got them. */
#include "media/engine/seen.h"

#include "media/packet/seq.h"

#include <string.h>

static struct seen_packet *at(struct seen *s, int64_t number)
{
	return &s->packets[number & (SEEN_MAX - 1)];
}

void seen_watch(struct seen *s, uint32_t ssrc)
{
	if (s->ssrc == ssrc)
		return;
	memset(s, 0, sizeof *s);
	s->ssrc = ssrc;
}

/* Room for the numbers up to this one; what is in the way can no longer be waited for. */
static void reach(struct seen *s, int64_t number)
{
	if (number - s->next >= SEEN_MAX) {
		s->next = number - SEEN_MAX + 1;
		s->is_waiting = true;
	}
	if (s->end < s->next)
		s->end = s->next;
	while (s->end <= number)
		*at(s, s->end++) = (struct seen_packet){ 0 };
}

void seen_send(struct seen *s, uint16_t seq, struct seen_packet p, int64_t now_us)
{
	int64_t number = s->any ? seq_extend(seq, s->end) : SEQ_START + seq;

	if (!s->any) {
		s->next = s->end = number;
		s->came_us = s->told_us = INT64_MIN; /* clocks may start below 0 */
	}
	if (number < s->next)
		return;
	if (s->any && now_us - s->sent_us > SEEN_AWAY_US)
		pace_pause(&s->pace);
	s->any = true;
	s->sent_us = now_us;
	reach(s, number);
	*at(s, number) = p;
}

static void count(struct seen *s)
{
	for (; s->next < s->end && at(s, s->next)->came; s->next++) {
		const struct seen_packet *p = at(s, s->next);

		if (p->came_us > s->came_us)
			s->came_us = p->came_us;
		pace_take(&s->pace, p->ts, s->came_us);
	}
}

void seen_take(struct seen *s, uint16_t seq, int64_t came_us)
{
	int64_t number = s->any ? seq_extend(seq, s->end) : 0;
	struct seen_packet *p = at(s, number);

	if (!s->any || number < s->next || number >= s->end || p->came)
		return;
	p->came = true;
	p->came_us = came_us;
	if (came_us > s->told_us)
		s->told_us = came_us;
	if (p->is_key) {
		s->next = number;
		s->is_waiting = false;
	}
	if (!s->is_waiting)
		count(s);
}

void seen_stand(struct seen *s)
{
	if (s->any)
		pace_stand(&s->pace, s->told_us);
}
