/* store.upkeep: receptions of further days come in, old events, sessions and figures of links go,
 * recordings that never began are told as broken. */
#include "broker/service/upkeep.h"

#include "broker/store/outbox.h"
#include "broker/store/people_rows.h"
#include "broker/store/place_rows.h"
#include "broker/store/quality_rows.h"
#include "broker/store/recording_rows.h"

#define LOOK_BACK_MS (30 * DAY_MS)
#define PATIENCE_MS  HOUR_MS /* a media server that was away delivers by then, or later */

enum err store_upkeep(struct call *c, const void *in)
{
	struct instant zero = { c->now.ms - LOOK_BACK_MS };
	struct instant closed = { c->now.ms - PATIENCE_MS };
	bool left;

	(void)in;
	TRY(recording_give_up(c->db, zero, closed));
	TRY(receptions_expand(c->db, c->rules->holidays, c->now));
	TRY(session_remove_old(c->db, c->now));
	do
		TRY(outbox_prune(c->db, c->now, &left));
	while (left);
	do
		TRY(quality_prune(c->db, c->now, &left));
	while (left);
	return ERR_OK;
}
