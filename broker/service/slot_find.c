/* slot.find: slots of the receptions of a unit. */
#include "broker/service/matters.h"

#include "broker/service/plan.h"
#include "broker/service/scope.h"

#define SLOTS_MAX 2000

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

static bool is_provisional(const struct call *c, struct day from, int64_t days)
{
	return holidays_is_provisional(c->rules->holidays, from) ||
	       holidays_is_provisional(c->rules->holidays, day_add(from, (int)days - 1));
}

enum err slot_find(struct call *c, const void *in)
{
	const struct slot_find_in *m = in;
	struct slot_find_out *out = c->out;
	struct code12 village;
	struct plan p;
	struct list slots;
	struct day day;
	char last[11];

	TRY(day_parse(m->day, &day));
	TRY(find_village(c, m->matter, &village));
	TRY(plan_init(c, m->unit, village, &p));
	struct span span = { day_minute(day, 0), day_minute(day_add(day, (int)m->days), 0) };
	TRY(plan_list(c, &p, span, SLOTS_MAX, &slots));
	struct slot_line *lines = ARENA_LIST(c->arena, struct slot_line, slots.n);
	for (size_t i = 0; i < slots.n; i++) {
		const struct plan_slot *s = (const struct plan_slot *)slots.items + i;

		lines[i] = (struct slot_line){ text_of(s->reception->id.text), s->slot.from,
					       s->slot.till, s->reception->receiver_name,
					       s->why == PLAN_FREE,
					       text_of(plan_why_words[s->why]) };
	}
	out->slots = (struct list){ lines, slots.n };
	day_format(plan_last_day(c), last);
	out->last_day = arena_format(c->arena, "%s", last);
	out->provisional = is_provisional(c, day, m->days);
	return ERR_OK;
}
