/* Incoming media: counted, kept, asked for again. */
#include "media/engine/track.h"

#include "media/packet/h264.h"
#include "media/packet/ntp.h"
#include "media/packet/rtx.h"
#include "media/packet/sdp.h"
#include "media/packet/seq.h"

#include <stdlib.h>
#include <string.h>

#define JUMP_MAX  3000 /* RFC 3550 A.1: MAX_DROPOUT */
#define EARLY_MAX 64   /* so near its start a source may turn out to have begun before */

void track_clear(struct track *t)
{
	loss_clear(&t->loss);
	ring_free(t->ring);
	t->ring = NULL;
}

/* Each receiver gets other numbers in the descriptor: it is read once for all of them. */
static void read_vp8(const struct track *t, struct track_packet *p)
{
	if (t->source.codec != TAP_VP8 || vp8_parse(p->rtp.payload, &p->vp8))
		p->vp8 = (struct vp8){ 0 };
}

static bool is_key(const struct track *t, const struct track_packet *p)
{
	struct h264 h;

	if (t->source.codec == TAP_VP8)
		return p->vp8.starts_frame && p->vp8.key_frame;
	return t->source.codec == TAP_H264 && !h264_parse(p->rtp.payload, &h) && h.starts_key;
}

static void start_source(struct track *t, const struct rtp *r, uint32_t *serials)
{
	int64_t number = SEQ_START + r->seq;

	loss_give_up(&t->loss);
	t->source.ssrc = r->ssrc;
	t->serial = ++*serials;
	t->stats = (struct track_stats){ .base = number, .highest = number - 1 };
	t->clock.is_known = false;
	t->clock.is_refused = false;
	if (t->ring)
		ring_clear(t->ring);
	else if (t->source.track != TAP_AUDIO)
		t->ring = ring_new();
}

static uint32_t arrival_of(const struct track *t, int64_t now_us)
{
	return (uint32_t)((uint64_t)now_us * (t->source.clock_rate / 1000) / 1000);
}

/* RFC 3550 A.8 */
static void count_jitter(struct track *t, uint32_t ts, int64_t now_us)
{
	struct track_stats *s = &t->stats;
	uint32_t transit = arrival_of(t, now_us) - ts;
	int32_t d = ts_after(transit, s->transit);

	s->transit = transit;
	if (s->received == 1)
		return;
	if (d == INT32_MIN)
		return;
	s->jitter += (uint32_t)(d < 0 ? -d : d) - ((s->jitter + 8) >> 4);
}

/* Its first packets were overtaken: without them its first key frame is of no use. */
static bool begins_earlier(const struct track_stats *s, int64_t number)
{
	return s->received < EARLY_MAX && s->base - number <= EARLY_MAX;
}

/* SRTP refuses the same packet twice, but not the same content by RTX. */
static bool has_come(const struct track *t, int64_t number)
{
	struct bytes packet;
	int64_t at_us;

	return t->ring && (t->stats.highest - number >= RING_PACKETS ||
			   ring_find(t->ring, number, &at_us, &packet) == ERR_OK);
}

/* ERR_DUPLICATE: from before the source began, or out of all reach. */
static enum err count_number(struct track *t, int64_t number, bool is_again, int64_t now_us)
{
	struct track_stats *s = &t->stats;
	int64_t ahead = number - s->highest;

	if ((number < s->base && !begins_earlier(s, number)) || ahead < -JUMP_MAX)
		return ERR_DUPLICATE;
	if (number < s->base) {
		loss_add(&t->loss, number + 1, s->base, now_us);
		s->base = number;
	} else if (ahead > JUMP_MAX) {
		/* The sender went on elsewhere: nothing in between was ever sent. */
		loss_give_up(&t->loss);
		s->base += ahead - 1;
	} else if (ahead > 1) {
		loss_add(&t->loss, s->highest + 1, number, now_us);
	} else if (ahead <= 0 && !loss_remove(&t->loss, number, now_us, is_again) &&
		   has_come(t, number)) {
		return ERR_DUPLICATE;
	}
	if (ahead > 0)
		s->highest = number;
	s->received++;
	return ERR_OK;
}

static void count_rate(struct track_rate *r, size_t n, int64_t now_us)
{
	int64_t us = now_us - r->since_us;

	r->bytes += n;
	if (us < 1000000)
		return;
	if (r->since_us)
		r->bps = r->bytes * 8 * 1000000 / (uint64_t)us;
	r->since_us = now_us;
	r->bytes = 0;
}

static void keep(struct track *t, struct track_packet *p)
{
	t->came_us = p->at_us;
	count_rate(&t->rate, p->whole.n, p->at_us);
	read_vp8(t, p);
	p->is_key = is_key(t, p);
	if (p->is_key)
		t->keys.wanted = false;
	if (t->ring)
		ring_put(t->ring, p->number, p->at_us, p->whole);
}

