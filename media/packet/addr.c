/* Addresses as values: reading and writing IPv4 and IPv6 without the system's headers. */
#include "media/packet/addr.h"

#include "broker/common/base/sink.h"

#include <stdio.h>
#include <string.h>

bool addr_equals(struct addr a, struct addr b)
{
	return a.port == b.port && a.family == b.family && a.stream == b.stream &&
	       memcmp(a.ip, b.ip, sizeof a.ip) == 0;
}

/* FNV-1a with a last mix, so that neighbouring ports fall far apart. */
uint32_t addr_hash(struct addr a)
{
	uint32_t h = 2166136261u ^ a.family;

	for (size_t i = 0; i < sizeof a.ip; i++)
		h = (h ^ a.ip[i]) * 16777619u;
	h = (h ^ (a.port & 255)) * 16777619u;
	h = (h ^ (a.port >> 8)) * 16777619u;
	for (uint64_t left = a.stream; left; left >>= 8)
		h = (h ^ (left & 255)) * 16777619u;
	h ^= h >> 15;
	h *= 0x2c1b3c6du;
	return h ^ h >> 12;
}

static enum err parse_ipv4(struct text ip, uint8_t out[4])
{
	int dots = 0;

	for (size_t i = 0; i < ip.n; i++)
		dots += ip.at[i] == '.';
	if (dots != 3)
		return ERR_BAD_INPUT;
	for (int i = 0; i < 4; i++) {
		struct text piece = text_next(&ip, '.');
		int64_t v;

		if (piece.n > 3)
			return ERR_BAD_INPUT;
		TRY(text_parse_int(piece, 0, 255, &v));
		out[i] = (uint8_t)v;
	}
	return ERR_OK;
}

/* One group of up to four digits; returns how many, 0 when it is none. */
static size_t parse_group(struct text t, uint16_t *out)
{
	uint32_t v = 0;
	size_t n = 0;

	while (n < t.n && n < 5 && text_hex_value(t.at[n]) >= 0)
		v = v << 4 | (uint32_t)text_hex_value(t.at[n++]);
	*out = (uint16_t)v;
	return n > 4 ? 0 : n;
}

/* Groups up to a "::" or the end; *n is how many; *gap when a "::" was met. */
static enum err parse_groups(struct text *t, uint16_t groups[8], size_t *n, bool *gap)
{
	*n = 0;
	*gap = false;
	if (t->n >= 2 && t->at[0] == ':' && t->at[1] == ':') {
		*t = (struct text){ t->at + 2, t->n - 2 };
		*gap = true;
		return ERR_OK;
	}
	while (t->n) {
		size_t digits = *n < 8 ? parse_group(*t, &groups[*n]) : 0;

		if (!digits)
			return ERR_BAD_INPUT;
		*n += 1;
		*t = (struct text){ t->at + digits, t->n - digits };
		if (!t->n)
			return ERR_OK;
		if (t->n < 2 || t->at[0] != ':')
			return ERR_BAD_INPUT;
		*gap = t->at[1] == ':';
		*t = (struct text){ t->at + 1 + *gap, t->n - 1 - *gap };
		if (*gap)
			return ERR_OK;
	}
	return ERR_OK;
}

/* RFC 4291 s2.2, without the form that ends in dotted decimal. */
static enum err parse_ipv6(struct text ip, uint8_t out[16])
{
	uint16_t front[8], back[8];
	size_t n_front, n_back = 0;
	bool gap, second = false;

	TRY(parse_groups(&ip, front, &n_front, &gap));
	if (gap)
		TRY(parse_groups(&ip, back, &n_back, &second));
	if (second || n_front + n_back > 8 || (!gap && n_front != 8) ||
	    (gap && n_front + n_back == 8))
		return ERR_BAD_INPUT;

	memset(out, 0, 16);
	for (size_t i = 0; i < n_front; i++)
		write_u16(out + 2 * i, front[i]);
	for (size_t i = 0; i < n_back; i++)
		write_u16(out + 2 * (8 - n_back + i), back[i]);
	return ERR_OK;
}

enum err addr_parse(struct text ip, uint16_t port, struct addr *out)
{
	struct addr a = { .port = port, .family = ADDR_IPV4 };

	if (ip.n && memchr(ip.at, ':', ip.n)) {
		a.family = ADDR_IPV6;
		TRY(parse_ipv6(ip, a.ip));
	} else {
		TRY(parse_ipv4(ip, a.ip));
	}
	*out = a;
	return ERR_OK;
}

enum err addr_parse_place(struct text place, uint16_t port, struct addr *out)
{
	const char *colon = place.n ? memrchr(place.at, ':', place.n) : NULL;
	bool has_brackets = place.n && place.at[0] == '[';
	struct text ip = place;
	int64_t own = port;

	if (colon && (has_brackets ? colon[-1] == ']' : memchr(place.at, ':', place.n) == colon)) {
		size_t n = (size_t)(colon - place.at);

		TRY(text_parse_int((struct text){ colon + 1, place.n - n - 1 }, 1, 65535, &own));
		ip.n = n;
	}
	if (has_brackets) {
		if (ip.n < 2 || ip.at[ip.n - 1] != ']')
			return ERR_BAD_INPUT;
		ip = (struct text){ ip.at + 1, ip.n - 2 };
	}
	return addr_parse(ip, (uint16_t)own, out);
}

/* The longest run of zero groups, at least two (RFC 5952 s4.2). */
static int longest_gap(const uint8_t ip[16], int *n)
{
	int best = -1;

	*n = 1;
	for (int i = 0; i < 8; i++) {
		int run = 0;

		while (i + run < 8 && read_u16(ip + 2 * (i + run)) == 0)
			run++;
		if (run > *n) {
			best = i;
			*n = run;
		}
	}
	return best;
}

void addr_format(struct addr a, char out[ADDR_TEXT])
{
	int n, gap, at = 0;

	if (a.family != ADDR_IPV6) {
		snprintf(out, ADDR_TEXT, "%u.%u.%u.%u", a.ip[0], a.ip[1], a.ip[2], a.ip[3]);
		return;
	}
	gap = longest_gap(a.ip, &n);
	for (int i = 0; i < 8; i++) {
		if (i == gap) {
			at += snprintf(out + at, (size_t)(ADDR_TEXT - at), "::");
			i += n - 1;
			continue;
		}
		at += snprintf(out + at, (size_t)(ADDR_TEXT - at), "%s%x",
			       i && i != gap + n ? ":" : "", read_u16(a.ip + 2 * i));
	}
}
