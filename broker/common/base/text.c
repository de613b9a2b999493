/* Borrowed text and bytes: compare, cut, check, read numbers. */
#include "broker/common/base/text.h"

#include <string.h>

struct text text_of(const char *s)
{
	return s ? (struct text){ s, strlen(s) } : (struct text){ "", 0 };
}

bool text_is(struct text t, const char *s)
{
	return text_equals(t, text_of(s));
}

bool text_equals(struct text a, struct text b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

bool text_starts(struct text t, const char *prefix)
{
	size_t n = strlen(prefix);

	return t.n >= n && (n == 0 || memcmp(t.at, prefix, n) == 0);
}

static bool is_clean_ascii(uint8_t c, bool lines)
{
	if (c >= 0x20)
		return c != 0x7f;
	return lines && (c == '\n' || c == '\r' || c == '\t');
}

static bool is_tail(uint8_t c)
{
	return (c & 0xc0) == 0x80;
}

/* Bytes of the well-formed character that starts here, of at least two; 0: none (RFC 3629 s4). */
static size_t wide_size(const uint8_t *p, size_t n)
{
	uint8_t c = p[0];

	if (c >= 0xc2 && c <= 0xdf)
		return n >= 2 && is_tail(p[1]) ? 2 : 0;
	if (c >= 0xe0 && c <= 0xef) {
		if (n < 3 || !is_tail(p[1]) || !is_tail(p[2]))
			return 0;
		bool overlong = c == 0xe0 && p[1] < 0xa0;
		bool surrogate = c == 0xed && p[1] > 0x9f;
		return overlong || surrogate ? 0 : 3;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		if (n < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3]))
			return 0;
		bool overlong = c == 0xf0 && p[1] < 0x90;
		bool beyond = c == 0xf4 && p[1] > 0x8f;
		return overlong || beyond ? 0 : 4;
	}
	return 0;
}

bool text_is_clean(struct text t, bool lines)
{
	const uint8_t *p = (const uint8_t *)t.at;
	size_t i = 0;

	while (i < t.n) {
		if (p[i] < 0x80) {
			if (!is_clean_ascii(p[i++], lines))
				return false;
			continue;
		}
		size_t n = wide_size(p + i, t.n - i);
		bool c1_control = n == 2 && p[i] == 0xc2 && p[i + 1] < 0xa0;
		if (n == 0 || c1_control)
			return false;
		i += n;
	}
	return true;
}

size_t text_length(struct text t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++)
		n += !is_tail((uint8_t)t.at[i]);
	return n;
}

#define WIDE_SPACE "\xe3\x80\x80" /* U+3000, typed by Chinese keyboards */

static size_t space_before(struct text t)
{
	if (t.n && (t.at[0] == ' ' || (t.at[0] >= '\t' && t.at[0] <= '\r')))
		return 1;
	return text_starts(t, WIDE_SPACE) ? 3 : 0;
}

static size_t space_behind(struct text t)
{
	if (t.n == 0)
		return 0;
	char c = t.at[t.n - 1];
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	return t.n >= 3 && memcmp(t.at + t.n - 3, WIDE_SPACE, 3) == 0 ? 3 : 0;
}

struct text text_trim(struct text t)
{
	size_t n;

	while ((n = space_before(t)) > 0) {
		t.at += n;
		t.n -= n;
	}
	while ((n = space_behind(t)) > 0)
		t.n -= n;
	return t;
}

struct text text_next(struct text *t, char sep)
{
	struct text piece = *t;
	const char *end = t->n ? memchr(t->at, sep, t->n) : NULL;

	if (!end) {
		if (t->n) /* the empty text may be NULL */
			t->at += t->n;
		t->n = 0;
		return piece;
	}
	piece.n = (size_t)(end - t->at);
	t->at = end + 1;
	t->n -= piece.n + 1;
	return piece;
}

enum err text_parse_int(struct text t, int64_t min, int64_t max, int64_t *out)
{
	bool negative = t.n && t.at[0] == '-';
	int64_t v = 0;

	if (t.n == negative)
		return ERR_BAD_INPUT;
	for (size_t i = negative; i < t.n; i++) {
		if (t.at[i] < '0' || t.at[i] > '9')
			return ERR_BAD_INPUT;
		int64_t digit = t.at[i] - '0';
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, negative ? -digit : digit, &v))
			return ERR_BAD_INPUT;
	}
	if (v < min || v > max)
		return ERR_BAD_INPUT;
	*out = v;
	return ERR_OK;
}

enum err text_copy(struct text t, char *out, size_t size)
{
	if (t.n >= size)
		return ERR_TOO_LARGE;
	if (t.n)
		memcpy(out, t.at, t.n);
	out[t.n] = '\0';
	return ERR_OK;
}

void text_copy_cut(struct text t, char *out, size_t size)
{
	size_t n = t.n < size ? t.n : size - 1;

	while (n > 0 && n < t.n && ((uint8_t)t.at[n] & 0xc0) == 0x80) /* within a character */
		n--;
	if (n)
		memcpy(out, t.at, n);
	out[n] = '\0';
}

void bytes_format_hex(struct bytes b, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < b.n; i++) {
		*out++ = digits[b.at[i] >> 4];
		*out++ = digits[b.at[i] & 15];
	}
	*out = '\0';
}

int text_hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

enum err bytes_parse_hex(struct text t, uint8_t *out, size_t n)
{
	if (t.n != 2 * n)
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < t.n; i++)
		if (text_hex_value(t.at[i]) < 0)
			return ERR_BAD_INPUT;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(text_hex_value(t.at[2 * i]) << 4 |
				   text_hex_value(t.at[2 * i + 1]));
	return ERR_OK;
}

bool bytes_same(struct bytes a, struct bytes b)
{
	uint8_t differs = 0;

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		differs |= a.at[i] ^ b.at[i];
	return differs == 0;
}
