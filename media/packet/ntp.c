/* NTP time stamps. */
#include "media/packet/ntp.h"

#define NTP_1970 UINT64_C(2208988800) /* seconds from 1900 to 1970 */

uint64_t ntp_of(struct instant t)
{
	uint64_t s = (uint64_t)(t.ms / 1000) + NTP_1970;
	uint64_t fraction = ((uint64_t)(t.ms % 1000) << 32) / 1000;

	return s << 32 | fraction;
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
