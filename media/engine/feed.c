/* Outgoing media: rewritten, sent, sent again. */
#include "media/engine/feed.h"

#include "broker/common/base/ids.h"
#include "media/packet/ntp.h"
#include "media/packet/seq.h"

#include <string.h>

#define CNAME "xinqiao"

/* The first packet of a source: its numbers go on from what went out last. */
static void begin(struct feed *f, const struct track_packet *p)
{
	struct feed_source *s = &f->from;
	uint16_t chance[2];

	s->is_waiting = false;
	s->first = p->number;
	if (f->last.any) {
		int64_t us = p->at_us - f->last.at_us;
		uint64_t ticks = (uint64_t)(us > 0 ? us : 0) * (f->line.clock_rate / 1000) / 1000;

		s->seq_add = (uint16_t)(f->last.seq + 1 - p->rtp.seq);
		s->ts_add = f->last.ts + (uint32_t)(ticks ? ticks : 1) - p->rtp.ts;
	} else {
		random_fill(chance, sizeof chance);
		s->seq_add = (uint16_t)((chance[0] & 0x7fff) - p->rtp.seq);
		s->ts_add = (uint32_t)chance[1] << 8;
	}
	if (p->vp8.descriptor_n && f->last.any) {
		s->picture_add = (uint16_t)(f->last.picture + 1 - p->vp8.picture_id);
		s->tl0_add = (uint8_t)(f->last.tl0 + 1 - p->vp8.tl0picidx);
	}
}

/* Another size: the one before is shown until the key frame. */
static bool may_switch(const struct feed *f, struct track *t, const struct track_packet *p)
{
	if (f->layer.serial != t->serial)
		return false;
	if (!p->is_key)
		track_want_key(t);
	return p->is_key;
}

/* Whether this packet goes on to the receiver. */
static bool follows(struct feed *f, struct track *t, const struct track_packet *p)
{
	if (t->is_layer && f->from.serial != t->serial && !may_switch(f, t, p))
		return false;
	if (f->from.serial != t->serial)
		f->from = (struct feed_source){
			.serial = t->serial,
			.is_waiting = true,
		};
	if (!f->from.is_waiting)
		return p->number >= f->from.first;
	if (t->source.track != TAP_AUDIO && !p->is_key) {
		track_want_key(t);
		return false;
	}
	begin(f, p);
	return true;
}

static void add_element(struct sink *out, uint8_t id, const void *at, size_t n)
{
	if (!id || id > 14 || !n || n > 16)
		return;
	sink_u8(out, (uint8_t)(id << 4 | (n - 1)));
	sink_add(out, at, n);
}

/* How a packet goes out. */
struct guise {
	struct rtp_head head;
	uint16_t wide; /* transport-wide number */
};

/* One-byte elements (RFC 8285): mid, send time, number, level. */
static void add_elements(const struct feed *f, const struct track *t, const struct track_packet *p,
			 uint16_t number, struct sink *out)
{
	struct bytes level = { 0 };
	uint8_t time[4], wide[2];

	add_element(out, f->line.mid_id, f->line.mid, strlen(f->line.mid));
	if (f->line.time_id) {
		/* 6.18 seconds by the time it came: the same when it is sent again. */
		write_u32(time, (uint32_t)((uint64_t)p->at_us * (1u << 18) / 1000000));
		add_element(out, f->line.time_id, time + 1, 3);
	}
	write_u16(wide, number);
	add_element(out, f->line.wide_id, wide, sizeof wide);
	if (f->line.level_id && t->level_id && rtp_find_element(&p->rtp, t->level_id, &level))
		add_element(out, f->line.level_id, level.at, level.n ? 1 : 0);
}

/* The packet as the receiver sees it; the same packet always comes out the same, since SRTP must
 * never seal two contents under one number. */
static struct rtp_head head_of(const struct feed *f, const struct track_packet *p)
{
	return (struct rtp_head){
		.seq = (uint16_t)(p->rtp.seq + f->from.seq_add),
		.ts = p->rtp.ts + f->from.ts_add,
		.ssrc = f->line.ssrc,
		.payload_type = f->line.payload_type,
		.marker = p->rtp.marker,
	};
}

