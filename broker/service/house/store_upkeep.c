/* store.upkeep: receptions of further days come in, old events, sessions, figures of links and
 * drafts go, recordings that never began and parts that never came are told. Some rows a job: a
 * write of somebody waits for one of them, never for the whole. */
#include "broker/service/house/upkeep.h"

#include "broker/service/message.h"
#include "broker/service/recording/recordings.h"
#include "broker/store/booking_draft_rows.h"
#include "broker/store/outbox.h"
#include "broker/store/people_rows.h"
#include "broker/store/place_rows.h"
#include "broker/store/quality_rows.h"
#include "broker/store/recording_rows.h"
#include "broker/store/sheet_rows.h"
#include "broker/store/sign_in_rows.h"

#define LOOK_BACK_MS (30 * DAY_MS)
#define PATIENCE_MS  HOUR_MS /* a media server that was away delivers by then, or later */
#define ENDED_ROWS   500
#define RULES        20 /* expanded in one job: about 60 rows each */

static enum err give_up(struct call *c, bool *left)
{
	struct instant zero = { c->now.ms - LOOK_BACK_MS };
	struct instant closed = { c->now.ms - PATIENCE_MS };

	TRY(recording_give_up(c->db, zero, closed));
	return recordings_give_up(c, left);
}

static enum err expand(struct call *c, struct store_upkeep *u, bool *left)
{
	struct rules_left rules = { .most = RULES, .after = u->after };

	TRY(receptions_expand_some(c->db, c->rules->holidays, c->now, &rules));
	u->after = rules.after;
	*left = rules.some;
	return ERR_OK;
}

static enum err run_step(struct call *c, struct store_upkeep *u, bool *left)
{
	switch (u->step) {
	case UPKEEP_RECORDINGS:
		return give_up(c, left);
	case UPKEEP_RECEPTIONS:
		return expand(c, u, left);
	case UPKEEP_SESSIONS:
		return session_remove_old(c->db, c->now, left);
	case UPKEEP_ENDED:
		return session_gone_prune(c->db, ENDED_ROWS, left);
	case UPKEEP_EVENTS:
		return outbox_prune(c->db, c->now, left);
	case UPKEEP_QUALITY:
		return quality_prune(c->db, c->now, left);
	case UPKEEP_SHEETS:
		return sheet_prune(c->db, c->now, left);
	case UPKEEP_DRAFTS:
		return booking_draft_prune(c->db, c->now, left);
	case UPKEEP_DONE:
		break;
	}
	return ERR_OK;
}

static enum err store_upkeep(struct call *c, const void *in)
{
	struct store_upkeep *out = c->out;
	struct store_upkeep now = *(const struct store_upkeep *)in;
	bool left = false;

	if (now.step != UPKEEP_DONE)
		TRY(run_step(c, &now, &left));
	if (!left && now.step != UPKEEP_DONE)
		now.step++;
	*out = now;
	return ERR_OK;
}

const struct message store_upkeep_message = {
	.name = "store.upkeep",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct store_upkeep),
	.out_size = sizeof(struct store_upkeep),
	.run = store_upkeep,
};
