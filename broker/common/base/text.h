/*
 * Borrowed pieces of memory: text (UTF-8, not terminated) and bytes. Values; they own nothing.
 */
#ifndef BROKER_COMMON_BASE_TEXT_H
#define BROKER_COMMON_BASE_TEXT_H

#include "broker/common/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	const char *at;
	size_t n;
};

struct bytes {
	const uint8_t *at;
	size_t n;
};

#define TEXT(literal) ((struct text){ (literal), sizeof(literal) - 1 })
#define TEXT_FMT      "%.*s"
#define TEXT_ARG(t)   (int)(t).n, (t).at

/* The text of a terminated string; NULL gives the empty text. */
struct text text_of(const char *s);

bool text_is(struct text t, const char *s);
bool text_equals(struct text a, struct text b);
bool text_starts(struct text t, const char *prefix);

/* Valid UTF-8 without NUL or other control characters; line breaks and tabs if `lines`. */
bool text_is_clean(struct text t, bool lines);

/* Number of Unicode code points; the text must be valid UTF-8. */
size_t text_length(struct text t);

/* Without the white space at both ends. */
struct text text_trim(struct text t);

/* Cuts off and returns what stands before the first `sep`; the rest stays in *t. */
struct text text_next(struct text *t, char sep);

/* A whole decimal number in [min, max], nothing else around it. */
MUST_USE enum err text_parse_int(struct text t, int64_t min, int64_t max, int64_t *out);

/* Copies into a terminated array; ERR_TOO_LARGE if it does not fit. */
MUST_USE enum err text_copy(struct text t, char *out, size_t size);
/* As much of it as has room, in whole characters. */
void text_copy_cut(struct text t, char *out, size_t size);

/* Lower-case hexadecimal of `b` into out, which holds 2 * b.n + 1 bytes. */
void bytes_format_hex(struct bytes b, char *out);

/* 0..15; -1: no hexadecimal digit. */
int text_hex_value(char c);

/* Exactly n bytes from 2n hexadecimal digits. */
MUST_USE enum err bytes_parse_hex(struct text t, uint8_t *out, size_t n);

/* Equal in content; takes the same time wherever they differ. */
bool bytes_same(struct bytes a, struct bytes b);

#endif
