/*
 * The broker's settings: one table that reads the file, prints it and checks it. Values; read
 * once at the start.
 */
#ifndef BROKER_SETTINGS_H
#define BROKER_SETTINGS_H

#include "broker/common/form/settings.h"
#include "broker/link/link.h"
#include "broker/wire/limits.h"

struct broker_files {
	char file[SETTING_TEXT_SIZE];      /* the database */
	char data_key[SETTING_TEXT_SIZE];  /* seals personal fields */
	char audit_key[SETTING_TEXT_SIZE]; /* signs heads of the audit chain */
	char audit_heads[SETTING_TEXT_SIZE];
	char folder[SETTING_TEXT_SIZE]; /* the archive */
	int64_t store_free;             /* bytes: below it /healthz says so */
	int64_t archive_free;
	char holidays[SETTING_TEXT_SIZE];
	char notice[SETTING_TEXT_SIZE];
	char notice_en[SETTING_TEXT_SIZE];
};

struct broker_visits {
	int64_t lead_min; /* working days */
	int64_t lead_max;
	int64_t check_in_early; /* ms */
	int64_t late_grace;
	int64_t session;
	int64_t lock;
	int64_t lock_after;
	int64_t part_wait;
	int64_t grant;
};

struct broker_media {
	int64_t slots;
	int64_t record_capacity;
	int64_t unit_lanes;
	int64_t uplink_lanes;
};

struct broker_turn {
	char urls[SETTING_TEXT_SIZE];   /* by commas; "": none */
	char secret[SETTING_TEXT_SIZE]; /* path of a file */
	int64_t life;                   /* ms */
};

struct broker_settings {
	struct link_settings link;
	struct wire_rate requests; /* of one account or address */
	struct broker_files files;
	struct broker_visits visit;
	struct broker_media media;
	struct broker_turn turn;
	bool demo;
	bool trace;
};

extern const struct setting broker_settings[];

#endif
