/* Claims of resources. */
#include "broker/store/claims.h"

#include "broker/store/db.h"

int64_t resource_find(struct db *db, const struct resource *r)
{
	return db_int(db, Q_resource_find, 0, "wtw", (int)r->kind, r->owner, r->lane);
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

/* A lane that nobody ever claimed. */
static enum err add_lane(struct db *db, const struct resource *r, int lane, int64_t *out)
{
	TRY(db_run(db, Q_resource_add, "wtw", (int)r->kind, r->owner, lane));
	*out = db_last_row(db);
	return ERR_OK;
}

enum err claim_add_lane(struct db *db, const struct resource *r, int lanes, struct span span,
			struct id visit)
{
	int64_t found = find_lane(db, r, lanes, span);

	if (!found) { /* lanes are made one after the other, so their number is the next one */
		int lane = count_lanes(db, r);

		if (lane >= lanes)
			return ERR_SLOT_TAKEN;
		TRY(add_lane(db, r, lane, &found));
	}
	return db_run(db, Q_claim_add, "immu", found, span.from, span.till, visit);
}

enum err claim_remove(struct db *db, struct id visit)
{
	return db_run(db, Q_claim_remove, "u", visit);
}

enum err claim_list(struct db *db, int64_t resource, struct span span, struct id except,
		    struct spans *out)
{
	int found = 0;
	ROWS r = db_find(db, Q_claim_list, "immu", resource, span.from, span.till, except);

	while (found < out->most && rows_next(&r))
		out->at[found++] = (struct span){ rows_instant(&r, 0), rows_instant(&r, 1) };
	TRY(rows_err(&r));
	out->n = found;
	return ERR_OK;
}
