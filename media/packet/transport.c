/* Transport-wide feedback, read and written (s3.1 of the draft). */
#include "media/packet/transport.h"

#define FORMAT   15
#define RUN_MAX  8191
#define RUN_MIN  8 /* shorter ones fit into a vector */
#define VECTOR_1 14
#define VECTOR_2 7

/* Status symbols: 0 not received, 1 small delta, 2 large or negative delta, 3 reserved. */
static enum err read_symbols(struct bytes b, size_t *at, uint8_t *symbols, size_t n)
{
	size_t got = 0;

	while (got < n) {
		uint16_t chunk;
		size_t run;

		if (*at + 2 > b.n)
			return ERR_BAD_INPUT;
		chunk = read_u16(b.at + *at);
		*at += 2;
		run = !(chunk & 0x8000) ? chunk & 0x1fff : chunk & 0x4000 ? 7 : 14;
		for (size_t i = 0; i < run && got < n; i++) {
			if (!(chunk & 0x8000))
				symbols[got++] = chunk >> 13 & 3;
			else if (chunk & 0x4000)
				symbols[got++] = chunk >> (12 - 2 * i) & 3;
			else
				symbols[got++] = chunk >> (13 - i) & 1;
		}
		if (!run)
			return ERR_BAD_INPUT;
	}
	return ERR_OK;
}

enum err transport_parse(const struct rtcp *r, struct transport *out)
{
	const struct bytes b = r->body;
	uint8_t symbols[TRANSPORT_MAX];
	size_t at = 16, n;
	uint32_t reference;

	if (r->type != RTCP_RTPFB || r->count != FORMAT || b.n < 18)
		return ERR_BAD_INPUT;
	n = read_u16(b.at + 10);
	if (!n || n > TRANSPORT_MAX)
		return ERR_BAD_INPUT;
	TRY(read_symbols(b, &at, symbols, n));

	for (size_t i = 0; i < n; i++) {
		size_t size = symbols[i] == 1 ? 1 : symbols[i] == 2 ? 2 : 0;

		if (at + size > b.n || symbols[i] == 3)
			return ERR_BAD_INPUT;
		out->delta[i] = size == 0   ? TRANSPORT_MISSING
				: size == 1 ? b.at[at]
					    : (int16_t)read_u16(b.at + at);
		at += size;
	}
	reference = read_u32(b.at + 12) >> 8;
	out->first = read_u16(b.at + 8);
	out->n = (uint16_t)n;
	out->reference = reference & 0x800000 ? (int32_t)reference - 0x1000000 : (int32_t)reference;
	out->number = b.at[15];
	return ERR_OK;
}

enum symbol { MISSING, SMALL, LARGE };

static enum symbol symbol_of(const struct transport *t, size_t i)
{
	if (t->delta[i] == TRANSPORT_MISSING)
		return MISSING;
	return t->delta[i] >= 0 && t->delta[i] <= UINT8_MAX ? SMALL : LARGE;
}

static size_t run_at(const struct transport *t, size_t i)
{
	size_t n = 1;

	while (i + n < t->n && n < RUN_MAX && symbol_of(t, i + n) == symbol_of(t, i))
		n++;
	return n;
}

/* Symbols of one bit each: nothing large among the next. */
static bool fits_one_bit(const struct transport *t, size_t i)
{
	for (size_t k = i; k < i + VECTOR_1 && k < t->n; k++)
		if (symbol_of(t, k) == LARGE)
			return false;
	return true;
}

/* The next chunk; how many symbols it holds. */
static size_t add_chunk(const struct transport *t, size_t i, struct sink *out)
{
	size_t n = run_at(t, i);
	bool one_bit = fits_one_bit(t, i);
	unsigned chunk = one_bit ? 0x8000 : 0xc000;
	size_t most = one_bit ? VECTOR_1 : VECTOR_2;

	if (n >= RUN_MIN || i + n == t->n) {
		sink_u16(out, (uint16_t)((unsigned)symbol_of(t, i) << 13 | n));
		return n;
	}
	for (n = 0; n < most && i + n < t->n; n++)
		chunk |= (unsigned)symbol_of(t, i + n) << (one_bit ? 13 - n : 12 - 2 * n);
	sink_u16(out, (uint16_t)chunk);
	return n;
}

void transport_format(struct rtcp_feedback f, const struct transport *t, struct sink *out)
{
	size_t start = out->n, padding;

	sink_u8(out, 0x80 | FORMAT);
	sink_u8(out, RTCP_RTPFB);
	sink_u16(out, 0);
	sink_u32(out, f.from);
	sink_u32(out, f.media);
	sink_u16(out, t->first);
	sink_u16(out, t->n);
	sink_u32(out, (uint32_t)t->reference << 8 | t->number);
	for (size_t i = 0; i < t->n;)
		i += add_chunk(t, i, out);
	for (size_t i = 0; i < t->n; i++) {
		if (symbol_of(t, i) == SMALL)
			sink_u8(out, (uint8_t)t->delta[i]);
		else if (symbol_of(t, i) == LARGE)
			sink_u16(out, (uint16_t)t->delta[i]);
	}
	padding = (4 - (out->n - start) % 4) % 4;
	for (size_t i = 1; i <= padding; i++)
		sink_u8(out, i == padding ? (uint8_t)padding : 0);
	if (sink_is_full(out))
		return;
	if (padding)
		out->at[start] |= 0x20;
	write_u16(out->at + start + 2, (uint16_t)((out->n - start) / 4 - 1));
}
