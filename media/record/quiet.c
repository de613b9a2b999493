/* One line, then a summary a minute. */
#include "media/record/quiet.h"

#include "broker/common/base/log.h"

#define SUMMARY_US INT64_C(60000000)

static uint64_t tell(const struct quiet *q, struct id visit)
{
	if (q->packets)
		log_odd("recorder.dropped", "visit=%s packets=%llu", visit.text,
			(unsigned long long)q->packets);
	return q->packets;
}

uint64_t quiet_add(struct quiet *q, struct id visit, uint32_t more, int64_t now_us)
{
	q->packets += more;
	if (q->told && now_us - q->told_us < SUMMARY_US)
		return 0;
	uint64_t told = tell(q, visit);
	*q = (struct quiet){ .told = true, .told_us = now_us };
	return told;
}

uint64_t quiet_end(struct quiet *q, struct id visit)
{
	uint64_t told = tell(q, visit);

	*q = (struct quiet){ 0 };
	return told;
}
