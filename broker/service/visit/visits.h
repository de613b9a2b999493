/*
 * The way of a visit: booked, moved, cancelled, checked in, consented, admitted, joined, closed.
 */
#ifndef BROKER_SERVICE_VISIT_VISITS_H
#define BROKER_SERVICE_VISIT_VISITS_H

#include "broker/common/talk/terminal_messages.h"
#include "broker/service/matter/matters.h"
#include "broker/service/visit/sheets.h"

/* visit.book */
struct visit_book_in {
	struct id matter; /* "": there is a new one */
	int64_t unit;
	struct instant from;
	struct text key;
	struct matter_new new_matter; /* without a name: there is a known one */
};
struct visit_book_out {
	struct id visit;
	struct text number;
	struct text query_code;
	struct instant from;
	struct instant till;
	struct text unit_name;
	struct text unit_name_en;
	struct text target_name;
	struct text target_name_en;
	struct text room_name;
	struct text room_name_en;
	struct id matter;
	struct text matter_number;
};

/* visit.move */
struct visit_move_in {
	struct id visit;
	struct instant from;
};
struct visit_move_out {
	struct id visit;
	struct instant from;
	struct instant till;
};

/* visit.cancel */
struct visit_cancel_in {
	struct id visit;
	struct text reason;
};
struct visit_state_out {
	struct text state;
};

/* visit.list */
struct visit_list_in {
	struct text day;
	int64_t days; /* 0: one */
	struct text after;
};

#define VISIT_PAGE 100
struct visit_summary {
	struct id visit;
	struct text number;
	struct text state;
	struct instant from;
	struct instant till;
	struct text subject;
	struct text petitioner_name;
	int64_t unit;
	struct text unit_name;
	struct text unit_name_en;
	struct text target_name;
	struct text target_name_en;
	struct text village;
	struct text village_name;
	struct text village_name_en;
	struct id matter;
	struct text matter_number;
};
struct visit_list_out {
	struct list visits; /* struct visit_summary */
	struct text next;   /* empty: these are all */
};

/* visit.get: struct visit_in */
struct visit_seat {
	struct id seat;
	struct text kind;
	struct text name;
	struct text name_en;
	bool connected;
};
struct visit_consent {
	struct text version;
	bool video;
	bool audio;
	bool share;
};
struct visit_minutes {
	struct text text;
	struct list marks; /* struct visit_mark */
};
struct visit_promise {
	int64_t unit;
	struct text unit_name;
	struct text unit_name_en;
	struct text act;
	struct text due;
};
struct visit_get_out {
	struct visit_summary summary;
	struct text room_name;
	struct text room_name_en;
	struct text query_code;
	struct list seats; /* struct visit_seat */
	struct text recording;
	struct visit_consent consent; /* version empty: not asked yet */
	struct text request;
	struct text outcome;
	struct text reply;
	struct list commitments; /* struct visit_promise */
	struct visit_minutes minutes;
	struct instant zero;
	int64_t slots; /* pairs of sound and picture that an offer should receive */
};

/* visit.check_in */
struct visit_check_in_out {
	struct text version;
	struct text notice;
	struct text notice_en;
};

/* notice.get: what is read to residents now. */
struct notice_get_out {
	struct text version;
	struct text notice;
	struct text notice_en;
};

/* consent.record */
struct consent_record_in {
	struct id visit;
	bool video;
	bool audio;
	bool share;
	struct text version;
};
struct consent_record_out {
	bool recorded;
};

/* visit.camera */
struct visit_camera_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
	bool off;
};

/* visit.mute */
struct visit_mute_in {
	struct id visit;
	struct id leg;
	bool muted;
};

/* visit.close */
struct visit_commitment {
	int64_t unit;
	struct text act;
	struct text due;
};
struct visit_close_in {
	struct id visit;
	int outcome; /* enum visit_outcome */
	struct text reply;
	struct list commitments; /* struct visit_commitment */
	int64_t draft;           /* version of the drafted closing that they come from; 0: none */
};

/* visit.sweep, internal WRITE each minute: who did not come frees what was held. */
struct visit_sweep_out {
	int64_t no_shows;
};

extern const struct field visit_state_out_fields[];

#endif
