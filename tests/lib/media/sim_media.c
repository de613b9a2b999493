/* The client's media: made-up Opus, VP8 and H.264 out, reports and feedback. */
#include "media/packet/seq.h"
#include "tests/lib/media/element.h"
#include "tests/lib/media/sim_client.h"
#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

static void seal_and_send(struct sim_client *c, uint8_t *at, size_t n, size_t size)
{
	CHECK_EQ(ERR_OK, srtp_seal_rtp(c->srtp, at, &n, size));
	c->options.send(c->options.owner, (struct bytes){ at, n });
}

static void seal_and_send_rtcp(struct sim_client *c, struct sink *s, size_t size)
{
	size_t n = s->n;

	CHECK(!sink_is_full(s));
	CHECK_EQ(ERR_OK, srtp_seal_rtcp(c->srtp, s->at, &n, size));
	c->options.send(c->options.owner, (struct bytes){ s->at, n });
}

static void keep(struct sim_client *c, uint16_t seq, struct bytes packet)
{
	struct sim_kept *k = &c->kept[seq % SIM_KEPT];

	k->seq = seq;
	k->n = (uint16_t)packet.n;
	memcpy(k->at, packet.at, packet.n);
}

void sim_send_payload(struct sim_client *c, enum sim_kind kind, const struct sim_payload *p)
{
	uint8_t room[SIM_PACKET + SRTP_EXTRA], wide[2];
	char mid[16];
	struct sim_source *source = &c->sources[kind];
	struct rtp_head h = { .payload_type = SIM_AUDIO_PT, .marker = p->marker };
	struct sink s;

	if (kind != SIM_AUDIO)
		h.payload_type = c->options.video == SDP_VP8 ? SIM_VP8_PT : SIM_H264_PT;
	h.seq = source->seq++;
	h.ssrc = source->ssrc;
	h.ts = p->ts;
	sink_init(&s, room, SIM_PACKET);
	write_u16(wide, c->wide);
	if (kind == SIM_DOCUMENT && !c->options.document_named) {
		int n = snprintf(mid, sizeof mid, "%d", 2 + 2 * c->options.slots);

		element_format(&h, SIM_MID_ID, (struct bytes){ (const uint8_t *)mid, (size_t)n },
			       &s);
	} else if (kind == SIM_DOCUMENT) {
		rtp_format(&h, &s);
	} else if (c->options.layers && kind != SIM_AUDIO) {
		element_format(
			&h, SIM_RID_ID,
			(struct bytes){ (const uint8_t *)(kind == SIM_VIDEO ? "h" : "l"), 1 }, &s);
	} else if (c->options.wide) {
		write_u16(wide, c->wide++);
		element_format(&h, SIM_WIDE_ID, (struct bytes){ wide, 2 }, &s);
	} else if (kind == SIM_AUDIO) {
		element_format(&h, 1, (struct bytes){ &c->level, 1 }, &s);
	} else {
		rtp_format(&h, &s);
	}
	sink_add(&s, p->bytes.at, p->bytes.n);
	CHECK(!sink_is_full(&s));
	source->packets++;
	source->octets += (uint32_t)p->bytes.n;
	if (kind == SIM_VIDEO)
		keep(c, h.seq, sink_bytes(&s));
	seal_and_send(c, room, s.n, sizeof room);
}

/* RFC 4588 s4: head, number, payload. */
static size_t wrap(struct sim_client *c, const struct sim_kept *k, uint8_t *room)
{
	struct sim_source *s = &c->sources[SIM_VIDEO];
	struct rtp_head h = { .payload_type = SIM_RTX_PT, .ssrc = s->rtx, .seq = s->rtx_seq++ };

	size_t head =
		c->options.wide || c->options.layers ? RTP_HEADER_BYTES + 8 : RTP_HEADER_BYTES;

	h.marker = k->at[1] & 0x80;
	h.ts = read_u32(k->at + 4);
	memcpy(room, k->at, head);
	rtp_rewrite(room, &h);
	if (c->options.layers)
		room[RTP_HEADER_BYTES + 4] = SIM_AGAIN_ID << 4;
	else if (c->options.wide)
		write_u16(room + RTP_HEADER_BYTES + 5, c->wide++);
	write_u16(room + head, k->seq);
	memcpy(room + head + 2, k->at + head, k->n - head);
	return k->n + 2u;
}

