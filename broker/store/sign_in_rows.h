/*
 * Wrong passwords, counted for an account and a place, and the devices that are known. A place is
 * the address; from there too many lock the pair. On a known device nothing is locked, so that
 * nobody keeps others out of their account: there each one takes longer than the last.
 */
#ifndef BROKER_STORE_SIGN_IN_ROWS_H
#define BROKER_STORE_SIGN_IN_ROWS_H

#include "broker/common/clock.h"
#include "broker/common/digest.h"
#include "broker/common/ids.h"

struct db;

struct sign_in_place {
	struct id staff;
	struct text address;
	struct sha256 device; /* when it is known */
	bool is_known;
};

struct sign_in_rule {
	int lock_after;
	int64_t lock_ms;
};

#define SIGN_IN_DELAY_MS     2000 /* of a known device after lock_after failures; then doubled */
#define SIGN_IN_DELAY_MAX_MS (5 * MINUTE_MS)

/* Until when nothing is tried from there; in the past: now. */
MUST_USE enum err sign_in_wait(struct db *db, const struct sign_in_place *p, struct instant *until);
/* A wrong password. *until as above, afterwards. */
MUST_USE enum err sign_in_add_failure(struct db *db, const struct sign_in_place *p,
				      const struct sign_in_rule *rule, struct instant now,
				      struct instant *until);
/* A right one. */
MUST_USE enum err sign_in_clear_failures(struct db *db, const struct sign_in_place *p);

#define DEVICES_OF_ONE 20               /* the one not seen for the longest time is forgotten */
#define DEVICE_KEEP_MS (400 * DAY_MS)   /* as long as browsers keep a cookie */

bool device_is_known(struct db *db, struct sha256 token, struct id staff, struct instant now);
MUST_USE enum err device_save(struct db *db, struct sha256 token, struct id staff,
			      struct instant now);

/* Sessions that ended after the row *last, which is moved on: struct id, at most `most`. */
struct list;
struct arena;
MUST_USE enum err session_gone_list(struct db *db, int64_t *last, int most, struct arena *a,
				    struct list *out);
MUST_USE enum err session_gone_prune(struct db *db, int most, bool *left);

#endif
