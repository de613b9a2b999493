/* STUN messages: reading with the checks of RFC 8489, writing requests and answers. */
#include "media/packet/stun.h"

#include "broker/common/seal/digest.h"

#include <string.h>

#define STUN_HEADER     20
#define STUN_COOKIE     0x2112a442u
#define STUN_CRC_XOR    0x5354554eu
#define STUN_SHA1_BYTES 20

enum stun_attribute {
	ATTRIBUTE_USERNAME = 0x0006,
	ATTRIBUTE_INTEGRITY = 0x0008,
	ATTRIBUTE_ERROR = 0x0009,
	ATTRIBUTE_MAPPED = 0x0020,
	ATTRIBUTE_PRIORITY = 0x0024,
	ATTRIBUTE_USE_CANDIDATE = 0x0025,
	ATTRIBUTE_UNKNOWN = 0x000a,
	ATTRIBUTE_FINGERPRINT = 0x8028,
	ATTRIBUTE_CONTROLLED = 0x8029,
	ATTRIBUTE_CONTROLLING = 0x802a
};

/* CRC-32 of ISO 3309, four bits at a time. */
static uint32_t crc32_of(struct bytes b)
{
	static const uint32_t table[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
		0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t c = 0xffffffffu;

	for (size_t i = 0; i < b.n; i++) {
		c = table[(c ^ b.at[i]) & 15] ^ c >> 4;
		c = table[(c ^ (uint32_t)b.at[i] >> 4) & 15] ^ c >> 4;
	}
	return ~c;
}

/* RFC 8489 s14.2: port and address are XORed with the cookie and the transaction. */
static enum err parse_mapped(struct bytes v, const uint8_t *header, struct addr *out)
{
	struct addr a = { 0 };
	size_t n;

	if (v.n != 8 && v.n != 20)
		return ERR_BAD_INPUT;
	n = v.n - 4;
	if (v.at[1] != (n == 4 ? 1 : 2))
		return ERR_BAD_INPUT;
	a.family = n == 4 ? ADDR_IPV4 : ADDR_IPV6;
	a.port = read_u16(v.at + 2) ^ (STUN_COOKIE >> 16);
	for (size_t i = 0; i < n; i++)
		a.ip[i] = v.at[4 + i] ^ header[4 + i];
	*out = a;
	return ERR_OK;
}

static enum err parse_role(struct stun *s, struct bytes v, enum stun_ice_role role)
{
	if (v.n != 8)
		return ERR_BAD_INPUT;
	s->role = role;
	s->tie_breaker = read_u64(v.at);
	return ERR_OK;
}

static enum err parse_attribute(struct stun *s, uint16_t type, struct bytes v,
				const uint8_t *header)
{
	switch (type) {
	case ATTRIBUTE_USERNAME:
		s->username = (struct text){ (const char *)v.at, v.n };
		return ERR_OK;
	case ATTRIBUTE_MAPPED:
		return parse_mapped(v, header, &s->mapped);
	case ATTRIBUTE_PRIORITY:
		if (v.n != 4)
			return ERR_BAD_INPUT;
		s->priority = read_u32(v.at);
		return ERR_OK;
	case ATTRIBUTE_USE_CANDIDATE:
		s->use_candidate = true;
		return ERR_OK;
	case ATTRIBUTE_CONTROLLING:
		return parse_role(s, v, STUN_CONTROLLING);
	case ATTRIBUTE_CONTROLLED:
		return parse_role(s, v, STUN_CONTROLLED);
	case ATTRIBUTE_ERROR:
		if (v.n < 4)
			return ERR_BAD_INPUT;
		s->error = (uint16_t)((v.at[2] & 7) * 100 + v.at[3] % 100);
		return ERR_OK;
	case ATTRIBUTE_UNKNOWN:
		return ERR_OK;
	default:
		/* Types below 0x8000 must be understood (s14). */
		if (type < 0x8000 && !s->unknown)
			s->unknown = type;
		return ERR_OK;
	}
}

static enum err parse_attributes(struct bytes d, struct stun *s)
{
	size_t at = STUN_HEADER;

	while (at < d.n) {
		uint16_t type;
		struct bytes v;

		if (d.n - at < 4 || s->fingerprint)
			return ERR_BAD_INPUT;
		type = read_u16(d.at + at);
		v = (struct bytes){ d.at + at + 4, read_u16(d.at + at + 2) };
		if (v.n > d.n - at - 4 || ((v.n + 3) & ~(size_t)3) > d.n - at - 4)
			return ERR_BAD_INPUT;
		if (type == ATTRIBUTE_FINGERPRINT) {
			uint32_t crc = crc32_of((struct bytes){ d.at, at }) ^ STUN_CRC_XOR;

			if (v.n != 4 || read_u32(v.at) != crc)
				return ERR_BAD_INPUT;
			s->fingerprint = true;
		} else if (type == ATTRIBUTE_INTEGRITY && !s->integrity_at) {
			if (v.n != STUN_SHA1_BYTES)
				return ERR_BAD_INPUT;
			s->integrity_at = (uint16_t)at;
		} else if (!s->integrity_at) {
			TRY(parse_attribute(s, type, v, d.at));
		}
		at += 4 + ((v.n + 3) & ~(size_t)3);
	}
	return ERR_OK;
}

enum err stun_parse(struct bytes d, struct stun *out)
{
	struct stun s = { 0 };
	uint16_t type;

	if (d.n < STUN_HEADER || d.n > STUN_MESSAGE_MAX || d.n % 4 || d.at[0] >> 6)
		return ERR_BAD_INPUT;
	if (read_u16(d.at + 2) != d.n - STUN_HEADER || read_u32(d.at + 4) != STUN_COOKIE)
		return ERR_BAD_INPUT;
	type = read_u16(d.at);
	s.class = (enum stun_class)((type >> 4 & 1) | (type >> 7 & 2));
	s.method = (type & 0x000f) | (type >> 1 & 0x0070) | (type >> 2 & 0x0f80);
	memcpy(s.transaction, d.at + 8, sizeof s.transaction);
	TRY(parse_attributes(d, &s));
	*out = s;
	return ERR_OK;
}

/* The code over all before the attribute, with a length that ends behind it (s14.5). */
static void integrity_of(struct bytes before, struct text password, uint8_t out[STUN_SHA1_BYTES])
{
	uint8_t copy[STUN_MESSAGE_MAX];

	memcpy(copy, before.at, before.n);
	write_u16(copy + 2, (uint16_t)(before.n + 4 + STUN_SHA1_BYTES - STUN_HEADER));
	hmac_sha1((struct bytes){ (const uint8_t *)password.at, password.n },
		  (struct bytes){ copy, before.n }, out);
}

bool stun_is_signed(const struct stun *s, struct bytes d, struct text password)
{
	uint8_t right[STUN_SHA1_BYTES];

	if (!s->integrity_at || !password.n)
		return false;
	integrity_of((struct bytes){ d.at, s->integrity_at }, password, right);
	return bytes_same((struct bytes){ right, sizeof right },
			  (struct bytes){ d.at + s->integrity_at + 4, sizeof right });
}

struct text stun_ufrag(const struct stun *s)
{
	struct text rest = s->username;

	return text_next(&rest, ':');
}

static void add_attribute(struct sink *out, uint16_t type, const void *at, size_t n)
{
	static const uint8_t zero[4];

	sink_u16(out, type);
	sink_u16(out, (uint16_t)n);
	sink_add(out, at, n);
	sink_add(out, zero, -n & 3);
}

static size_t add_header(struct sink *out, enum stun_class class, const struct stun *s)
{
	size_t start = out->n;

	sink_u16(out, (uint16_t)((class & 1) << 4 | (class & 2) << 7 | STUN_BINDING));
	sink_u16(out, 0);
	sink_u32(out, STUN_COOKIE);
	sink_add(out, s->transaction, sizeof s->transaction);
	return start;
}

/* Signs if there is a password, adds the fingerprint, writes the length. */
static void finish(struct sink *out, size_t start, struct text password)
{
	uint8_t code[STUN_SHA1_BYTES], crc[4];
	size_t n = out->n - start;

	if (sink_is_full(out) || n > STUN_MESSAGE_MAX - 32)
		return;
	if (password.n) {
		integrity_of((struct bytes){ out->at + start, n }, password, code);
		add_attribute(out, ATTRIBUTE_INTEGRITY, code, sizeof code);
		n += 4 + sizeof code;
	}
	if (sink_is_full(out))
		return;
	write_u16(out->at + start + 2, (uint16_t)(n + 8 - STUN_HEADER));
	write_u32(crc, crc32_of((struct bytes){ out->at + start, n }) ^ STUN_CRC_XOR);
	add_attribute(out, ATTRIBUTE_FINGERPRINT, crc, sizeof crc);
}

void stun_format_success(const struct stun *request, struct addr mapped, struct text password,
			 struct sink *out)
{
	size_t start = add_header(out, STUN_SUCCESS, request);
	size_t n = mapped.family == ADDR_IPV6 ? 16 : 4;
	uint8_t v[20] = { 0, n == 4 ? 1 : 2 }, mask[16];

	write_u32(mask, STUN_COOKIE);
	memcpy(mask + 4, request->transaction, sizeof request->transaction);
	write_u16(v + 2, mapped.port ^ (STUN_COOKIE >> 16));
	for (size_t i = 0; i < n; i++)
		v[4 + i] = mapped.ip[i] ^ mask[i];
	add_attribute(out, ATTRIBUTE_MAPPED, v, 4 + n);
	finish(out, start, password);
}

static const char *reason_of(int code)
{
	switch (code) {
	case 401:
		return "Unauthenticated";
	case 420:
		return "Unknown Attribute";
	case 487:
		return "Role Conflict";
	default:
		return "Bad Request";
	}
}

void stun_format_error(const struct stun *request, int code, struct text password, struct sink *out)
{
	size_t start = add_header(out, STUN_ERROR, request);
	uint8_t v[32] = { 0, 0, (uint8_t)(code / 100), (uint8_t)(code % 100) };
	size_t n = strlen(reason_of(code));

	memcpy(v + 4, reason_of(code), n);
	add_attribute(out, ATTRIBUTE_ERROR, v, 4 + n);
	if (code == 420) {
		uint8_t unknown[2];

		write_u16(unknown, request->unknown);
		add_attribute(out, ATTRIBUTE_UNKNOWN, unknown, sizeof unknown);
	}
	finish(out, start, password);
}

void stun_format_request(const struct stun *s, struct text password, struct sink *out)
{
	size_t start = add_header(out, STUN_REQUEST, s);
	uint8_t v[8];

	add_attribute(out, ATTRIBUTE_USERNAME, s->username.at, s->username.n);
	write_u32(v, s->priority);
	add_attribute(out, ATTRIBUTE_PRIORITY, v, 4);
	write_u64(v, s->tie_breaker);
	if (s->role == STUN_CONTROLLING)
		add_attribute(out, ATTRIBUTE_CONTROLLING, v, 8);
	if (s->role == STUN_CONTROLLED)
		add_attribute(out, ATTRIBUTE_CONTROLLED, v, 8);
	if (s->use_candidate)
		add_attribute(out, ATTRIBUTE_USE_CANDIDATE, v, 0);
	finish(out, start, password);
}
