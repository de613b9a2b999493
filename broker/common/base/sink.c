/* Big-endian writing into memory of fixed size. */
#include "broker/common/base/sink.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sink_init(struct sink *s, void *at, size_t size)
{
	*s = (struct sink){ at, 0, size, false };
}

void sink_add(struct sink *s, const void *at, size_t n)
{
	if (s->full || n > s->size - s->n) {
		s->full = true;
		return;
	}
	if (n)
		memcpy(s->at + s->n, at, n);
	s->n += n;
}

void sink_u8(struct sink *s, uint8_t v)
{
	sink_add(s, &v, 1);
}

void sink_u16(struct sink *s, uint16_t v)
{
	uint8_t b[2];

	write_u16(b, v);
	sink_add(s, b, sizeof(b));
}

void sink_u32(struct sink *s, uint32_t v)
{
	uint8_t b[4];

	write_u32(b, v);
	sink_add(s, b, sizeof(b));
}

void sink_u64(struct sink *s, uint64_t v)
{
	uint8_t b[8];

	write_u64(b, v);
	sink_add(s, b, sizeof(b));
}

void sink_format(struct sink *s, const char *format, ...)
{
	char small[512];
	char *large = NULL;
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(small, sizeof(small), format, args);
	if (n >= (int)sizeof(small))
		n = vasprintf(&large, format, again);
	if (n < 0)
		abort();
	sink_add(s, large ? large : small, (size_t)n);
	free(large);
	va_end(again);
	va_end(args);
}

bool sink_is_full(const struct sink *s)
{
	return s->full;
}

struct bytes sink_bytes(const struct sink *s)
{
	return (struct bytes){ s->at, s->n };
}

uint16_t read_u16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

uint32_t read_u32(const uint8_t *at)
{
	return (uint32_t)read_u16(at) << 16 | read_u16(at + 2);
}

uint64_t read_u64(const uint8_t *at)
{
	return (uint64_t)read_u32(at) << 32 | read_u32(at + 4);
}

void write_u16(uint8_t *at, uint16_t v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
}

void write_u32(uint8_t *at, uint32_t v)
{
	write_u16(at, (uint16_t)(v >> 16));
	write_u16(at + 2, (uint16_t)v);
}

void write_u64(uint8_t *at, uint64_t v)
{
	write_u32(at, (uint32_t)(v >> 32));
	write_u32(at + 4, (uint32_t)v);
}
