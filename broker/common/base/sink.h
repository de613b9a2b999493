/*
 * A writer into memory of fixed size, for packets: big-endian numbers, never past the end.
 * After the first overflow nothing more is written and sink_is_full says so.
 */
#ifndef BROKER_COMMON_BASE_SINK_H
#define BROKER_COMMON_BASE_SINK_H

#include "broker/common/base/text.h"

struct sink {
	uint8_t *at;
	size_t n;
	size_t size;
	bool full;
};

void sink_init(struct sink *s, void *at, size_t size);
void sink_add(struct sink *s, const void *at, size_t n);
void sink_u8(struct sink *s, uint8_t v);
void sink_u16(struct sink *s, uint16_t v);
void sink_u32(struct sink *s, uint32_t v);
void sink_u64(struct sink *s, uint64_t v);
void sink_format(struct sink *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool sink_is_full(const struct sink *s);
struct bytes sink_bytes(const struct sink *s);

/* Big-endian reads from memory the caller has checked. */
uint16_t read_u16(const uint8_t *at);
uint32_t read_u32(const uint8_t *at);
uint64_t read_u64(const uint8_t *at);

/* Big-endian writes in place. */
void write_u16(uint8_t *at, uint16_t v);
void write_u32(uint8_t *at, uint32_t v);
void write_u64(uint8_t *at, uint64_t v);

#endif
