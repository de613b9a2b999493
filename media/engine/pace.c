/* Gaps between pictures. */
#include "media/engine/pace.h"

#include "media/packet/seq.h"

/* A gap counts as a freeze when it is three times the usual one, or 150 ms longer, as browsers
 * count (W3C webrtc-stats, freezeCount). The usual one forgets quickly. */
static bool count_freeze(struct pace *p, int64_t gap_us)
{
	int64_t most = p->usual_us * 3;

	if (most < p->usual_us + PACE_FREEZE_US)
		most = p->usual_us + PACE_FREEZE_US;
	if (!p->usual_us || gap_us <= most)
		return false;
	p->freezes++;
	p->frozen_us += gap_us;
	return true;
}

static void count_gap(struct pace *p, int64_t gap_us)
{
	if (!count_freeze(p, gap_us))
		p->usual_us = p->usual_us ? p->usual_us + (gap_us - p->usual_us) / 16 : gap_us;
}

void pace_take(struct pace *p, uint32_t ts, int64_t at_us)
{
	if (p->any && ts_after(ts, p->ts) <= 0)
		return;
	if (p->any)
		count_gap(p, at_us - p->at_us);
	p->any = true;
	p->ts = ts;
	p->at_us = at_us;
}

void pace_stand(struct pace *p, int64_t now_us)
{
	if (p->any && count_freeze(p, now_us - p->at_us))
		p->at_us = now_us;
}

void pace_pause(struct pace *p)
{
	p->any = false;
}

void pace_end(struct pace *p)
{
	p->freezes = 0;
	p->frozen_us = 0;
}
