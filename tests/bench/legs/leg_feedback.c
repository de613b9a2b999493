/* What a leg hears: numbers of packets, reports, requests; and its own reports and NACKs. */
#include "tests/bench/legs/leg.h"

#include "media/packet/ntp.h"
#include "media/packet/rtp.h"
#include "media/packet/seq.h"
#include "media/packet/vp8.h"

#include <string.h>

#define GAP_MAX 17 /* numbers of one NACK */
#define ROOM    1400

static void seal_and_send(struct leg *l, struct sink *s, int64_t now_us)
{
	size_t n = s->n;

	if (!sink_is_full(s) && !srtp_seal_rtcp(l->srtp, s->at, &n, WAY_DATAGRAM_MAX))
		way_send(l->way, l->fd, (struct bytes){ s->at, n }, now_us);
}

static struct leg_heard *find(struct leg *l, uint32_t ssrc)
{
	if (l->n_heard && l->heard[l->last_heard].ssrc == ssrc)
		return &l->heard[l->last_heard];
	for (int i = 0; i < l->n_heard; i++)
		if (l->heard[i].ssrc == ssrc) {
			l->last_heard = i;
			return &l->heard[i];
		}
	return NULL;
}

static void ask_again(struct leg *l, const struct leg_heard *h, uint16_t from, int n,
		      int64_t now_us)
{
	struct rtcp_feedback f = { l->sources[1].ssrc, h->ssrc };
	uint8_t room[WAY_DATAGRAM_MAX];
	uint16_t seqs[GAP_MAX];
	struct sink s;

	for (int i = 0; i < n; i++)
		seqs[i] = (uint16_t)(from + i);
	l->counts.asked += (uint64_t)n;
	sink_init(&s, room, ROOM);
	rtcp_format_receiver(f.from, NULL, 0, &s);
	rtcp_format_nack(f, seqs, (size_t)n, &s);
	seal_and_send(l, &s, now_us);
}

/* VP8, in order: what is lost waits for the next key frame. */
static void see_picture(struct leg *l, struct bytes packet, int64_t now_us)
{
	struct leg_picture *p = &l->picture;
	struct rtp r;
	struct vp8 v;

	if (l->at.picture_us || rtp_parse(packet, &r) || vp8_parse(r.payload, &v))
		return;
	if (v.starts_frame && v.key_frame)
		*p = (struct leg_picture){ true, r.ssrc, r.ts, r.seq };
	if (!p->is_open || r.ssrc != p->ssrc || r.ts != p->ts || r.seq != p->next)
		return;
	p->next++;
	if (r.marker)
		l->at.picture_us = now_us;
}

void leg_feedback_rtp(struct leg *l, struct bytes packet, int64_t now_us)
{
	uint16_t seq = read_u16(packet.at + 2);
	uint32_t ssrc = read_u32(packet.at + 8);
	bool is_video = (packet.at[1] & 0x7f) != l->sources[0].payload_type;
	struct leg_heard *h = find(l, ssrc);

	l->counts.received++;
	if (is_video)
		see_picture(l, packet, now_us);
	if (!l->at.first_us)
		l->at.first_us = now_us;
	if (!h) {
		if (l->n_heard == LEG_HEARD_MAX)
			return;
		h = &l->heard[l->n_heard++];
		*h = (struct leg_heard){ .ssrc = ssrc,
					 .first = 65536u + seq,
					 .highest = 65536u + seq };
	}
	h->packets++;
	int ahead = (int16_t)(seq - (uint16_t)h->highest);
	if (ahead <= 0)
		return;
	if (is_video && ahead > 1 && ahead <= GAP_MAX)
		ask_again(l, h, (uint16_t)(h->highest + 1), ahead - 1, now_us);
	h->highest += (uint32_t)ahead;
}

