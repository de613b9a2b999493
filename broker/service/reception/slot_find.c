/* slot.find: slots of the receptions of a unit. */
#include "broker/service/matter/matters.h"

#include "broker/service/after.h"
#include "broker/service/message.h"
#include "broker/service/reception/plan.h"
#include "broker/service/scope.h"

static enum err find_village(struct call *c, struct id matter, struct code12 *out)
{
	struct matter row;

	*out = c->who->node;
	if (!id_is_set(matter))
		return ERR_OK;
	TRY(scope_matter(c, matter, "slot.find", &row));
	*out = row.village;
	return ERR_OK;
}

static enum err find_own(struct call *c, struct id visit, struct plan_own *own,
			 struct code12 *village)
{
	struct visit v;

	if (!id_is_set(visit))
		return ERR_OK;
	TRY(scope_visit_desk(c, visit, "slot.find", &v));
	*village = v.village;
	*own = (struct plan_own){ v.id, v.receiver, v.slot.from };
	return ERR_OK;
}

static bool is_provisional(const struct call *c, struct day from, int64_t days)
{
	return holidays_is_provisional(c->rules->holidays, from) ||
	       holidays_is_provisional(c->rules->holidays, day_add(from, (int)days - 1));
}

/* Those that begin before the page is cut. */
static void keep_whole(struct plan_slots *page)
{
	const struct plan_slot *slots = page->slots.items;

	while (page->slots.n && slots[page->slots.n - 1].slot.from.ms >= page->till.ms)
		page->slots.n--;
}

/* The slots of the span, as far as they fit one page; where not even one reception does, those of
 * the first half of it, and so on. */
static enum err list_page(struct call *c, const struct plan *p, struct span *span, struct list *out)
{
	struct plan_slots page;

	for (;;) {
		TRY(plan_list(c, p, *span, SLOT_PAGE, &page));
		int64_t half_ms = (span->till.ms - span->from.ms) / 2;
		bool fits = page.till.ms > span->from.ms;
		if (fits)
			span->till = page.till;
		if (fits || half_ms < MINUTE_MS)
			break;
		span->till.ms = span->from.ms + half_ms;
	}
	if (page.till.ms > span->from.ms)
		keep_whole(&page);
	*out = page.slots;
	return plan_look(c, p, *span, &page);
}

static enum err slot_find(struct call *c, const void *in)
{
	const struct slot_find_in *m = in;
	struct slot_find_out *out = c->out;
	struct code12 village;
	struct plan_own own = { 0 };
	struct after after;
	struct plan p;
	struct list slots;
	struct day day;
	char last[11];

	TRY(day_parse(m->day, &day));
	TRY(after_parse(c, m->after, &after));
	TRY(find_village(c, m->matter, &village));
	TRY(find_own(c, m->visit, &own, &village));
	TRY(plan_init(c, m->unit, village, &p));
	p.own = own;
	struct span all = { day_minute(day, 0), day_minute(day_add(day, (int)m->days), 0) };
	struct span span = { { after.is_set ? after.number : all.from.ms }, all.till };
	TRY(list_page(c, &p, &span, &slots));
	struct slot_line *lines = ARENA_LIST(c->arena, struct slot_line, slots.n);
	for (size_t i = 0; i < slots.n; i++) {
		const struct plan_slot *s = (const struct plan_slot *)slots.items + i;

		lines[i] = (struct slot_line){ text_of(s->reception->id.text),
					       s->slot.from,
					       s->slot.till,
					       s->reception->receiver_name,
					       s->why == PLAN_FREE,
					       text_of(plan_why_words[s->why]) };
	}
	out->slots = (struct list){ lines, slots.n };
	day_format(plan_last_day(c), last);
	out->last_day = arena_format(c->arena, "%s", last);
	if (span.till.ms < all.till.ms)
		out->next = after_format(c, span.till.ms, "");
	out->provisional = is_provisional(c, day, m->days);
	return ERR_OK;
}

static const struct field slot_find_in_fields[] = {
	F(slot_find_in, matter, ID, OPTIONAL),
	F(slot_find_in, visit, ID, OPTIONAL,
	  .help = "that is to be moved: its own time is no obstacle"),
	F(slot_find_in, unit, INT, .min = 1, .max = INT64_MAX),
	F(slot_find_in, day, DAY),
	F(slot_find_in, days, INT, .min = 1, .max = 31),
	AFTER(slot_find_in),
	{ 0 },
};

static const struct field slot_line_fields[] = {
	F(slot_line, reception, TEXT),
	F(slot_line, from, INSTANT),
	F(slot_line, till, INSTANT),
	F(slot_line, receiver_name, TEXT, OPTIONAL),
	F(slot_line, free, BOOL),
	F(slot_line, why, TEXT, .words = plan_why_words,
	  .help = "free, past, soon (too near to prepare), beyond (not open yet), taken or own (where "
		  "the visit to be moved is now)"),
	{ 0 },
};

static const struct field slot_find_out_fields[] = {
	FL(slot_find_out, slots, slot_line, SLOT_PAGE),
	F(slot_find_out, last_day, DAY, .help = "that is open for booking"),
	NEXT(slot_find_out),
	F(slot_find_out, provisional, BOOL, .help = "holidays of that year are not published yet"),
	{ 0 },
};

const struct message slot_find_message = {
	.name = "slot.find",
	.kind = MESSAGE_READ,
	.roles = DESK,
	IN(slot_find),
	OUT(slot_find),
	.run = slot_find,
	.errors = CAN(NOT_FOUND) | CAN(TOO_EARLY) | CAN(TOO_LATE),
	.help = "Slots of the receptions of a unit, and which are free.",
};
