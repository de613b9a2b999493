/*
 * What the files of this room share: the link itself. Owned by the loop thread, as everything in
 * it; what other threads send arrives in the two mailboxes.
 */
#ifndef BROKER_LINK_INSIDE_H
#define BROKER_LINK_INSIDE_H

#include "broker/archive/pool.h"
#include "broker/link/disks.h"
#include "broker/link/door.h"
#include "broker/link/errand.h"
#include "broker/link/events.h"
#include "broker/link/handles.h"
#include "broker/link/histograms.h"
#include "broker/link/link.h"
#include "broker/link/owed.h"
#include "broker/link/presence.h"
#include "broker/link/programs.h"
#include "broker/link/sign_in.h"
#include "broker/link/tally.h"

#include <uv.h>

struct files;

#define LINK_PIECE (16u << 10) /* bytes of one write: a TLS record */

/* Lines about odd connections: so many in ten seconds, the rest is counted. */
struct link_lines {
	uint32_t window;
	uint32_t n;
	uint32_t kept_back;
};

struct link_watches {
	uv_signal_t terminate;
	uv_signal_t interrupt;
	uv_poll_t done;
	uv_poll_t filed;
	uv_timer_t tick;
	uint32_t ticks;
};

/* For /metrics: since the start. */
struct link_counts {
	int64_t requests;
	int64_t refused; /* answered with an error */
	int64_t events;
	int64_t dropped; /* connections that read too slowly or sent too much */
	int64_t pages;   /* HTTP answers */
	int64_t sign_ins;
	struct link_lines lines;
};

struct link_people {
	struct handles peers; /* struct peer */
	struct handles webs;  /* struct web: HTTP requests under way */
	struct tally *accounts;
	struct tally *readers; /* accounts that read recordings */
	int readings;          /* of recordings, under way */
};

/* What is known of the store, and what it has still to be told. */
struct link_store {
	struct owed owed;
	int64_t ended;   /* sessions that ended, up to this row */
	bool heads_kept; /* every signed head of the audit chain stands in its file */
};

struct link_archive {
	struct archive_pool *puts;
	struct archive_pool *verifies;
};

struct link {
	const struct link_settings *settings;
	struct link_parts parts;
	struct doors doors;
	struct disks disks;
	struct link_watches watches;
	struct link_counts counts;
	struct link_people people;
	struct errands errands;
	struct programs programs;
	struct presence presence;
	struct histograms histograms;
	struct events events;
	struct sign_ins sign_ins;
	struct link_store store;
	struct link_archive archive;
	struct mailbox *done;  /* from the writer */
	struct mailbox *filed; /* from the archive */
	struct files *files;
	uv_loop_t loop;
	bool stopping;
};

#endif