static bool format(const struct feed *f, const struct track *t, const struct track_packet *p,
		   const struct guise *g, struct sink *out)
{
	size_t at;

	rtp_format(&g->head, out);
	sink_u16(out, RTP_ONE_BYTE);
	sink_u16(out, 0);
	at = out->n;
	add_elements(f, t, p, g->wide, out);
	while (out->n % 4)
		sink_u8(out, 0);
	if (out->n > at) {
		out->at[0] |= 0x10;
		write_u16(out->at + at - 2, (uint16_t)((out->n - at) / 4));
	} else {
		out->n = RTP_HEADER_BYTES;
	}
	if (g->head.ssrc != f->line.ssrc) /* RTX: the number it was first sent under */
		sink_u16(out, (uint16_t)(p->rtp.seq + f->from.seq_add));
	at = out->n;
	sink_add(out, p->rtp.payload.at, p->rtp.payload.n);
	if (p->vp8.descriptor_n && !sink_is_full(out))
		vp8_rewrite(out->at + at, &p->vp8,
			    (uint16_t)(p->vp8.picture_id + f->from.picture_add),
			    (uint8_t)(p->vp8.tl0picidx + f->from.tl0_add));
	return !sink_is_full(out);
}

/* The newest of what went out. */
static void remember(struct feed *f, const struct track_packet *p)
{
	struct feed_last *last = &f->last;
	uint16_t seq = (uint16_t)(p->rtp.seq + f->from.seq_add);

	if (last->any && !seq_is_newer(seq, last->seq))
		return;
	last->any = true;
	last->seq = seq;
	last->ts = p->rtp.ts + f->from.ts_add;
	last->at_us = p->at_us;
	if (p->vp8.descriptor_n) {
		last->picture = (uint16_t)(p->vp8.picture_id + f->from.picture_add);
		last->tl0 = (uint8_t)(p->vp8.tl0picidx + f->from.tl0_add);
	}
}

bool feed_copy(struct feed *f, struct track *t, const struct track_packet *p, struct sink *out)
{
	struct guise g = { 0 };

	if (!follows(f, t, p))
		return false;
	g.head = head_of(f, p);
	if (!format(f, t, p, &g, out))
		return false;
	remember(f, p);
	return true;
}

/* seq: as the receiver knows it, at first and when it is sent again. */
static void send(const struct feed *f, size_t n, uint16_t seq, struct link *l,
		 const struct turn *turn)
{
	if (f->line.wide_id) {
		estimate_send(&l->estimate, n, turn->now_us);
		if (f->line.ssrc == l->seen.ssrc)
			estimate_mark(&l->estimate, seq);
	}
	link_send_rtp(l, n, turn);
}

/* For whoever asks when the picture was whole at the other end. */
static void note_sent(const struct feed *f, const struct rtp_head *h, bool is_key, struct link *l,
		      int64_t now_us)
{
	struct seen_packet p = { .ts = h->ts, .is_key = is_key };

	if (f->line.wide_id && f->line.ssrc == l->seen.ssrc)
		seen_send(&l->seen, h->seq, p, now_us);
}

void feed_forward(struct feed *f, struct track *t, const struct track_packet *p, struct link *l,
		  const struct turn *turn)
{
	struct guise g = { .wide = estimate_next(&l->estimate) };
	struct sink out;

	if (!f->is_on || f->layer.is_off || !follows(f, t, p))
		return;
	g.head = head_of(f, p);
	sink_init(&out, out_next(turn->out)->at, OUT_PACKET_MAX - SRTP_EXTRA);
	if (!format(f, t, p, &g, &out)) {
		turn->counts->malformed++;
		return;
	}
	remember(f, p);
	f->sent.packets++;
	f->sent.octets += (uint32_t)p->rtp.payload.n;
	note_sent(f, &g.head, p->is_key, l, turn->now_us);
	send(f, out.n, g.head.seq, l, turn);
}

