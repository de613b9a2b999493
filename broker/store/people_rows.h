/*
 * Staff and their sessions. Passwords are scrypt texts that others check; here are the failures,
 * the lock and the digest of the session's token.
 */
#ifndef BROKER_STORE_PEOPLE_ROWS_H
#define BROKER_STORE_PEOPLE_ROWS_H

#include "broker/common/arena.h"
#include "broker/common/digest.h"
#include "broker/core/rights.h"

struct db;

struct staff {
	struct id id;
	struct text account;
	struct text name;
	uint32_t roles;
	struct code12 node;
	int64_t unit; /* 0: none */
	struct text password;
	int failures; /* in a row */
	struct instant locked_until;
};

MUST_USE enum err staff_find_account(struct db *db, struct text account, struct arena *a,
				     struct staff *out);
/* The account of somebody. */
MUST_USE enum err staff_account(struct db *db, struct id id, struct arena *a,
				  struct text *account);
/* ERR_DUPLICATE: the account exists; ERR_BAD_INPUT: roles that may not combine. */
MUST_USE enum err staff_add(struct db *db, const struct staff *s);

/* A wrong password: the failure that makes `lock_after` locks until now + lock_ms and begins to
 * count anew. */
struct staff_lock {
	int lock_after;
	int64_t lock_ms;
};
MUST_USE enum err staff_add_failure(struct db *db, struct id id, const struct staff_lock *rule,
				    struct instant now, bool *locked);
MUST_USE enum err staff_is_locked(struct db *db, struct id id, struct instant now, bool *locked);
/* A right one. */
MUST_USE enum err staff_clear_failures(struct db *db, struct id id);

struct session {
	struct id id;
	struct id staff;
	struct instant created;
	struct instant expires;
};

MUST_USE enum err session_add(struct db *db, const struct session *s, struct sha256 token);
/* Who is behind a token that has not expired; ERR_NOT_FOUND. */
MUST_USE enum err session_caller(struct db *db, struct sha256 token, struct instant now,
			       struct caller *out);
/* ERR_OK also when there is none. */
MUST_USE enum err session_remove(struct db *db, struct id id);
#define SESSION_PRUNE_MAX 500 /* rows at once */
/* Forgets those that have expired; `left`: there may be more. */
MUST_USE enum err session_remove_old(struct db *db, struct instant now, bool *left);

#endif
