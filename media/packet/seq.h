/*
 * Arithmetic of RTP numbers that wrap around: 16-bit sequence numbers, 32-bit timestamps. Pure.
 */
#ifndef MEDIA_PACKET_SEQ_H
#define MEDIA_PACKET_SEQ_H

#include <stdbool.h>
#include <stdint.h>

/* How far a is after b: negative when it is before. */
static inline int16_t seq_after(uint16_t a, uint16_t b)
{
	return (int16_t)(uint16_t)(a - b);
}

static inline bool seq_is_newer(uint16_t a, uint16_t b)
{
	return seq_after(a, b) > 0;
}

static inline int32_t ts_after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

/* The 64-bit number nearest to `last` whose lowest 16 bits are these. Start `last` at
 * SEQ_START plus the first number, so that a packet before the first does not fall below 0. */
#define SEQ_START (INT64_C(1) << 32)
static inline int64_t seq_extend(uint16_t seq, int64_t last)
{
	return last + seq_after(seq, (uint16_t)last);
}

#endif
