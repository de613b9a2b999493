/* RTCP: walking a compound packet, reading and writing its reports. */
#include "media/packet/rtcp.h"

enum err rtcp_next(struct bytes *rest, struct rtcp *out)
{
	struct rtcp r;
	size_t n, padding = 0;

	if (!rest->n)
		return ERR_NOT_FOUND;
	if (rest->n < 4 || rest->at[0] >> 6 != 2)
		return ERR_BAD_INPUT;
	n = 4u * (read_u16(rest->at + 2) + 1u);
	if (n > rest->n)
		return ERR_BAD_INPUT;
	if (rest->at[0] & 0x20) {
		padding = rest->at[n - 1];
		/* Not asked to be a multiple of four: libwebrtc pads by 1 to 3 bytes. */
		if (!padding || padding > n - 4)
			return ERR_BAD_INPUT;
	}
	r.count = rest->at[0] & 31;
	r.type = rest->at[1];
	r.body = (struct bytes){ rest->at + 4, n - 4 - padding };
	*rest = (struct bytes){ rest->at + n, rest->n - n };
	*out = r;
	return ERR_OK;
}

enum err rtcp_parse_sender(const struct rtcp *r, struct rtcp_sender *out)
{
	if (r->type != RTCP_SR || r->body.n < 24)
		return ERR_BAD_INPUT;
	out->ssrc = read_u32(r->body.at);
	out->ntp = read_u64(r->body.at + 4);
	out->rtp = read_u32(r->body.at + 12);
	out->packets = read_u32(r->body.at + 16);
	out->octets = read_u32(r->body.at + 20);
	return ERR_OK;
}

static struct rtcp_block get_block(const uint8_t *at)
{
	uint32_t lost = read_u32(at + 4) & 0xffffff;

	return (struct rtcp_block){
		.ssrc = read_u32(at),
		.fraction_lost = at[4],
		.lost = lost & 0x800000 ? (int32_t)lost - 0x1000000 : (int32_t)lost,
		.highest = read_u32(at + 8),
		.jitter = read_u32(at + 12),
		.lsr = read_u32(at + 16),
		.dlsr = read_u32(at + 20),
	};
}

enum err rtcp_parse_blocks(const struct rtcp *r, struct rtcp_block *out, size_t most, size_t *n)
{
	size_t start = r->type == RTCP_SR ? 24 : 4;

	if ((r->type != RTCP_SR && r->type != RTCP_RR) || r->body.n < start + 24u * r->count)
		return ERR_BAD_INPUT;
	*n = r->count < most ? r->count : most;
	for (size_t i = 0; i < *n; i++)
		out[i] = get_block(r->body.at + start + 24 * i);
	return ERR_OK;
}

static void add_head(struct sink *out, unsigned count, enum rtcp_type type, size_t words)
{
	sink_u8(out, (uint8_t)(0x80 | count));
	sink_u8(out, (uint8_t)type);
	sink_u16(out, (uint16_t)words);
}

static void add_blocks(struct sink *out, const struct rtcp_block *blocks, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct rtcp_block *b = &blocks[i];
		int32_t lost = b->lost > 0x7fffff ? 0x7fffff : b->lost;

		if (lost < -0x800000)
			lost = -0x800000;
		sink_u32(out, b->ssrc);
		sink_u32(out, (uint32_t)b->fraction_lost << 24 | ((uint32_t)lost & 0xffffff));
		sink_u32(out, b->highest);
		sink_u32(out, b->jitter);
		sink_u32(out, b->lsr);
		sink_u32(out, b->dlsr);
	}
}

static size_t bounded(size_t n)
{
	return n < RTCP_BLOCKS_MAX ? n : RTCP_BLOCKS_MAX;
}

void rtcp_format_sender(const struct rtcp_sender *s, const struct rtcp_block *blocks, size_t n,
			struct sink *out)
{
	n = bounded(n);
	add_head(out, (unsigned)n, RTCP_SR, 6 + 6 * n);
	sink_u32(out, s->ssrc);
	sink_u64(out, s->ntp);
	sink_u32(out, s->rtp);
	sink_u32(out, s->packets);
	sink_u32(out, s->octets);
	add_blocks(out, blocks, n);
}

void rtcp_format_receiver(uint32_t from, const struct rtcp_block *blocks, size_t n,
			  struct sink *out)
{
	n = bounded(n);
	add_head(out, (unsigned)n, RTCP_RR, 1 + 6 * n);
	sink_u32(out, from);
	add_blocks(out, blocks, n);
}

void rtcp_format_cname(uint32_t ssrc, struct text cname, struct sink *out)
{
	size_t n = cname.n < RTCP_CNAME_MAX ? cname.n : RTCP_CNAME_MAX;
	size_t words = (4 + 2 + n) / 4 + 1; /* at least one zero byte ends the chunk */

	add_head(out, 1, RTCP_SDES, words);
	sink_u32(out, ssrc);
	sink_u8(out, 1);
	sink_u8(out, (uint8_t)n);
	sink_add(out, cname.at, n);
	for (size_t i = 4 + 2 + n; i < 4 * words; i++)
		sink_u8(out, 0);
}
