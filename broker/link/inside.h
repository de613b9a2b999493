/*
 * What the files of this room share: the link itself. Owned by the loop thread, as everything in
 * it.
 */
#ifndef BROKER_LINK_INSIDE_H
#define BROKER_LINK_INSIDE_H

#include "broker/desk/desk.h"
#include "broker/link/disks.h"
#include "broker/link/door.h"
#include "broker/link/link.h"
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

struct link {
	const struct link_settings *settings;
	struct desk desk;
	struct doors doors;
	struct disks disks;
	struct link_watches watches;
	struct link_counts counts;
	struct link_people people;
	struct sign_ins sign_ins;
	struct files *files;
	uv_loop_t loop;
};

/* The link whose desk has the errand. */
static inline struct link *link_of(const struct errand *e)
{
	return e->desk->lines.link;
}

#endif
