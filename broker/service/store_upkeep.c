/* store.upkeep: receptions of further days come in, old events and sessions go. */
#include "broker/service/upkeep.h"

#include "broker/store/outbox.h"
#include "broker/store/people_rows.h"
#include "broker/store/place_rows.h"

enum err store_upkeep(struct call *c, const void *in)
{
	bool left;

	(void)in;
	TRY(receptions_expand(c->db, c->rules->holidays, c->now));
	TRY(session_remove_old(c->db, c->now));
	do
		TRY(outbox_prune(c->db, c->now, &left));
	while (left);
	return ERR_OK;
}
