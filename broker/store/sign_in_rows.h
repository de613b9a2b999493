/*
 * Wrong passwords, counted for an account and a place, and the devices that are known. A place is
 * the address; from there too many lock the pair. On a known device nothing is locked, so that
 * nobody keeps others out of their account: there each one takes longer than the last.
 */
#ifndef BROKER_STORE_SIGN_IN_ROWS_H
#define BROKER_STORE_SIGN_IN_ROWS_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/seal/digest.h"

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

/* An account that is not there stands for somebody all the same, so that wrong passwords for it are
 * counted, locked and answered as for any other; an id that no staff can have. Nobody can tell which
 * two names share a row: the key is not known. At most SIGN_IN_NOBODIES rows ever; the password hash
 * lets a broker check some 30,000 in the half hour that a lock usually takes. Whoever sends more
 * than the table holds, with a lock of days, may find out that a name is unknown; nobody who has an
 * account is locked by it. */
#define SIGN_IN_NOBODIES (1 << 20)
struct secret_key;
struct id sign_in_nobody(const struct secret_key *key, struct text account, struct text address);
bool sign_in_is_nobody(struct id staff);

/* Until when nothing is tried from there; in the past: now. */
MUST_USE enum err sign_in_wait(struct db *db, const struct sign_in_place *p, struct instant *until);
/* A wrong password. *until as above, afterwards. */
MUST_USE enum err sign_in_add_failure(struct db *db, const struct sign_in_place *p,
				      const struct sign_in_rule *rule, struct instant now,
				      struct instant *until);
/* A right one. */
MUST_USE enum err sign_in_clear_failures(struct db *db, const struct sign_in_place *p);

#define DEVICES_OF_ONE 20             /* the one not seen for the longest time is forgotten */
#define DEVICE_KEEP_MS (400 * DAY_MS) /* as long as browsers keep a cookie */

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
