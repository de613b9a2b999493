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

struct import_fault {
	int line;
	char field[24];
	const char *say; /* a sentence in Chinese */
};

struct import {
	struct instant now;
	const struct secret_key *key;               /* for matters; may be NULL for the others */
	struct import_fault faults[IMPORT_FAULTS_MAX]; /* the first ones */
	int fault_n;                                /* all of them, also those not kept */
	int rows;                                   /* imported */
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
