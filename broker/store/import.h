/*
 * Import of CSV files: every fault at once with its line, nothing half imported. Each function is
 * its own savepoint inside the caller's transaction (a job, or db_start and db_commit). A row
 * whose key is known already is changed, not doubled, so an import may be run again.
 */
#ifndef BROKER_STORE_IMPORT_H
#define BROKER_STORE_IMPORT_H

#include "broker/common/seal/digest.h"
#include "broker/core/tree.h"

struct db;

#define IMPORT_FAULTS_MAX 100

/* What is wrong in a line: a word for the log. */
#define IMPORT_WHYS(X)                                                                             \
	X(COLUMNS, "columns") /* not as many as the heading has, or an open quotation */           \
	X(HEADING, "heading") /* not that of the template */                                       \
	X(EMPTY, "empty")                                                                          \
	X(UNCLEAN, "unclean")                                                                      \
	X(LONG, "long")                                                                            \
	X(NUMBER, "number")   /* no whole number, or out of range */                               \
	X(CODE, "code")       /* not 12 digits */                                                  \
	X(NO_NODE, "no_node") /* not in the tree */                                                \
	X(NO_UNIT, "no_unit") /* units come first */                                               \
	X(WORD, "word")       /* not one of the list */                                            \
	X(TWICE, "twice")     /* it is there already */                                            \
	X(UNFIT, "unfit")     /* a constraint of the database refuses it */                        \
	X(NO_ROLE, "no_role")                                                                      \
	X(ROLE_NONE, "role_none")                                                                  \
	X(ROLES_TOGETHER, "roles_together") /* not for one person */                               \
	X(PASSWORD, "password")             /* shorter than 8 characters */                        \
	X(MINUTE, "minute")                 /* not as 09:30 */                                     \
	X(NO_ACCOUNT, "no_account")         /* people come first */                                \
	X(RULE, "rule")                     /* not daily, workdays, weekly TU or monthly 15 */     \
	X(DAY, "day")                       /* not as 2026-01-06 */                                \
	X(REVERSED, "reversed")             /* ends before it begins */

#define AS_IMPORT_WHY(name, word) IMPORT_##name,
enum import_why { IMPORT_WHYS(AS_IMPORT_WHY) IMPORT_WHY_COUNT };
#undef AS_IMPORT_WHY

extern const char *const import_why_words[IMPORT_WHY_COUNT + 1]; /* NULL at the end */

struct import_fault {
	int line;
	char field[24];
	enum import_why why;
};

struct import {
	struct instant now;
	const struct secret_key *key;                  /* for matters; may be NULL for the others */
	struct import_fault faults[IMPORT_FAULTS_MAX]; /* the first ones */
	int fault_n;                                   /* all of them, also those not kept */
	int rows;                                      /* imported */
};

/* ERR_BAD_INPUT when there are faults. */
MUST_USE enum err import_units(struct db *db, struct text csv, struct import *i);
MUST_USE enum err import_rooms(struct db *db, struct text csv, struct import *i);
/* Passwords are hashed here, 120 ms each; "scrypt$..." is taken as it is. Known accounts keep
 * their password. */
MUST_USE enum err import_staff(struct db *db, struct text csv, struct import *i);
MUST_USE enum err import_receptions(struct db *db, struct text csv, struct import *i);
MUST_USE enum err import_matters(struct db *db, struct text csv, struct import *i);

#endif