static void take_sender(struct leg *l, const struct rtcp *r, int64_t now_us)
{
	struct rtcp_sender s;

	if (rtcp_parse_sender(r, &s))
		return;
	struct leg_heard *h = find(l, s.ssrc);
	if (!h)
		return;
	h->lsr = (uint32_t)(s.ntp >> 16);
	h->report_us = now_us;
}

static void take_nack(struct leg *l, const struct rtcp *r, int64_t now_us)
{
	struct rtcp_feedback f;
	uint16_t seqs[RTCP_NACKS_MAX];
	size_t n;

	if (rtcp_parse_feedback(r, &f) || f.media != l->sources[1].ssrc ||
	    rtcp_parse_nack(r, seqs, RTCP_NACKS_MAX, &n))
		return;
	for (size_t i = 0; i < n; i++)
		leg_media_again(l, seqs[i], now_us);
}

void leg_feedback_take(struct leg *l, struct bytes compound, int64_t now_us)
{
	struct rtcp r;

	while (!rtcp_next(&compound, &r)) {
		if (r.type == RTCP_SR)
			take_sender(l, &r, now_us);
		else if (rtcp_is_pli(&r) || (r.type == RTCP_PSFB && r.count == RTCP_FIR))
			leg_media_key(l, now_us);
		else
			take_nack(l, &r, now_us);
	}
}

static struct rtcp_block block_of(struct leg_heard *h, int64_t now_us)
{
	uint32_t expected = h->highest - h->first + 1;
	uint32_t of = expected - h->expected_before, came = h->packets - h->packets_before;

	h->expected_before = expected;
	h->packets_before = h->packets;
	return (struct rtcp_block){
		.ssrc = h->ssrc,
		.fraction_lost = of > came ? (uint8_t)((of - came) * 256 / (of + 1)) : 0,
		.lost = (int32_t)(expected - h->packets),
		.highest = h->highest,
		.lsr = h->lsr,
		.dlsr = h->lsr ? (uint32_t)((now_us - h->report_us) * 65536 / 1000000) : 0,
	};
}

/* Of both sources; RTP time and NTP time of the same moment. */
static void send_senders(struct leg *l, int64_t now_us)
{
	for (int i = 0; i < LEG_KINDS; i++) {
		const struct leg_source *s = &l->sources[i];
		uint8_t room[WAY_DATAGRAM_MAX];
		struct sink out;

		if (!s->clip || !s->packets)
			continue;
		int64_t passed = now_us - s->start_us;
		struct rtcp_sender r = {
			.ssrc = s->ssrc,
			.ntp = ntp_of(clock_now()),
			.rtp = s->base + (uint32_t)(passed * s->clip->clock_rate / 1000000),
			.packets = s->packets,
			.octets = s->octets,
		};
		sink_init(&out, room, ROOM);
		rtcp_format_sender(&r, NULL, 0, &out);
		rtcp_format_cname(s->ssrc, TEXT("legs"), &out);
		seal_and_send(l, &out, now_us);
	}
}

void leg_feedback_report(struct leg *l, int64_t now_us)
{
	struct rtcp_block blocks[LEG_HEARD_MAX];
	uint8_t room[WAY_DATAGRAM_MAX];
	struct sink s;

	l->counts.lost = 0;
	for (int i = 0; i < l->n_heard; i++) {
		blocks[i] = block_of(&l->heard[i], now_us);
		l->counts.lost += blocks[i].lost > 0 ? (uint64_t)blocks[i].lost : 0;
	}
	send_senders(l, now_us);
	if (!l->n_heard)
		return;
	sink_init(&s, room, ROOM);
	rtcp_format_receiver(l->sources[1].ssrc, blocks,
			     l->n_heard > RTCP_BLOCKS_MAX ? RTCP_BLOCKS_MAX : (size_t)l->n_heard,
			     &s);
	rtcp_format_cname(l->sources[1].ssrc, TEXT("legs"), &s);
	seal_and_send(l, &s, now_us);
}
