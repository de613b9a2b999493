/* visit.book: registers a new matter and claims everything a visit of it needs, or does nothing. */
#include "broker/service/visit/visits.h"

#include "broker/core/numbers.h"
#include "broker/service/matter/matters.h"
#include "broker/service/message.h"
#include "broker/service/reception/plan.h"
#include "broker/service/reception/route.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/service/visit/summary.h"
#include "broker/store/booking_draft_rows.h"
#include "broker/store/counters.h"
#include "broker/store/seat_rows.h"

static enum err answer(struct call *c, const struct visit *v)
{
	struct visit_book_out *out = c->out;
	struct unit unit;
	struct room room = { 0 };
	struct matter matter;

	TRY(matter_load(c->db, v->matter, c->arena, &matter));
	TRY(unit_find(c->db, v->unit, c->arena, &unit));
	if (v->village_room)
		TRY(room_find(c->db, v->village_room, c->arena, &room));
	*out = (struct visit_book_out){
		.visit = v->id,
		.number = v->number,
		.query_code = arena_format(c->arena, "%s", v->query_code),
		.from = v->slot.from,
		.till = v->slot.till,
		.unit_name = unit.name,
		.unit_name_en = unit.name_en,
		.target_name = summary_node_name(c, unit.node),
		.target_name_en = summary_node_name_en(c, unit.node),
		.room_name = room.name,
		.room_name_en = room.name_en,
		.matter = v->matter,
		.matter_number = matter.number,
	};
	return ERR_OK;
}

static enum err take_number(struct call *c, struct visit *v)
{
	char number[NUMBER_SIZE];
	struct day d = day_at(v->slot.from);
	int year, month, day;
	int64_t seq;

	day_split(d, &year, &month, &day);
	TRY(counter_take(c->db, COUNTER_VISIT, v->village, year * 10000 + month * 100 + day, &seq));
	number_format_visit(v->village, d, (int)seq, number);
	v->number = arena_format(c->arena, "%s", number);
	random_code(v->query_code, QUERY_CODE_LENGTH);
	return ERR_OK;
}

/* One at the village, one at the unit; the name of the second stays when the visit moves. */
static enum err add_seats(struct call *c, const struct visit *v, const struct unit *unit)
{
	struct seat village = {
		.id = id_new(c->now),
		.visit = v->id,
		.kind = SEAT_VILLAGE,
		.required = true,
		.name = summary_node_name(c, v->village),
	};
	struct seat receiver = {
		.id = id_new((struct instant){ c->now.ms + 1 }), /* seats sort by age */
		.visit = v->id,
		.kind = SEAT_RECEIVER,
		.required = true,
		.name = unit->name,
		.unit = unit->id,
	};

	TRY(seat_add(c->db, &village));
	return seat_add(c->db, &receiver);
}

static enum err book(struct call *c, const struct visit_book_in *m, const struct matter *matter,
		     const struct plan *p)
{
	struct plan_claim claim;
	struct visit v = {
		.id = id_new(c->now),
		.matter = matter->id,
		.unit = p->unit.id,
		.village = matter->village,
		.state = VISIT_SCHEDULED,
		.created = c->now,
		.booked_by = c->who->staff,
		.key = m->key,
		.outcome = -1,
	};

	TRY(plan_claim(c, p, m->from, v.id, &claim));
	v.receiver = claim.receiver;
	v.room = claim.room.id;
	v.village_room = claim.village_room.id;
	v.slot = claim.slot;
	TRY(take_number(c, &v));
	TRY(visit_add(c->db, &v));
	TRY(add_seats(c, &v, &p->unit));
	TRY(tell_change(c, "visit.book", "visit.booked", &v));
	return answer(c, &v);
}

/* The same key by the same staff is the same booking. */
static enum err answer_again(struct call *c, struct id id)
{
	struct visit v;

	TRY(visit_find(c->db, id, c->arena, &v));
	return answer(c, &v);
}

