/* Claims of resources: one seek tells whether a span is free. */
#include "broker/store/claims.h"

#include "broker/store/db.h"

int64_t resource_find(struct db *db, const struct resource *r)
{
	return db_int(db, Q_resource_find, 0, "wtw", (int)r->kind, r->owner, r->lane);
}

enum err resource_get(struct db *db, const struct resource *r, int64_t *out)
{
	int64_t found = resource_find(db, r);

	if (!found) {
		TRY(db_run(db, Q_resource_add, "wtw", (int)r->kind, r->owner, r->lane));
		found = db_last_row(db);
	}
	*out = found;
	return ERR_OK;
}

/* Claims of a resource never overlap: only the last to start before the end can clash. */
static bool is_free(struct db *db, int64_t resource, struct span span)
{
	return db_int(db, Q_claim_last, INT64_MIN, "im", resource, span.till) <= span.from.ms;
}

enum err claim_add(struct db *db, int64_t resource, struct span span, struct id visit)
{
	if (!is_free(db, resource, span))
		return ERR_SLOT_TAKEN;
	return db_run(db, Q_claim_add, "immu", resource, span.from, span.till, visit);
}

/* The number of the first lane that is free; 0: none of those that anybody ever claimed. */
static int64_t find_lane(struct db *db, const struct resource *r, int lanes, struct span span)
{
	return db_int(db, Q_lane_find, 0, "wtwmm", (int)r->kind, r->owner, lanes, span.from,
		      span.till);
}

static int count_lanes(struct db *db, const struct resource *r)
{
	return (int)db_int(db, Q_lane_count, 0, "wt", (int)r->kind, r->owner);
}

enum err claim_add_lane(struct db *db, const struct resource *r, int lanes, struct span span,
			struct id visit)
{
	int64_t found = find_lane(db, r, lanes, span);

	if (!found) { /* lanes are made one after the other, so their number is the next one */
		struct resource lane = { r->kind, r->owner, count_lanes(db, r) };

		if (lane.lane >= lanes)
			return ERR_SLOT_TAKEN;
		TRY(resource_get(db, &lane, &found));
	}
	return db_run(db, Q_claim_add, "immu", found, span.from, span.till, visit);
}

enum err claim_remove(struct db *db, struct id visit)
{
	return db_run(db, Q_claim_remove, "u", visit);
}

enum err claim_list(struct db *db, int64_t resource, struct span span, struct spans *out)
{
	int found = 0;
	ROWS r = db_find(db, Q_claim_list, "imm", resource, span.from, span.till);

	while (found < out->most && rows_next(&r))
		out->at[found++] = (struct span){ rows_instant(&r, 0), rows_instant(&r, 1) };
	TRY(rows_err(&r));
	out->n = found;
	return ERR_OK;
}

bool claim_is_free(struct db *db, const struct resource *r, int lanes, struct span span)
{
	return find_lane(db, r, lanes, span) || count_lanes(db, r) < lanes;
}
