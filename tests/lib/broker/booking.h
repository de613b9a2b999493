/*
 * Bookings as the broker makes them: all resources of a visit in one job or none, an event, an
 * audit entry also for a refusal. And what must hold of a database full of them.
 */
#ifndef TESTS_LIB_BROKER_BOOKING_H
#define TESTS_LIB_BROKER_BOOKING_H

#include "broker/common/base/ids.h"
#include "broker/core/span.h"
#include "broker/store/writer.h"

#define BOOKING_CLAIMS 4 /* receiver, room, recording, uplink */

struct db;

struct booking {
	struct job job; /* answer is set by the caller, run by booking_init */
	struct id visit;
	int receiver;
	int room;
	struct span span;
	bool cancel;    /* gives back what this visit holds instead */
	size_t padding; /* bytes more in its event */
};

/* A fresh visit on a random slot among few, so that most are taken after a while. */
void booking_init(struct booking *b, struct mailbox *answers);

/* On a slot of its own: slot 0, 1, ... of a resource. */
void booking_init_alone(struct booking *b, struct mailbox *answers, int resource, int slot);

/* Runs outside the writer, too: in a transaction of db. */
enum err booking_run(struct job *j, struct db *db);

/* The first number that the database answers; -1: it does not. */
int64_t booking_ask(const char *path, const char *sql);

/* Claims that overlap, visits that hold some but not all. */
int64_t bookings_doubled(const char *path);
int64_t bookings_half(const char *path);
/* Visits that hold something. */
int64_t bookings_kept(const char *path);
/* Of these visits (ids one after the other), those that do not hold all they need or have no
 * event; -1: the database does not answer. */
int64_t bookings_missing(const char *path, char ids[][ID_LENGTH], int n);
/* Is the database whole, with an unbroken audit log of so many entries (-1: any)? */
bool bookings_are_whole(const char *path, int64_t entries);

#endif
