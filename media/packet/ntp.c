/* NTP time stamps. */
#include "media/packet/ntp.h"

#define NTP_1970 UINT64_C(2208988800) /* seconds from 1900 to 1970 */

uint64_t ntp_of(struct instant t)
{
	uint64_t s = (uint64_t)(t.ms / 1000) + NTP_1970;
	uint64_t fraction = ((uint64_t)(t.ms % 1000) << 32) / 1000;

	return s << 32 | fraction;
}

struct instant ntp_instant(uint64_t ntp)
{
	/* RFC 4330 s3: without the first bit it counts from 2036. */
	int64_t era = ntp >> 63 ? 0 : INT64_C(1) << 32;
	int64_t s = (int64_t)(ntp >> 32) + era - (int64_t)NTP_1970;
	uint64_t ms = ((ntp & UINT32_MAX) * 1000 + (UINT64_C(1) << 31)) >> 32;

	return (struct instant){ s * 1000 + (int64_t)ms };
}

int64_t ntp_us_between(uint64_t a, uint64_t b)
{
	int64_t d = (int64_t)(b - a);
	int64_t s = d >> 32;
	uint64_t fraction = (uint64_t)d & UINT32_MAX;

	return s * 1000000 + (int64_t)(fraction * 1000000 >> 32);
}

uint64_t ntp_add_us(uint64_t ntp, int64_t us)
{
	int64_t s = us / 1000000;
	int64_t rest = us % 1000000;

	if (rest < 0) {
		rest += 1000000;
		s--;
	}
	return ntp + ((uint64_t)s << 32) + ((uint64_t)rest << 32) / 1000000;
}

uint32_t ntp_middle(uint64_t ntp)
{
	return (uint32_t)(ntp >> 16);
}

uint32_t ntp_short_of_us(int64_t us)
{
	if (us < 0)
		return 0;
	if (us / 1000000 > UINT16_MAX)
		return UINT32_MAX;
	return (uint32_t)((uint64_t)us * 65536 / 1000000);
}

int64_t ntp_short_us(uint32_t units)
{
	return (int64_t)((uint64_t)units * 1000000 / 65536);
}

int64_t ntp_round_trip_us(uint64_t now, uint32_t lsr, uint32_t dlsr)
{
	uint32_t units = ntp_middle(now) - lsr - dlsr;

	if (!lsr || units > UINT32_C(60) << 16)
		return -1;
	return ntp_short_us(units);
}