/* A new matter stands or falls with its booking: both are in the job's savepoint. */
static enum err find_matter(struct call *c, const struct visit_book_in *m, struct matter *out)
{
	bool is_new = m->new_matter.name.n > 0;

	if (is_new == id_is_set(m->matter))
		return call_refuse(c, ERR_BAD_INPUT, "matter", WHY_MATTER_OLD_OR_NEW, NULL);
	if (is_new)
		return matter_register(c, &m->new_matter, out);
	return scope_matter(c, m->matter, "visit.book", out);
}

static enum err visit_book(struct call *c, const void *in)
{
	const struct visit_book_in *m = in;
	struct matter matter;
	struct plan p;
	struct id before;

	if (m->key.n) {
		enum err e = visit_find_once(c->db, c->who->staff, m->key, &before);

		if (e != ERR_NOT_FOUND)
			return e ? e : answer_again(c, before);
	}
	TRY(find_matter(c, m, &matter));
	TRY(plan_init(c, m->unit, matter.village, &p));
	TRY(route_check(c, &(struct route){ matter.village, matter.competent }, p.unit.node));
	TRY(plan_check_lead(c, m->from));
	TRY(book(c, m, &matter, &p));
	return booking_draft_remove(c->db, c->who->staff, m->key);
}

static const struct field matter_new_fields[] = {
	F(matter_new, name, TEXT, .min = 1, .max = 50,
	  .help = "of the resident; sealed in the store"),
	F(matter_new, contact, TEXT, .min = 1, .max = 50),
	F(matter_new, address, TEXT, .min = 1, .max = 200),
	F(matter_new, subject, TEXT, .min = 1, .max = 100),
	F(matter_new, request, LINES, .min = 1, .max = 10000),
	F(matter_new, kind, WORD, .words = matter_kind_words),
	F(matter_new, competent, CODE12, OPTIONAL,
	  .help = "the node that decides; usually the parent of the clerk's node"),
	{ 0 },
};

static const struct field visit_book_in_fields[] = {
	F(visit_book_in, matter, ID, OPTIONAL, .help = "a known one"),
	FO(visit_book_in, new_matter, matter_new, OPTIONAL, .help = "one that is registered now"),
	F(visit_book_in, unit, INT, .min = 1, .max = INT64_MAX),
	F(visit_book_in, from, INSTANT, .help = "the start of a slot of slot.find"),
	F(visit_book_in, key, TEXT, OPTIONAL, .max = 64,
	  .help = "the same key again gets the same answer"),
	{ 0 },
};

static const struct field visit_book_out_fields[] = {
	F(visit_book_out, visit, ID),
	F(visit_book_out, number, TEXT),
	F(visit_book_out, query_code, TEXT),
	F(visit_book_out, from, INSTANT),
	F(visit_book_out, till, INSTANT),
	F(visit_book_out, unit_name, TEXT),
	F(visit_book_out, unit_name_en, TEXT, OPTIONAL),
	F(visit_book_out, target_name, TEXT),
	F(visit_book_out, target_name_en, TEXT, OPTIONAL),
	F(visit_book_out, room_name, TEXT, OPTIONAL, .help = "where the resident sits"),
	F(visit_book_out, room_name_en, TEXT, OPTIONAL),
	F(visit_book_out, matter, ID),
	F(visit_book_out, matter_number, TEXT),
	{ 0 },
};

const struct message visit_book_message = {
	.name = "visit.book",
	.kind = MESSAGE_WRITE,
	.roles = DESK,
	IN(visit_book),
	OUT(visit_book),
	.run = visit_book,
	.errors = CAN(CRYPTO) | CAN(DUPLICATE) | CAN(NOT_ALLOWED_TARGET) | CAN(NOT_FOUND) |
		  CAN(SLOT_TAKEN) | CAN(TOO_EARLY) | CAN(TOO_LATE),
	.help = "Registers a new matter, where it is one, and claims everything its visit "
		"needs; or nothing.",
	.again = true,
};
