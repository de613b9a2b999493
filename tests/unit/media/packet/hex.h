/*
 * Packets of tests, written as hexadecimal with spaces; exact copies on the heap, so that a
 * sanitizer sees the first byte read behind the end.
 */
#ifndef TESTS_UNIT_MEDIA_PACKET_HEX_H
#define TESTS_UNIT_MEDIA_PACKET_HEX_H

#include "broker/common/base/text.h"
#include "tests/lib/test.h"

#include <stdlib.h>
#include <string.h>

#define HEX_MAX 2048

struct packet {
	uint8_t at[HEX_MAX];
	size_t n;
};

static inline struct packet from_hex(const char *hex)
{
	struct packet p = { .n = 0 };

	for (; *hex; hex++) {
		if (*hex == ' ')
			continue;
		CHECK(p.n < HEX_MAX && hex[1]);
		CHECK_EQ(ERR_OK, bytes_parse_hex((struct text){ hex, 2 }, &p.at[p.n], 1));
		p.n++;
		hex++;
	}
	return p;
}

/* The first n bytes on the heap; free .at. */
static inline struct bytes exact_copy(const uint8_t *at, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	CHECK(copy != NULL);
	if (n)
		memcpy(copy, at, n);
	return (struct bytes){ copy, n };
}

#endif
