/* Published receptions: rules expanded to windows of the days to come. */
#include "broker/store/place_rows.h"

#include "broker/core/rota.h"
#include "broker/store/db.h"
#include "broker/store/people_rows.h"

#define RECEPTION_PEOPLE_MAX 64

/* A line of reception_rule. */
struct rule {
	int64_t id;
	int64_t unit;
	struct rota rota;
	int64_t slot_ms;
	int64_t buffer_ms;
	struct id people[RECEPTION_PEOPLE_MAX];
};

static void reception_load(const struct rows *r, struct arena *a, struct reception *out)
{
	out->id = rows_id(r, 0);
	out->unit = rows_int(r, 1);
	out->staff = rows_id(r, 2);
	out->receiver_name = rows_text(r, 3, a);
	out->span = (struct span){ rows_instant(r, 4), rows_instant(r, 5) };
	out->slot_ms = rows_int(r, 6);
	out->buffer_ms = rows_int(r, 7);
}

enum err reception_list(struct db *db, int64_t unit, struct span span, struct arena *a,
			struct list *out)
{
	struct list found = { NULL, 0 };
	size_t room = 0;
	ROWS r = db_find(db, Q_reception_list, "immw", unit, span.from, span.till, RECEPTIONS_MAX);

	while (rows_next(&r))
		reception_load(&r, a, list_add(&found, &room, a, sizeof(struct reception)));
	TRY(rows_err(&r));
	*out = found;
	return ERR_OK;
}

/* Accounts separated by |; somebody who left leaves a day without a name. */
static enum err people_load(struct db *db, struct text accounts, struct arena *a, struct rule *out)
{
	out->rota.people = 0;
	while (accounts.n && out->rota.people < RECEPTION_PEOPLE_MAX) {
		struct staff s = { .id = { "" } };
		enum err e = staff_find_account(db, text_next(&accounts, '|'), a, &s);

		if (e && e != ERR_NOT_FOUND)
			return e;
		out->people[out->rota.people++] = s.id;
	}
	return ERR_OK;
}

static enum err rule_load(struct db *db, const struct rows *r, struct arena *a, struct rule *out)
{
	TRY(rota_parse(rows_text(r, 2, a), &out->rota));
	out->id = rows_int(r, 0);
	out->unit = rows_int(r, 1);
	out->rota.from_minute = rows_word(r, 3);
	out->rota.till_minute = rows_word(r, 4);
	out->slot_ms = rows_int(r, 5);
	out->buffer_ms = rows_int(r, 6);
	out->rota.shift = (enum rota_shift)rows_word(r, 7);
	TRY(people_load(db, rows_text(r, 8, a), a, out));
	return day_parse(rows_text(r, 9, a), &out->rota.anchor);
}

static enum err window_save(struct db *db, const struct rule *rule, const struct rota_day *d,
			    struct instant now)
{
	struct id staff = { "" };

	if (rule->rota.people)
		staff = rule->people[d->person];
	return db_run(db, Q_reception_save, "uiiummiim", id_new(now), rule->id, rule->unit, staff,
		      day_minute(d->day, rule->rota.from_minute),
		      day_minute(d->day, rule->rota.till_minute), rule->slot_ms, rule->buffer_ms,
		      now);
}

static enum err rule_expand(struct db *db, const struct rule *rule, const struct holidays *h,
			    struct instant now)
{
	struct rota_day days[RECEPTION_DAYS + 1];
	struct day today = day_at(now);
	struct days range = { day_add(today, -1), day_add(today, RECEPTION_DAYS) };
	int n = rota_expand(&rule->rota, h, range, days, RECEPTION_DAYS + 1);

	for (int i = 0; i < n; i++)
		TRY(window_save(db, rule, &days[i], now));
	return db_run(db, Q_reception_prune, "imm", rule->id, now, now);
}

enum err receptions_expand_some(struct db *db, const struct holidays *h, struct instant now,
				struct rules_left *left)
{
	OWN(arena) a = arena_new();
	ROWS r = db_find(db, Q_rule_list, "iw", left->after, left->most);
	int n = 0;

	while (rows_next(&r)) {
		struct rule rule;

		arena_clear(a);
		TRY(rule_load(db, &r, a, &rule));
		TRY(rule_expand(db, &rule, h, now));
		left->after = rule.id;
		n++;
	}
	left->some = n == left->most;
	return rows_err(&r);
}

enum err receptions_expand(struct db *db, const struct holidays *h, struct instant now)
{
	struct rules_left left = { .most = INT32_MAX };

	return receptions_expand_some(db, h, now, &left);
}
