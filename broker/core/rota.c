/* Reception days: the days a rule names, then the days they are held on. */
#include "broker/core/rota.h"

#include <string.h>

/* A day is shifted by less than this, so rules outside the window matter no further. */
#define MARGIN_DAYS 62
#define MOVED_MAX   128

/* One expansion: which shifted days are taken so far. */
struct expansion {
	const struct rota *rota;
	const struct holidays *holidays;
	struct day moved[MOVED_MAX];
	int n_moved;
	struct rota_day *out;
	int most;
	int n;
};

static enum err parse_weekday(struct text t, int *out)
{
	static const char *const words[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

	for (int i = 0; i < 7; i++) {
		if (text_is(t, words[i])) {
			*out = i;
			return ERR_OK;
		}
	}
	return ERR_BAD_INPUT;
}

enum err rota_parse(struct text rule, struct rota *out)
{
	struct text rest = text_trim(rule);
	struct text word = text_next(&rest, ' ');
	int64_t day = 0;
	int which = 0;

	rest = text_trim(rest);
	if (text_is(word, "weekly")) {
		TRY(parse_weekday(rest, &which));
		out->kind = ROTA_WEEKLY;
	} else if (text_is(word, "monthly")) {
		TRY(text_parse_int(rest, 1, 31, &day));
		which = (int)day;
		out->kind = ROTA_MONTHLY;
	} else if (text_is(word, "daily") && rest.n == 0) {
		out->kind = ROTA_DAILY;
	} else if (text_is(word, "workdays") && rest.n == 0) {
		out->kind = ROTA_WORKDAYS;
	} else {
		return ERR_BAD_INPUT;
	}
	out->which = which;
	return ERR_OK;
}

static bool is_rule_day(const struct rota *r, const struct holidays *h, struct day d)
{
	int year, month, day;

	switch (r->kind) {
	case ROTA_DAILY:
		return true;
	case ROTA_WEEKLY:
		return (int)day_weekday(d) == r->which;
	case ROTA_MONTHLY:
		day_split(d, &year, &month, &day);
		return day == r->which;
	case ROTA_WORKDAYS:
		return holidays_is_workday(h, d);
	}
	return false;
}

static int floor_div(int a, int b)
{
	return a / b - (a % b < 0);
}

static int months_of(struct day d)
{
	int year, month, day;

	day_split(d, &year, &month, &day);
	return year * 12 + month;
}

/* Workdays in [from, till), negative when till is before from. */
static int workdays_between(const struct holidays *h, struct day from, struct day till)
{
	int n = 0;

	for (struct day d = from; d.number < till.number; d = day_add(d, 1))
		n += holidays_is_workday(h, d);
	for (struct day d = till; d.number < from.number; d = day_add(d, 1))
		n -= holidays_is_workday(h, d);
	return n;
}

/* How many rule days d is behind the first one at or after the anchor. */
static int turn_of(const struct rota *r, const struct holidays *h, struct day d)
{
	struct day first = r->anchor;

	switch (r->kind) {
	case ROTA_DAILY:
		return d.number - first.number;
	case ROTA_WORKDAYS:
		return workdays_between(h, first, d);
	case ROTA_WEEKLY:
		while (!is_rule_day(r, h, first))
			first = day_add(first, 1);
		return floor_div(d.number - first.number, 7);
	case ROTA_MONTHLY:
		while (!is_rule_day(r, h, first))
			first = day_add(first, 1);
		return months_of(d) - months_of(first);
	}
	return 0;
}

static int person_of(const struct rota *r, const struct holidays *h, struct day d)
{
	if (r->people <= 0)
		return 0;
	int turn = turn_of(r, h, d);
	return turn - floor_div(turn, r->people) * r->people;
}

static bool is_taken(const struct expansion *x, struct day d)
{
	if (is_rule_day(x->rota, x->holidays, d) && holidays_is_workday(x->holidays, d))
		return true;
	for (int i = 0; i < x->n_moved && i < MOVED_MAX; i++)
		if (x->moved[i].number == d.number)
			return true;
	return false;
}

/* The workday nearest in the wished direction, or if that is taken the next free one. */
static struct day moved_day(struct expansion *x, struct day d, int direction)
{
	struct day held = holidays_add_workdays(x->holidays, d, direction);

	while (is_taken(x, held))
		held = holidays_add_workdays(x->holidays, held, 1);
	x->moved[x->n_moved++ % MOVED_MAX] = held;
	return held;
}

/* False: the day is left out. */
static bool find_held(struct expansion *x, struct day d, struct day *held)
{
	*held = d;
	if (x->rota->shift == SHIFT_KEEP || holidays_is_workday(x->holidays, d))
		return true;
	/* Every workday has a day of its own: there is nowhere to go. */
	if (x->rota->kind == ROTA_DAILY)
		return false;
	switch (x->rota->shift) {
	case SHIFT_NEXT_WORKDAY:
		*held = moved_day(x, d, 1);
		return true;
	case SHIFT_PREV_WORKDAY:
		*held = moved_day(x, d, -1);
		return true;
	case SHIFT_SKIP:
	case SHIFT_KEEP:
		break;
	}
	return false;
}

/* Keeps the earliest days in order. */
static void insert(struct expansion *x, struct rota_day new)
{
	int at = x->n;

	while (at > 0 && x->out[at - 1].day.number > new.day.number)
		at--;
	if (at == x->most)
		return;
	if (x->n < x->most)
		x->n++;
	memmove(&x->out[at + 1], &x->out[at], (size_t)(x->n - at - 1) * sizeof(new));
	x->out[at] = new;
}

int rota_expand(const struct rota *r, const struct holidays *h, struct days range,
		struct rota_day *out, int most)
{
	struct expansion x = { .rota = r, .holidays = h, .out = out, .most = most };

	for (int n = range.from.number - MARGIN_DAYS; n < range.till.number + MARGIN_DAYS; n++) {
		struct rota_day new = { .rule = { n } };
		if (!is_rule_day(r, h, new.rule) || !find_held(&x, new.rule, &new.day))
			continue;
		if (new.day.number < range.from.number || new.day.number >= range.till.number)
			continue;
		new.person = person_of(r, h, new.rule);
		insert(&x, new);
	}
	return x.n;
}
