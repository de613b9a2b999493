/*
 * A made-up district for load: towns with one unit, one clerk and some villages, each village with
 * a room and a matter. Every unit receives day and night in short slots, so that there are free
 * ones for any number of bookings.
 */
#ifndef TESTS_LIB_BROKER_DISTRICT_H
#define TESTS_LIB_BROKER_DISTRICT_H

#include "broker/common/base/ids.h"
#include "broker/core/code12.h"
#include "broker/core/span.h"

struct db;

#define DISTRICT_TOWNS    64
#define DISTRICT_VILLAGES 8                     /* of a town */
#define DISTRICT_DAYS     58                    /* from tomorrow on */
#define DISTRICT_SLOTS    (DISTRICT_DAYS * 288) /* of a unit, five minutes each */

struct village {
	struct code12 code;
	struct id matter;
	int64_t room;
};

struct town {
	struct code12 code;
	struct id clerk;
	int64_t unit;
	int64_t room;
	struct village villages[DISTRICT_VILLAGES];
};

/* Writes the CSV files of --demo into the folder, which it makes. */
void district_write(const char *folder);

/* What the broker has made of the files. */
void district_load(struct db *db, struct town towns[DISTRICT_TOWNS]);

/* The k-th slot of every unit, counted from the day after `now`. */
struct span district_slot(struct instant now, int k);

#endif
