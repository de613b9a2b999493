/* visit.seats: the names behind the legs of a visit. */
#include "broker/service/media.h"

#include "broker/store/leg_rows.h"

enum err visit_seats(struct call *c, const void *in)
{
	struct visit_seats_out *out = c->out;
	struct list legs;

	TRY(leg_list(c->db, ((const struct visit_seats_in *)in)->visit, c->arena, &legs));
	struct visit_seat_row *rows = ARENA_LIST(c->arena, struct visit_seat_row, legs.n);
	for (size_t i = 0; i < legs.n; i++) {
		const struct leg *l = (const struct leg *)legs.items + i;

		rows[i] = (struct visit_seat_row){ l->id, l->epoch, l->seat, l->name };
	}
	out->legs = (struct list){ rows, legs.n };
	return ERR_OK;
}
