/*
 * Claims: resources held for a time. Claims of a resource never overlap: claim_add_lane sees
 * to it, and a trigger of the table refuses it whoever inserts. All or none of several claims is the
 * caller's savepoint: a job that fails leaves nothing.
 */
#ifndef BROKER_STORE_CLAIMS_H
#define BROKER_STORE_CLAIMS_H

#include "broker/common/base/ids.h"
#include "broker/core/span.h"

struct db;

enum resource_kind {                        /* never renumber; the owner is */
		     RESOURCE_RECEIVER = 0, /* the staff id */
		     RESOURCE_UNIT = 1,     /* the unit's number; lanes */
		     RESOURCE_ROOM = 2,     /* the room's number */
		     RESOURCE_RECORD = 3,   /* "" for all media servers together; lanes */
		     RESOURCE_UPLINK = 4    /* the village's code; lanes */
};

/* A thing that can be held; lanes 0, 1, ... are interchangeable places of the same owner. */
struct resource {
	enum resource_kind kind;
	struct text owner;
	int lane;
};

/* The number of a resource, 0 when nobody ever claimed it. */
int64_t resource_find(struct db *db, const struct resource *r);

/* Claims the first free one of `lanes` lanes (r->lane is not asked). ERR_SLOT_TAKEN: none. */
MUST_USE enum err claim_add_lane(struct db *db, const struct resource *r, int lanes,
				 struct span span, struct id visit);

/* Removes all claims of a visit. */
MUST_USE enum err claim_remove(struct db *db, struct id visit);

/* Room of the caller for spans: at most `most`, n of them filled. */
struct spans {
	struct span *at;
	int most;
	int n;
};

/* Spans of a resource that touch [span.from, span.till), by start. */
MUST_USE enum err claim_list(struct db *db, int64_t resource, struct span span, struct id except,
			     struct spans *out);

#endif
