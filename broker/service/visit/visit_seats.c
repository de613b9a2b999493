/* visit.seats: the media server of a visit, and the names behind its legs. */
#include "broker/service/media/media.h"

#include "broker/service/message.h"
#include "broker/store/leg_rows.h"
#include "broker/store/visit_rows.h"

static void add_rows(const struct list *legs, bool open, struct visit_seat_row *rows, size_t *n)
{
	for (size_t i = 0; i < legs->n; i++) {
		const struct leg *l = (const struct leg *)legs->items + i;

		if (l->open == open)
			rows[(*n)++] = (struct visit_seat_row){ l->id, l->epoch, l->seat, l->name };
	}
}

/* The open legs first: the desk keeps so many, and of colleagues who came and left there are more. */
static enum err visit_seats(struct call *c, const void *in)
{
	struct visit_seats_out *out = c->out;
	struct id visit = ((const struct visit_seats_in *)in)->visit;
	struct list legs;
	struct visit v;
	size_t n = 0;

	TRY(visit_find(c->db, visit, c->arena, &v));
	if (v.state != VISIT_LIVE)
		return ERR_WRONG_STATE; /* a late report gives it no stage again */
	out->server = v.server;
	TRY(leg_list(c->db, visit, c->arena, &legs));
	struct visit_seat_row *rows = ARENA_LIST(c->arena, struct visit_seat_row, legs.n);
	add_rows(&legs, true, rows, &n);
	add_rows(&legs, false, rows, &n);
	out->legs = (struct list){ rows, n };
	return ERR_OK;
}

const struct message visit_seats_message = {
	.name = "visit.seats",
	.kind = MESSAGE_READ,
	.in_size = sizeof(struct visit_seats_in),
	.out_size = sizeof(struct visit_seats_out),
	.run = visit_seats,
};
