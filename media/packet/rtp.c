/* RTP packets: reading, writing, changing in place. */
#include "media/packet/rtp.h"

#include <string.h>

enum err rtp_parse(struct bytes p, struct rtp *out)
{
	struct rtp r = { 0 };
	size_t at;

	if (p.n < RTP_HEADER_BYTES || p.at[0] >> 6 != 2)
		return ERR_BAD_INPUT;
	r.csrcs = p.at[0] & 15;
	r.marker = p.at[1] & 0x80;
	r.payload_type = p.at[1] & 0x7f;
	r.seq = read_u16(p.at + 2);
	r.ts = read_u32(p.at + 4);
	r.ssrc = read_u32(p.at + 8);
	at = RTP_HEADER_BYTES + 4u * r.csrcs;

	if (p.at[0] & 0x10) {
		if (p.n < at + 4)
			return ERR_BAD_INPUT;
		r.profile = read_u16(p.at + at);
		r.extension.n = 4u * read_u16(p.at + at + 2);
		at += 4;
		r.extension.at = p.at + at;
		at += r.extension.n;
	}
	if (p.n < at)
		return ERR_BAD_INPUT;
	if (p.at[0] & 0x20) {
		r.padding = p.n > at ? p.at[p.n - 1] : 0;
		if (!r.padding || r.padding > p.n - at)
			return ERR_BAD_INPUT;
	}
	r.payload = (struct bytes){ p.at + at, p.n - at - r.padding };
	*out = r;
	return ERR_OK;
}

static bool is_two_byte(uint16_t profile)
{
	return (profile & 0xfff0) == RTP_TWO_BYTE;
}

struct element {
	uint8_t id;
	struct bytes value;
};

/* Walks the elements; start with *at = 0. False: no more, or the rest is malformed. */
static bool next_element(const struct rtp *r, size_t *at, struct element *out)
{
	const struct bytes e = r->extension;
	bool two = is_two_byte(r->profile);
	size_t head = two ? 2 : 1, n;
	uint8_t id;

	if (!two && r->profile != RTP_ONE_BYTE)
		return false;
	while (*at < e.n && e.at[*at] == 0)
		*at += 1;
	if (*at + head > e.n)
		return false;
	id = two ? e.at[*at] : e.at[*at] >> 4;
	n = two ? e.at[*at + 1] : (e.at[*at] & 15u) + 1u;
	/* RFC 8285 s4.2: id 15 ends the walk, id 0 with a length is not allowed. */
	if (!id || (!two && id == 15) || *at + head + n > e.n)
		return false;
	*out = (struct element){ id, { e.at + *at + head, n } };
	*at += head + n;
	return true;
}

bool rtp_find_element(const struct rtp *r, uint8_t id, struct bytes *value)
{
	struct element e;
	size_t at = 0;

	while (next_element(r, &at, &e)) {
		if (e.id != id)
			continue;
		*value = e.value;
		return true;
	}
	return false;
}

void rtp_format(const struct rtp_head *h, struct sink *out)
{
	sink_u8(out, 0x80);
	sink_u8(out, (uint8_t)((h->marker ? 0x80 : 0) | (h->payload_type & 0x7f)));
	sink_u16(out, h->seq);
	sink_u32(out, h->ts);
	sink_u32(out, h->ssrc);
}

void rtp_rewrite(uint8_t *packet, const struct rtp_head *h)
{
	packet[1] = (uint8_t)((h->marker ? 0x80 : 0) | (h->payload_type & 0x7f));
	write_u16(packet + 2, h->seq);
	write_u32(packet + 4, h->ts);
	write_u32(packet + 8, h->ssrc);
}
