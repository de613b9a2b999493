/* Windows of five seconds: what came, what did not, how smoothly. */
#include "media/engine/quality.h"

#include "media/packet/h264.h"

static void learn_size(struct quality_pictures *s, const struct track *t,
		       const struct track_packet *p)
{
	struct h264 h;
	struct h264_size size;

	if (t->source.codec == TAP_VP8) {
		if (p->vp8.width) {
			s->width = p->vp8.width;
			s->height = p->vp8.height;
		}
	} else if (!h264_parse(p->rtp.payload, &h) && h.sps.n && !h264_parse_size(h.sps, &size)) {
		s->width = size.width;
		s->height = size.height;
	}
}

void quality_take_picture(struct quality *q, const struct track *t, const struct track_packet *p)
{
	struct quality_pictures *s = &q->pictures;

	if (p->is_key)
		learn_size(s, t, p);
	if (p->is_first)
		pace_pause(&s->pace);
	s->any = true;
	pace_take(&s->pace, p->rtp.ts, p->at_us);
}

void quality_take_block(struct quality *q, const struct rtcp_block *b, uint32_t clock_rate)
{
	uint32_t jitter_ms = (uint32_t)((uint64_t)b->jitter * 1000 / clock_rate);

	q->blocks++;
	q->fractions += b->fraction_lost;
	if (jitter_ms > q->jitter_ms)
		q->jitter_ms = jitter_ms;
}

bool quality_is_due(const struct quality *q, int64_t now_us)
{
	return !q->start_us || now_us - q->start_us >= QUALITY_US;
}

static int64_t kbps(uint64_t bytes, int64_t us)
{
	return (int64_t)(bytes * 8000 / (uint64_t)us);
}

static struct flow flow_up(const struct quality *q, const struct quality_totals *now, int64_t us)
{
	const struct quality_pictures *s = &q->pictures;
	uint64_t lost = now->lost - q->before.lost;
	uint64_t all = now->rx_packets - q->before.rx_packets + lost;

	return (struct flow){
		.lost_permille = all      ? (int64_t)(lost * 1000 / all)
				 : s->any ? 1000
					  : 0,
		.kbps = kbps(now->rx_bytes - q->before.rx_bytes, us),
		.width = s->width,
		.height = s->height,
		.freezes = s->pace.freezes,
		.frozen_ms = s->pace.frozen_us / 1000,
	};
}

static struct flow flow_down(const struct quality *q, const struct quality_totals *now,
			     struct quality_shown shown, int64_t us)
{
	return (struct flow){
		.lost_permille = q->blocks ? q->fractions * 1000 / (256 * q->blocks) : 0,
		.jitter_ms = q->jitter_ms,
		.kbps = kbps(now->tx_bytes - q->before.tx_bytes, us),
		.width = shown.from ? shown.from->pictures.width : 0,
		.height = shown.from ? shown.from->pictures.height : 0,
		.freezes = shown.seen ? (int64_t)shown.seen->freezes : -1,
		.frozen_ms = shown.seen ? shown.seen->frozen_us / 1000 : 0,
	};
}

void quality_end(struct quality *q, const struct quality_totals *now, uint32_t up_jitter_ms,
		 struct quality_shown shown, int64_t now_us)
{
	int64_t us = now_us - q->start_us;

	if (q->start_us) {
		q->last.number++;
		q->last.up = flow_up(q, now, us);
		q->last.up.jitter_ms = up_jitter_ms;
		q->last.down = flow_down(q, now, shown, us);
	}
	q->before = *now;
	q->start_us = now_us;
	q->blocks = q->fractions = q->jitter_ms = 0;
	pace_end(&q->pictures.pace);
	if (shown.seen)
		pace_end(shown.seen);
}
