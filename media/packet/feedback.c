/* RTCP feedback: NACK, PLI, FIR, REMB. */
#include "media/packet/rtcp.h"
#include "media/packet/seq.h"

#define REMB_ID 0x52454d42u /* "REMB" */

static bool is_nack(const struct rtcp *r)
{
	return r->type == RTCP_RTPFB && r->count == RTCP_NACK;
}

bool rtcp_is_pli(const struct rtcp *r)
{
	return r->type == RTCP_PSFB && r->count == RTCP_PLI;
}

static bool is_fir(const struct rtcp *r)
{
	return r->type == RTCP_PSFB && r->count == RTCP_FIR;
}

static bool is_remb(const struct rtcp *r)
{
	return r->type == RTCP_PSFB && r->count == RTCP_AFB && r->body.n >= 16 &&
	       read_u32(r->body.at + 8) == REMB_ID;
}

enum err rtcp_parse_feedback(const struct rtcp *r, struct rtcp_feedback *out)
{
	if ((r->type != RTCP_RTPFB && r->type != RTCP_PSFB) || r->body.n < 8)
		return ERR_BAD_INPUT;
	*out = (struct rtcp_feedback){ read_u32(r->body.at), read_u32(r->body.at + 4) };
	return ERR_OK;
}

enum err rtcp_parse_nack(const struct rtcp *r, uint16_t *out, size_t most, size_t *n)
{
	size_t count = 0;

	if (!is_nack(r) || r->body.n < 12)
		return ERR_BAD_INPUT;
	for (size_t at = 8; at + 4 <= r->body.n; at += 4) {
		uint16_t seq = read_u16(r->body.at + at);
		uint32_t mask = (uint32_t)read_u16(r->body.at + at + 2) << 1 | 1;

		for (uint16_t i = 0; mask && count < most; i++, mask >>= 1)
			if (mask & 1)
				out[count++] = (uint16_t)(seq + i);
	}
	*n = count;
	return ERR_OK;
}

enum err rtcp_parse_fir(const struct rtcp *r, size_t i, uint32_t *ssrc, uint8_t *number)
{
	if (!is_fir(r) || r->body.n < 16)
		return ERR_BAD_INPUT;
	if (i >= (r->body.n - 8) / 8)
		return ERR_NOT_FOUND;
	*ssrc = read_u32(r->body.at + 8 + 8 * i);
	*number = r->body.at[8 + 8 * i + 4];
	return ERR_OK;
}

enum err rtcp_parse_remb(const struct rtcp *r, struct rtcp_remb *out)
{
	uint32_t v;
	size_t n;

	if (!is_remb(r))
		return ERR_BAD_INPUT;
	v = read_u32(r->body.at + 12);
	n = v >> 24;
	if (r->body.n < 16 + 4 * n)
		return ERR_BAD_INPUT;
	/* A mantissa of 18 bits; what does not fit into 64 is a very good line. */
	out->bitrate = (uint64_t)(v & 0x3ffff);
	if (out->bitrate > UINT64_MAX >> (v >> 18 & 63))
		out->bitrate = UINT64_MAX;
	else
		out->bitrate <<= v >> 18 & 63;
	out->n = n < RTCP_REMB_MAX ? n : RTCP_REMB_MAX;
	for (size_t i = 0; i < out->n; i++)
		out->ssrcs[i] = read_u32(r->body.at + 16 + 4 * i);
	return ERR_OK;
}

/* The head of a feedback packet; finish_head writes its length when the rest is there. */
static size_t add_head(struct sink *out, enum rtcp_type type, unsigned format,
		       struct rtcp_feedback f)
{
	size_t start = out->n;

	sink_u8(out, (uint8_t)(0x80 | format));
	sink_u8(out, (uint8_t)type);
	sink_u16(out, 0);
	sink_u32(out, f.from);
	sink_u32(out, f.media);
	return start;
}

static void finish_head(struct sink *out, size_t start)
{
	if (!sink_is_full(out))
		write_u16(out->at + start + 2, (uint16_t)((out->n - start) / 4 - 1));
}

void rtcp_format_nack(struct rtcp_feedback f, const uint16_t *seqs, size_t n, struct sink *out)
{
	size_t start = add_head(out, RTCP_RTPFB, RTCP_NACK, f);

	for (size_t i = 0; i < n;) {
		uint16_t first = seqs[i++], mask = 0;

		while (i < n && seq_after(seqs[i], first) >= 1 && seq_after(seqs[i], first) <= 16)
			mask |= (uint16_t)(1u << (seq_after(seqs[i++], first) - 1));
		sink_u16(out, first);
		sink_u16(out, mask);
	}
	finish_head(out, start);
}

void rtcp_format_pli(struct rtcp_feedback f, struct sink *out)
{
	finish_head(out, add_head(out, RTCP_PSFB, RTCP_PLI, f));
}

void rtcp_format_fir(struct rtcp_feedback f, uint8_t number, struct sink *out)
{
	/* RFC 5104 s4.3.1.2: the source stands in the entry, not in the head. */
	size_t start = add_head(out, RTCP_PSFB, RTCP_FIR, (struct rtcp_feedback){ f.from, 0 });

	sink_u32(out, f.media);
	sink_u32(out, (uint32_t)number << 24);
	finish_head(out, start);
}

void rtcp_format_remb(uint32_t from, uint64_t bitrate, const uint32_t *ssrcs, size_t n,
		      struct sink *out)
{
	size_t start = add_head(out, RTCP_PSFB, RTCP_AFB, (struct rtcp_feedback){ from, 0 });
	uint32_t exponent = 0;

	n = n < RTCP_REMB_MAX ? n : RTCP_REMB_MAX;
	while (bitrate >> exponent > 0x3ffff)
		exponent++;
	sink_u32(out, REMB_ID);
	sink_u32(out, (uint32_t)n << 24 | exponent << 18 | (uint32_t)(bitrate >> exponent));
	for (size_t i = 0; i < n; i++)
		sink_u32(out, ssrcs[i]);
	finish_head(out, start);
}
