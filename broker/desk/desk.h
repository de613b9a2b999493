/*
 * The desk: who asked what and still waits for it, which media servers there are, who is at which
 * live visit, what nobody waits for and must not be lost. It judges; the sockets are the link's, which
 * it reaches through a struct of functions. Owned by the loop thread, as everything in it; what other
 * threads send arrives in two mailboxes.
 */
#ifndef BROKER_DESK_DESK_H
#define BROKER_DESK_DESK_H

#include "broker/archive/pool.h"
#include "broker/desk/ended.h"
#include "broker/desk/errand.h"
#include "broker/desk/events.h"
#include "broker/desk/handles.h"
#include "broker/desk/histograms.h"
#include "broker/desk/owed.h"
#include "broker/desk/presence.h"
#include "broker/desk/programs.h"
#include "broker/store/outbox.h"
#include "broker/wire/exchange.h"

/* What it works with; borrowed. */
struct desk_parts {
	struct wire *wire;
	struct writer *writer;
	struct studies *studies;
	struct outbox *outbox;
	struct archive *archive;
};

/* The connections of people and programs, by their handles. `link` is the first argument of each. */
struct desk_lines {
	void *link;
	bool (*has)(void *link, struct handle at);
	/* Queues a frame. False: the connection is gone, or too slow and is being dropped. */
	bool (*send)(void *link, struct handle to, struct text frame);
	/* Sends to every connection whose caller may have it; how many those are. */
	int64_t (*send_all)(void *link, struct text frame,
			    bool (*may)(const struct caller *who, const void *with),
			    const void *with);
	/* Closes a connection soon; one that is gone is fine. */
	void (*drop)(void *link, struct handle at, const char *why);
	/* The sessions have ended: their connections are closed, what is being sent to them stops. */
	void (*end_sessions)(void *link, const struct id *sessions, size_t n);
};

/* For /metrics: since the start. */
struct desk_counts {
	int64_t requests;
	int64_t refused; /* answered with an error */
	int64_t events;
};

struct desk_archive {
	struct archive_pool *puts;
	struct archive_pool *verifies;
};

struct desk {
	struct desk_parts parts;
	struct desk_lines lines;
	struct desk_counts counts;
	struct errands errands;
	struct programs programs;
	struct presence presence;
	struct histograms histograms;
	struct events events;
	struct owed owed;
	struct ended ended;
	struct desk_archive archive;
	struct mailbox *done;  /* from the writer and the studies */
	struct mailbox *filed; /* from the archive */
	bool heads_due;        /* signed heads of the audit chain may be missing in their file */
	bool heads_writing;    /* they are being written there: one after the other */
	bool stopping;
};

/* ERR_DISK and such: the archive's threads cannot begin. desk_clear is due in either case. */
MUST_USE enum err desk_init(struct desk *d, const struct desk_parts *parts,
			    const struct desk_lines *lines);

/* Something is in `done`, in `filed`. */
void desk_take_done(struct desk *d);
void desk_take_filed(struct desk *d);

/* Each second, counted from 1. */
void desk_tick(struct desk *d, uint32_t second);

/* A connection is gone (losing.c): what waited for its server fails, the people of its visits and the
 * store are told; what it waited for itself ends. */
void desk_lose(struct desk *d, struct handle at);

/* Waits for the writes that are on their way and gives up what waits for others. */
void desk_clear(struct desk *d);

#endif