void sim_send_again(struct sim_client *c, uint16_t seq)
{
	const struct sim_kept *k = &c->kept[seq % SIM_KEPT];
	uint8_t room[SIM_PACKET + 2 + SRTP_EXTRA];
	size_t n = k->n;

	if (k->seq != seq || !n)
		return;
	if (c->options.rtx)
		n = wrap(c, k, room);
	else
		memcpy(room, k->at, n);
	c->counts.resent++;
	seal_and_send(c, room, n, sizeof room);
}

/* The last two bytes of every made-up payload tell who sent it. */
static void send_packet(struct sim_client *c, enum sim_kind kind, bool marker, struct sink *payload)
{
	sink_u16(payload, c->options.addr.port);
	struct sim_payload p = { sink_bytes(payload), c->sources[kind].ts, marker };
	sim_send_payload(c, kind, &p);
}

void sim_send_audio(struct sim_client *c)
{
	uint8_t room[80];
	struct sink s;

	sink_init(&s, room, sizeof room);
	sink_u8(&s, 0x78); /* CELT, 20 ms */
	for (int i = 0; i < 60; i++)
		sink_u8(&s, (uint8_t)i);
	send_packet(c, SIM_AUDIO, false, &s);
	c->sources[SIM_AUDIO].ts += 960;
}

/* Descriptor with a picture id of 15 bits, then the frame's first bytes (RFC 7741, RFC 6386). */
static void add_vp8(struct sim_client *c, bool first, bool key, struct sink *s)
{
	static const uint8_t start[] = { 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01 };

	sink_u8(s, first ? 0x90 : 0x80);
	sink_u8(s, 0x80);
	sink_u16(s, 0x8000 | (c->picture & 0x7fff));
	if (first && key)
		sink_add(s, start, sizeof start);
	else
		sink_u8(s, 0x11);
}

/* A sequence parameter set, then slices. */
static void add_h264(bool first, bool key, struct sink *s)
{
	sink_u8(s, first && key ? 0x67 : key ? 0x65 : 0x61);
}

static void send_frame(struct sim_client *c, enum sim_kind kind, int packets, bool key)
{
	bool vp8 = c->options.video == SDP_VP8;
	uint8_t room[SIM_PACKET];
	struct sink s;

	for (int i = 0; i < packets; i++) {
		sink_init(&s, room, sizeof room);
		if (vp8)
			add_vp8(c, i == 0, key, &s);
		else
			add_h264(i == 0, key, &s);
		for (int j = 0; j < 1000; j++)
			sink_u8(&s, (uint8_t)(c->frame + (uint32_t)j));
		send_packet(c, kind, i == packets - 1, &s);
	}
	c->sources[kind].ts += 3600; /* 25 frames a second */
}

void sim_send_video(struct sim_client *c, int packets)
{
	if (c->options.video == SDP_OTHER_CODEC)
		return; /* sound alone */
	send_frame(c, SIM_VIDEO, packets, c->frame == 0 || c->key_wanted);
	c->key_wanted = false;
	c->frame++;
	c->picture++;
}

void sim_send_small(struct sim_client *c)
{
	send_frame(c, SIM_SMALL, 1, c->small_frame == 0 || c->small_key_wanted);
	c->small_key_wanted = false;
	c->small_frame++;
}

void sim_send_document(struct sim_client *c)
{
	send_frame(c, SIM_DOCUMENT, 1, c->document_frame == 0 || c->document_key_wanted);
	c->document_key_wanted = false;
	c->document_frame++;
}

