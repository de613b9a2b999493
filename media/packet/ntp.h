/*
 * NTP time stamps as RTCP uses them: 32.32 seconds since 1900, or since 2036
 * when the first bit is clear (RFC 3550 s4, RFC 4330 s3). Pure.
 */
#ifndef MEDIA_PACKET_NTP_H
#define MEDIA_PACKET_NTP_H

#include "broker/common/base/clock.h"

uint64_t ntp_of(struct instant t);

uint64_t ntp_add_us(uint64_t ntp, int64_t us);

/* The middle 32 bits, as in LSR. */
uint32_t ntp_middle(uint64_t ntp);

/* Units of 1/65536 s <-> microseconds, as in DLSR. */
uint32_t ntp_short_of_us(int64_t us);
int64_t ntp_short_us(uint32_t units);

#endif
