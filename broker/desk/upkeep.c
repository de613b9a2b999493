/* Jobs by the clock, one after the other where there are many. */
#include "broker/desk/upkeep.h"

#include "broker/common/base/log.h"
#include "broker/desk/desk.h"
#include "broker/wire/inner.h"

#define SWEEP_S  60
#define UPKEEP_S (6 * 3600)
#define FILING_S 600 /* recordings that only wait for somebody to say that they are whole, or not */
#define SIGN_S   60  /* looks whether the newest signed head is a day old */

static bool went_well(const struct errand *e)
{
	if (!exchange_err(e->exchange))
		return !e->desk->stopping;
	if (!e->desk->stopping)
		log_odd("link.lost_write", "err=%s", err_word(exchange_err(e->exchange)));
	return false;
}

/* One job has ended: the next one, until there is nothing left to do. */
static void upkept(struct errand *e)
{
	const struct store_upkeep *next = exchange_out(e->exchange);

	if (went_well(e) && next->step != UPKEEP_DONE)
		errand_begin(e->desk, "store.upkeep", next, upkept);
}

/* The same for one step alone. */
static void settled(struct errand *e)
{
	const struct store_upkeep *next = exchange_out(e->exchange);

	if (went_well(e) && next->step == UPKEEP_RECORDINGS)
		errand_begin(e->desk, "store.upkeep", next, settled);
}

static void kept(struct errand *e)
{
	e->desk->heads_writing = false;
	if (!went_well(e))
		e->desk->heads_due = true;
}

/* Outside of the database only after the commit; once at the start for what a full disk or a stop
 * left undone, then for each new one until the file has it. */
static void signed_head(struct errand *e)
{
	const struct audit_sign_out *out = exchange_out(e->exchange);

	if (!went_well(e))
		return;
	if (out->is_new)
		e->desk->heads_due = true;
	if (!e->desk->heads_due || e->desk->heads_writing)
		return;
	e->desk->heads_due = false;
	e->desk->heads_writing = true;
	if (!errand_begin(e->desk, "audit.keep", NULL, kept)) {
		e->desk->heads_writing = false;
		e->desk->heads_due = true;
	}
}

void upkeep_tick(struct desk *d, uint32_t second)
{
	static const struct store_upkeep first = { UPKEEP_RECORDINGS, 0 };

	if (second % SWEEP_S == 1)
		errand_post(d, "visit.sweep", NULL);
	if (second % SIGN_S == 3)
		errand_begin(d, "audit.sign", NULL, signed_head);
	if (second % FILING_S == 7)
		errand_begin(d, "store.upkeep", &first, settled);
	if (second % UPKEEP_S == 10)
		errand_begin(d, "store.upkeep", &first, upkept);
}