void sim_send_report(struct sim_client *c, enum sim_kind kind, uint64_t ntp, uint32_t ts)
{
	const struct sim_source *source = &c->sources[kind];
	struct rtcp_sender sr = { source->ssrc, ntp, ts, source->packets, source->octets };
	uint8_t room[256];
	struct sink s;

	sink_init(&s, room, sizeof room - SRTP_EXTRA);
	rtcp_format_sender(&sr, NULL, 0, &s);
	rtcp_format_cname(source->ssrc, TEXT("sim"), &s);
	seal_and_send_rtcp(c, &s, sizeof room);
}

void sim_send_reports(struct sim_client *c, uint64_t ntp)
{
	for (int i = 0; i < SIM_KINDS; i++)
		sim_send_report(c, (enum sim_kind)i, ntp, c->sources[i].ts);
}

static bool has_come(const struct sim_heard *h, uint16_t seq)
{
	return h->came[seq / 8] >> (seq % 8) & 1;
}

int sim_missing(const struct sim_client *c, int slot)
{
	const struct sim_heard *h = &c->slots[slot][SIM_VIDEO];
	int n = 0;

	for (uint16_t seq = h->first_seq; h->packets && seq_is_newer(h->seq, seq); seq++)
		n += !has_come(h, seq);
	return n;
}

int sim_send_nack(struct sim_client *c, int slot)
{
	const struct sim_heard *h = &c->slots[slot][SIM_VIDEO];
	struct rtcp_feedback f = { c->sources[SIM_VIDEO].ssrc, h->ssrc };
	uint16_t seqs[128];
	uint8_t room[1024];
	size_t n = 0;
	struct sink s;

	for (uint16_t seq = h->first_seq; h->packets && seq_is_newer(h->seq, seq) && n < 128; seq++)
		if (!has_come(h, seq))
			seqs[n++] = seq;
	if (!n)
		return 0;
	sink_init(&s, room, sizeof room - SRTP_EXTRA);
	rtcp_format_receiver(f.from, NULL, 0, &s);
	rtcp_format_nack(f, seqs, n, &s);
	seal_and_send_rtcp(c, &s, sizeof room);
	return (int)n;
}

void sim_send_wide(struct sim_client *c, int64_t now_us)
{
	struct rtcp_feedback f = { c->sources[SIM_VIDEO].ssrc, c->slots[0][SIM_VIDEO].ssrc };
	uint8_t room[1400];
	struct sink s;

	sink_init(&s, room, sizeof room - SRTP_EXTRA);
	arrivals_format(&c->arrivals, f, now_us, &s);
	if (s.n)
		seal_and_send_rtcp(c, &s, sizeof room);
}

void sim_send_pli(struct sim_client *c, int slot)
{
	struct rtcp_feedback f = { c->sources[SIM_VIDEO].ssrc, c->slots[slot][SIM_VIDEO].ssrc };
	uint8_t room[256];
	struct sink s;

	sink_init(&s, room, sizeof room - SRTP_EXTRA);
	rtcp_format_receiver(f.from, NULL, 0, &s);
	rtcp_format_pli(f, &s);
	seal_and_send_rtcp(c, &s, sizeof room);
}

void sim_send_block(struct sim_client *c, int slot, uint8_t fraction_lost, uint32_t late)
{
	const struct sim_heard *h = &c->slots[slot][SIM_VIDEO];
	const struct rtcp_block b = { .ssrc = h->ssrc,
				      .fraction_lost = fraction_lost,
				      .highest = h->seq,
				      .dlsr = late,
				      .lsr = (uint32_t)(h->report.ntp >> 16) };
	uint8_t room[256];
	struct sink s;

	sink_init(&s, room, sizeof room - SRTP_EXTRA);
	rtcp_format_receiver(c->sources[SIM_VIDEO].ssrc, &b, 1, &s);
	seal_and_send_rtcp(c, &s, sizeof room);
}
