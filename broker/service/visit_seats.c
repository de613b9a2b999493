/* visit.seats: the media server of a visit, and the names behind its legs. */
#include "broker/service/media.h"

#include "broker/store/leg_rows.h"
#include "broker/store/visit_rows.h"

enum err visit_seats(struct call *c, const void *in)
{
	struct visit_seats_out *out = c->out;
	struct id visit = ((const struct visit_seats_in *)in)->visit;
	struct list legs;
	struct visit v;

	TRY(visit_find(c->db, visit, c->arena, &v));
	out->server = v.server;
	TRY(leg_list(c->db, visit, c->arena, &legs));
	struct visit_seat_row *rows = ARENA_LIST(c->arena, struct visit_seat_row, legs.n);
	for (size_t i = 0; i < legs.n; i++) {
		const struct leg *l = (const struct leg *)legs.items + i;

		rows[i] = (struct visit_seat_row){ l->id, l->epoch, l->seat, l->name };
	}
	out->legs = (struct list){ rows, legs.n };
	return ERR_OK;
}