enum err track_take(struct track *t, uint32_t *serials, struct track_packet *p)
{
	p->is_first = !t->serial || p->rtp.ssrc != t->source.ssrc;
	if (p->is_first) {
		if (t->serial && p->at_us - t->came_us < TRACK_SILENT_US)
			return ERR_DUPLICATE;
		start_source(t, &p->rtp, serials);
	}
	p->number = seq_extend(p->rtp.seq, t->stats.highest);
	TRY(count_number(t, p->number, false, p->at_us));
	count_jitter(t, p->rtp.ts, p->at_us);
	keep(t, p);
	return ERR_OK;
}

/* Without a request a sender repeats what came to fill the line: it is left out. */
enum err track_take_rtx(struct track *t, struct sink *room, struct track_packet *p)
{
	p->is_again = true;
	if (!t->serial)
		return ERR_NOT_FOUND;
	if (t->rtx.of == t->source.ssrc && t->rtx.ssrc && t->rtx.ssrc != p->rtp.ssrc)
		return ERR_DUPLICATE;
	TRY(rtx_unwrap(p->whole, t->source.ssrc, t->source.payload_type, room));
	p->whole = sink_bytes(room);
	TRY(rtp_parse(p->whole, &p->rtp));
	p->number = seq_extend(p->rtp.seq, t->stats.highest);
	if (p->number <= t->stats.highest && !loss_has(&t->loss, p->number))
		return ERR_NOT_FOUND;
	TRY(count_number(t, p->number, true, p->at_us));
	keep(t, p);
	return ERR_OK;
}

enum err track_find(const struct track *t, uint16_t seq, struct track_packet *out)
{
	struct track_packet p = { .number = seq_extend(seq, t->stats.highest) };

	if (!t->ring)
		return ERR_NOT_FOUND;
	TRY(ring_find(t->ring, p.number, &p.at_us, &p.whole));
	TRY(rtp_parse(p.whole, &p.rtp));
	read_vp8(t, &p);
	*out = p;
	return ERR_OK;
}

enum err track_take_report(struct track *t, const struct rtcp_sender *s, int64_t now_us)
{
	uint32_t now_rtp = arrival_of(t, now_us) - t->stats.transit;
	int64_t apart = llabs((int64_t)ts_after(s->rtp, now_rtp));

	if (t->stats.received && apart > TRACK_APART_US / 1000 * (t->source.clock_rate / 1000))
		return ERR_BAD_INPUT;
	t->clock = (struct track_clock){ true, s->ntp, s->rtp, now_us, t->clock.is_refused };
	return ERR_OK;
}

void track_want_key(struct track *t)
{
	if (t->source.track != TAP_AUDIO && t->serial)
		t->keys.wanted = true;
}

static void ask_key(struct track *t, uint32_t from, int64_t now_us, struct sink *out)
{
	const struct rtcp_feedback f = { from, t->source.ssrc };

	if (!t->keys.wanted || (t->keys.asked && now_us - t->keys.asked_us < TRACK_KEY_US))
		return;
	/* A camera that is off sends none; its first packet will be wanted again. */
	if (now_us - t->came_us >= TRACK_OFF_US) {
		t->keys.wanted = false;
		return;
	}
	if (t->feedback & SDP_FB_FIR && !(t->feedback & SDP_FB_PLI))
		rtcp_format_fir(f, t->keys.number++, out);
	else
		rtcp_format_pli(f, out);
	t->keys.asked = true;
	t->keys.asked_us = now_us;
}

void track_ask(struct track *t, uint32_t from, int64_t now_us, struct sink *out)
{
	uint16_t seqs[LOSS_MISSING_MAX];
	uint64_t lost = t->loss.lost;
	size_t n = loss_tick(&t->loss, now_us, seqs, LOSS_MISSING_MAX);

	if (n && t->feedback & SDP_FB_NACK)
		rtcp_format_nack((struct rtcp_feedback){ from, t->source.ssrc }, seqs, n, out);
	if (t->loss.lost > lost)
		track_want_key(t); /* the picture is broken for good */
	ask_key(t, from, now_us, out);
}

int64_t track_due_us(const struct track *t)
{
	int64_t due = loss_due_us(&t->loss);
	int64_t key = !t->keys.wanted  ? TURN_NEVER
		      : !t->keys.asked ? 0
				       : t->keys.asked_us + TRACK_KEY_US;

	return key < due ? key : due;
}

/* RFC 3550 A.3, s6.4.1 */
struct rtcp_block track_block(struct track *t, int64_t now_us)
{
	struct track_stats *s = &t->stats;
	uint64_t expected = (uint64_t)(s->highest - s->base + 1);
	uint64_t expected_now = expected - s->expected_prior;
	uint64_t received_now = s->received - s->received_prior;
	struct rtcp_block b = {
		.ssrc = t->source.ssrc,
		.lost = (int32_t)((int64_t)expected - (int64_t)s->received),
		.highest = (uint32_t)(s->highest - SEQ_START),
		.jitter = s->jitter >> 4,
	};

	if (expected_now > received_now)
		b.fraction_lost = (uint8_t)(((expected_now - received_now) * 255) / expected_now);
	s->expected_prior = expected;
	s->received_prior = s->received;
	if (t->clock.is_known) {
		b.lsr = ntp_middle(t->clock.ntp);
		b.dlsr = ntp_short_of_us(now_us - t->clock.at_us);
	}
	return b;
}
