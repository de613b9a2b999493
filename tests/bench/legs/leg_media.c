/* What a leg publishes: the packets of its clips when they are due. */
#include "tests/bench/legs/leg.h"

#include "media/packet/rtp.h"

#include <string.h>

#define BEHIND_US 500000 /* more is not caught up */

static int64_t length_us(const struct clip *c)
{
	return (int64_t)c->length * 1000000 / c->clock_rate;
}

static int64_t due_us(const struct leg_source *s)
{
	const struct clip *c = s->clip;

	return c ? s->start_us + (int64_t)c->packets[s->next].ts * 1000000 / c->clock_rate
		 : INT64_MAX;
}

/* The clip from its start, at this moment; RTP time goes on as the clock does. */
static void restart(struct leg_source *s, int64_t now_us)
{
	int64_t passed = now_us - s->start_us;

	s->base += (uint32_t)(passed * s->clip->clock_rate / 1000000);
	s->start_us = now_us;
	s->next = 0;
}

/* Legs do not send in step. */
void leg_media_start(struct leg *l, int64_t now_us)
{
	for (int i = 0; i < LEG_KINDS; i++)
		if (l->sources[i].clip)
			restart(&l->sources[i], now_us + l->number * 7919 % 40000);
}

static void send_next(struct leg *l, struct leg_source *s, int64_t now_us)
{
	const struct clip_packet *p = &s->clip->packets[s->next];
	struct rtp_head h = { s->seq++, s->base + p->ts, s->ssrc, s->payload_type, p->marker };
	uint8_t room[WAY_DATAGRAM_MAX];
	struct sink out;

	sink_init(&out, room, sizeof room);
	rtp_format(&h, &out);
	sink_add(&out, p->at, p->n);
	/* X, I and M: a picture id of 15 bits (RFC 7741 s4.2). */
	if (s->clip->is_vp8 && p->n > 4 && p->at[0] & 0x80 && p->at[1] & 0x80 && p->at[2] & 0x80)
		write_u16(room + RTP_HEADER_BYTES + 2, 0x8000 | (s->picture & 0x7fff));
	s->picture = (uint16_t)(s->picture + p->marker);
	if (s->kept) {
		struct leg_kept *k = &s->kept[h.seq % LEG_KEPT];

		k->seq = h.seq;
		k->n = (uint16_t)out.n;
		memcpy(k->at, room, out.n);
	}
	size_t n = out.n;
	if (sink_is_full(&out) || srtp_seal_rtp(l->srtp, room, &n, sizeof room))
		return;
	way_send(l->way, l->fd, (struct bytes){ room, n }, now_us);
	s->packets++;
	s->octets += p->n;
	l->counts.sent++;
}

static void tick_source(struct leg *l, struct leg_source *s, int64_t now_us)
{
	if (!s->clip)
		return;
	if (now_us - due_us(s) > BEHIND_US)
		restart(s, now_us);
	while (due_us(s) <= now_us) {
		send_next(l, s, now_us);
		if (++s->next == s->clip->n) {
			s->next = 0;
			s->base += s->clip->length;
			s->start_us += length_us(s->clip);
		}
	}
}

void leg_media_tick(struct leg *l, int64_t now_us)
{
	for (int i = 0; i < LEG_KINDS; i++)
		tick_source(l, &l->sources[i], now_us);
}

int64_t leg_media_due_us(const struct leg *l)
{
	int64_t audio = due_us(&l->sources[0]), video = due_us(&l->sources[1]);

	return audio < video ? audio : video;
}

void leg_media_again(struct leg *l, uint16_t seq, int64_t now_us)
{
	const struct leg_source *s = &l->sources[1];
	uint8_t room[WAY_DATAGRAM_MAX];

	l->counts.nacked++;
	if (!s->kept || s->kept[seq % LEG_KEPT].seq != seq || !s->kept[seq % LEG_KEPT].n)
		return;
	const struct leg_kept *k = &s->kept[seq % LEG_KEPT];
	size_t n = k->n;
	memcpy(room, k->at, n);
	if (!srtp_seal_rtp(l->srtp, room, &n, sizeof room))
		way_send(l->way, l->fd, (struct bytes){ room, n }, now_us);
}

/* The first frame of the clip is a key frame: the clip starts anew, not more than twice a second. */
void leg_media_key(struct leg *l, int64_t now_us)
{
	struct leg_source *s = &l->sources[1];

	l->counts.keys++;
	if (s->clip && now_us - s->start_us > 500000)
		restart(s, now_us);
}