static bool may_resend(struct feed_sent *s, int64_t now_us)
{
	if (now_us - s->resend_us >= FEED_RESEND_US) {
		s->resend_us = now_us;
		s->resends = 0;
	}
	return s->resends++ < FEED_RESENDS;
}

/* RFC 4588 s4: a source of its own with numbers of its own. */
static struct rtp_head rtx_head_of(struct feed *f, const struct track_packet *p)
{
	struct rtp_head h = head_of(f, p);

	if (!f->line.rtx_ssrc)
		return h;
	h.ssrc = f->line.rtx_ssrc;
	h.payload_type = f->line.rtx_type;
	h.seq = f->sent.rtx_seq++;
	return h;
}

void feed_resend(struct feed *f, const struct track *t, uint16_t seq, struct link *l,
		 const struct turn *turn)
{
	struct track_packet p;
	struct guise g = { .wide = estimate_next(&l->estimate) };
	struct sink out;

	if (!f->is_on || !f->from.serial || f->from.serial != t->serial || f->from.is_waiting)
		return;
	if (seq_is_newer(seq, f->last.seq) || track_find(t, (uint16_t)(seq - f->from.seq_add), &p))
		return;
	if (p.number < f->from.first || !may_resend(&f->sent, turn->now_us))
		return;
	g.head = rtx_head_of(f, &p);
	sink_init(&out, out_next(turn->out)->at, OUT_PACKET_MAX - SRTP_EXTRA);
	if (format(f, t, &p, &g, &out))
		send(f, out.n, seq, l, turn);
}

void feed_report(struct feed *f, const struct track *t, int64_t ntp_add, struct link *l,
		 const struct turn *turn)
{
	int64_t since_us = turn->now_us - t->clock.at_us;
	struct rtcp_sender s;
	struct sink out;

	if (!f->is_on || !f->last.any || f->from.is_waiting || f->from.serial != t->serial ||
	    !t->clock.is_known)
		return;
	if (f->sent.report_ntp && turn->now_us - f->sent.report_us < FEED_REPORT_US)
		return;
	s = (struct rtcp_sender){
		.ssrc = f->line.ssrc,
		.ntp = ntp_add_us(t->clock.ntp + (uint64_t)ntp_add, since_us),
		.rtp = t->clock.rtp + f->from.ts_add +
		       (uint32_t)((uint64_t)since_us * (f->line.clock_rate / 1000) / 1000),
		.packets = f->sent.packets,
		.octets = f->sent.octets,
	};
	sink_init(&out, out_next(turn->out)->at, OUT_PACKET_MAX - SRTP_EXTRA);
	rtcp_format_sender(&s, NULL, 0, &out);
	rtcp_format_cname(f->line.ssrc, TEXT(CNAME), &out);
	f->sent.report_us = turn->now_us;
	f->sent.report_ntp = ntp_middle(s.ntp);
	link_send_rtcp(l, out.n, turn);
}

void feed_limit(struct feed *f, const struct rtcp_block *b, uint64_t ceiling_bps)
{
	uint64_t limit = f->limit_bps ? f->limit_bps : ceiling_bps;

	if (b->fraction_lost > 26) /* a tenth */
		limit -= limit * b->fraction_lost / 512;
	else if (b->fraction_lost < 6) /* a fiftieth */
		limit += limit / 12;
	if (limit < FEED_LIMIT_MIN)
		limit = FEED_LIMIT_MIN;
	f->limit_bps = limit < ceiling_bps ? limit : ceiling_bps;
}

int64_t feed_round_trip_us(const struct feed *f, const struct rtcp_block *b, int64_t now_us)
{
	int64_t us;

	if (!f->sent.report_ntp || b->lsr != f->sent.report_ntp)
		return -1;
	us = now_us - f->sent.report_us - ntp_short_us(b->dlsr);
	return us < 0 ? 0 : us;
}
