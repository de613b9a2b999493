/*
 * The messages between broker and media server, as structs with their field tables, for both
 * programs. Values; texts and lists live in the arena of the message.
 */
#ifndef BROKER_COMMON_TALK_MEDIA_MESSAGES_H
#define BROKER_COMMON_TALK_MEDIA_MESSAGES_H

#include "broker/common/talk/backfill.h"
#include "broker/common/talk/flow.h"

/* What a media server asks of the broker, and the answers: media.register */
struct media_stage {
	struct id visit;
};

struct media_register_in {
	struct text name;
	struct text node;
	int64_t capacity;
	struct text address;
	struct text version;
	struct list stages; /* struct media_stage */
};

struct media_register_out {
	struct id server;
};

/* media.report: twice a second, nothing of it is answered. */
enum media_leg_state { MEDIA_LEG_LIVE, MEDIA_LEG_LOST, MEDIA_LEG_GONE, MEDIA_LEG_STATE_COUNT };
extern const char *const media_leg_words[MEDIA_LEG_STATE_COUNT + 1];

/* What its line carries of the pictures of others. */
enum media_step { MEDIA_STEP_FULL, MEDIA_STEP_SMALL, MEDIA_STEP_SOUND, MEDIA_STEP_COUNT };
extern const char *const media_step_words[MEDIA_STEP_COUNT + 1];

/* What it has of the pictures of the stage, whose codec is one at a time. */
enum media_picture {
	MEDIA_PICTURE_SHARED,
	MEDIA_PICTURE_AGAIN,
	MEDIA_PICTURE_NONE,
	MEDIA_PICTURE_COUNT
};
extern const char *const media_picture_words[MEDIA_PICTURE_COUNT + 1];

struct media_leg {
	struct id leg;
	int64_t epoch;
	int64_t place;
	int state;        /* enum media_leg_state */
	bool muted;       /* nobody hears it */
	bool camera_off;  /* as whoever sits there says */
	bool shows;       /* its document goes to everybody else */
	bool speaks;      /* or spoke last */
	int step;         /* enum media_step */
	int64_t still_ms; /* neither sound nor picture for so long, though it should; 0: they come */
	int picture;      /* enum media_picture */
	int64_t rx_bytes;
	int64_t lost;
	int64_t rtt_ms;
	int64_t window; /* of five seconds, counted from 1; 0: none is over yet */
	struct flow up; /* in that window, from the leg to the media server */
	struct flow down;
};

struct media_visit {
	struct id visit;
	bool recording;
	int64_t durable_age_ms;
	int64_t part;
	struct text why;  /* it should be recorded and is not: the word of the error */
	struct list legs; /* struct media_leg */
};

struct media_report_in {
	struct list visits; /* struct media_visit */
};

struct recording_started_in {
	struct id visit;
	struct id recording;
	int64_t part;
	struct instant zero;
};

struct recording_deliver_in {
	struct id visit;
	struct id recording;
	int64_t part;
	struct text folder;
};

extern const struct field media_register_in_fields[];
extern const struct field media_register_out_fields[];
extern const struct field media_report_in_fields[];
extern const struct field recording_started_in_fields[];
extern const struct field recording_deliver_in_fields[];

/* What the broker asks of a media server, and the answers. */
struct stage_open_in {
	struct id visit;
	struct id recording;
	struct instant zero;
	int64_t slots;
	bool video;
	bool audio;
	bool record;
	int64_t first_part; /* the lowest number that a new part may have */
};

struct stage_open_out {
	int64_t part;
};

struct stage_record_in {
	struct id visit;
	bool record;
	bool video;
	bool audio;
};

struct stage_close_in {
	struct id visit;
};

struct leg_open_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
	struct text seat;
	struct text name;
	struct text offer;
	bool muted; /* nobody hears it, and it is not recorded */
};

struct leg_open_out {
	struct text answer;
	int64_t place;
	int64_t slots;
};

struct leg_mute_in {
	struct id visit;
	struct id leg;
	bool muted;
};

struct leg_camera_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
	bool off;
};

/* A piece of what a kiosk kept while its link was down (common/talk/backfill.h). */
struct leg_backfill_in {
	struct id visit;
	struct id recording;
	struct instant zero;
	int64_t first_part;
	bool video; /* what consent covers */
	bool audio;
	struct id leg;
	int64_t epoch; /* that was lost */
	struct text seat;
	struct text name;
	struct id stretch;
	int64_t number;
	int64_t clock_us;
	int picture; /* enum backfill_codec */
	bool is_last;
	struct bytes packets;
};

struct leg_backfill_out {
	int64_t next; /* number that is waited for; not that of the piece + 1: begin another stretch */
	int64_t part; /* 0: none yet */
};

struct leg_close_in {
	struct id visit;
	struct id leg;
	int64_t epoch;
};

extern const struct field stage_open_in_fields[];
extern const struct field stage_open_out_fields[];
extern const struct field stage_record_in_fields[];
extern const struct field stage_close_in_fields[];
extern const struct field leg_open_in_fields[];
extern const struct field leg_open_out_fields[];
extern const struct field leg_backfill_in_fields[];
extern const struct field leg_backfill_out_fields[];
extern const struct field leg_close_in_fields[];
extern const struct field leg_mute_in_fields[];
extern const struct field leg_camera_in_fields[];

#endif
