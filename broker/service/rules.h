/*
 * The numbers and texts that services go by: from config/rules and the settings. Built once by
 * main, then read only, so any thread may read it.
 */
#ifndef BROKER_SERVICE_RULES_H
#define BROKER_SERVICE_RULES_H

#include "broker/common/seal/digest.h"
#include "broker/core/holidays.h"

struct keypair;

/* When things may happen (domain.md 3.2). */
struct rules_times {
	int lead_min_days;         /* working days between booking and visit; 0: the same day */
	int lead_max_days;         /* working days */
	int64_t check_in_early_ms; /* before the slot begins */
	int64_t check_in_late_ms;  /* after the slot ended: then another time is offered */
	int64_t session_ms;        /* a session ends this long after sign-in */
	int64_t lock_ms;           /* after too many wrong passwords */
	int lock_after;            /* wrong passwords in a row */
	int64_t part_wait_ms;      /* a part of a recording that has not come by then is missing */
	int64_t grant_ms;          /* range reads of a recording after recording.get */
};

/* How much fits at the same time. */
struct rules_room {
	int record_lanes; /* visits recorded at once, all media servers together */
	int unit_lanes;   /* visits of a unit at once where no receiver is named */
	int uplink_lanes; /* visits of a village at once */
	int stage_slots;  /* legs that one leg can receive: K of the offer */
};

#define RULES_TURN_URLS 4

/* TURN servers, for sites that reach the media servers neither over UDP nor over TCP. */
struct rules_turn {
	struct text urls[RULES_TURN_URLS];
	size_t n_urls;       /* 0: there are none */
	struct bytes secret; /* shared with them; borrowed */
	int64_t life_ms;     /* of a password */
};

/* The key that signs heads of the audit chain and the file that keeps them. */
struct rules_audit {
	const struct keypair *key; /* borrowed; NULL: nothing is signed (tests) */
	const char *file;          /* borrowed */
};

struct rules {
	const struct holidays *holidays;   /* borrowed */
	const struct secret_key *data_key; /* borrowed: seals personal fields */
	struct text notice;                /* what the resident hears; without its first line */
	struct text notice_en;             /* the same in English */
	struct text notice_version;        /* the first line of both files */
	struct rules_times times;
	struct rules_room room;
	struct rules_turn turn;
	struct rules_audit audit;
	bool demo;
};

/* The usual numbers (domain.md 3.2, 4.8); pointers and the notice stay empty. */
void rules_init(struct rules *r);

/* Splits config/rules/notice.zh.txt: the first line is the version, the rest is read aloud. */
MUST_USE enum err rules_take_notice(struct rules *r, struct text file);
/* The same notice in English, after the Chinese one: it must be of the same version. */
MUST_USE enum err rules_take_notice_en(struct rules *r, struct text file);

#endif
