/*
 * Staff and their sessions. Passwords are scrypt texts that others check; the failures are in
 * sign_in_rows.h. Of a session's token only the digest is kept.
 */
#ifndef BROKER_STORE_PEOPLE_ROWS_H
#define BROKER_STORE_PEOPLE_ROWS_H

#include "broker/common/base/arena.h"
#include "broker/common/seal/digest.h"
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
};

MUST_USE enum err staff_find_account(struct db *db, struct text account, struct arena *a,
				     struct staff *out);
/* The account of somebody. */
MUST_USE enum err staff_account(struct db *db, struct id id, struct arena *a, struct text *account);
/* ERR_DUPLICATE: the account exists; ERR_BAD_INPUT: roles that may not combine. */
MUST_USE enum err staff_add(struct db *db, const struct staff *s);

/* The name of the unit of somebody; empty: none. */
MUST_USE enum err staff_unit_name(struct db *db, struct id id, struct arena *a, struct text *name,
				  struct text *name_en);

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
