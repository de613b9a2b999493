/* Field tables of the messages between broker and media server. */
#include "broker/common/talk/media_messages.h"

static const struct field media_stage_fields[] = {
	F(media_stage, visit, ID),
	{ 0 },
};

const struct field media_register_in_fields[] = {
	F(media_register_in, name, TEXT, .max = 60),
	F(media_register_in, node, CODE12),
	F(media_register_in, capacity, INT, .min = 1, .max = 100000, .help = "visits at once"),
	F(media_register_in, address, TEXT, .max = 100),
	F(media_register_in, version, TEXT, .max = 60),
	FL(media_register_in, stages, media_stage, 2000),
	{ 0 },
};

const struct field media_register_out_fields[] = {
	F(media_register_out, server, ID),
	{ 0 },
};

const char *const media_leg_words[MEDIA_LEG_STATE_COUNT + 1] = {
	[MEDIA_LEG_LIVE] = "live",
	[MEDIA_LEG_LOST] = "lost",
	[MEDIA_LEG_GONE] = "gone",
};

const char *const media_step_words[MEDIA_STEP_COUNT + 1] = {
	[MEDIA_STEP_FULL] = "full",
	[MEDIA_STEP_SMALL] = "small",
	[MEDIA_STEP_SOUND] = "sound",
};

const char *const media_picture_words[MEDIA_PICTURE_COUNT + 1] = {
	[MEDIA_PICTURE_SHARED] = "shared",
	[MEDIA_PICTURE_AGAIN] = "again",
	[MEDIA_PICTURE_NONE] = "none",
};

static const struct field media_leg_fields[] = {
	F(media_leg, leg, ID),
	F(media_leg, epoch, INT, .min = 1, .max = 1000000),
	F(media_leg, place, INT, .min = 0, .max = 100),
	F(media_leg, state, WORD, .words = media_leg_words),
	F(media_leg, muted, BOOL, OPTIONAL),
	F(media_leg, camera_off, BOOL, OPTIONAL),
	F(media_leg, shows, BOOL, OPTIONAL),
	F(media_leg, speaks, BOOL, OPTIONAL),
	F(media_leg, step, WORD, OPTIONAL, .words = media_step_words),
	F(media_leg, still_ms, INT, OPTIONAL, .min = 0, .max = DAY_MS,
	  .help = "neither sound nor picture for so long, though it should; 0: they come"),
	F(media_leg, picture, WORD, OPTIONAL, .words = media_picture_words,
	  .help = "again: it should join again for the picture; none: sound alone"),
	F(media_leg, rx_bytes, INT, .min = 0, .max = INT64_MAX),
	F(media_leg, lost, INT, .min = 0, .max = INT64_MAX),
	F(media_leg, rtt_ms, INT, .min = -1, .max = 3600000, .help = "-1: not known"),
	F(media_leg, window, INT, .min = 0, .max = INT64_MAX,
	  .help = "of five seconds, counted from 1; 0: none is over yet"),
	FO(media_leg, up, flow),
	FO(media_leg, down, flow),
	{ 0 },
};

static const struct field media_visit_fields[] = {
	F(media_visit, visit, ID),
	F(media_visit, recording, BOOL),
	F(media_visit, durable_age_ms, INT, .min = 0, .max = INT64_MAX),
	F(media_visit, part, INT, .min = 0, .max = 999),
	F(media_visit, why, TEXT, OPTIONAL, .max = 40),
	FL(media_visit, legs, media_leg, 100),
	{ 0 },
};

const struct field media_report_in_fields[] = {
	FL(media_report_in, visits, media_visit, 2000),
	{ 0 },
};

const struct field recording_started_in_fields[] = {
	F(recording_started_in, visit, ID),
	F(recording_started_in, recording, ID),
	F(recording_started_in, part, INT, .min = 1, .max = 999),
	F(recording_started_in, zero, INSTANT),
	{ 0 },
};

const struct field recording_deliver_in_fields[] = {
	F(recording_deliver_in, visit, ID),
	F(recording_deliver_in, recording, ID),
	F(recording_deliver_in, part, INT, .min = 1, .max = 999),
	F(recording_deliver_in, folder, TEXT, .max = 500),
	{ 0 },
};

const struct field stage_open_in_fields[] = {
	F(stage_open_in, visit, ID),
	F(stage_open_in, recording, ID, OPTIONAL),
	F(stage_open_in, zero, INSTANT),
	F(stage_open_in, slots, INT, .min = 0, .max = 100),
	F(stage_open_in, video, BOOL),
	F(stage_open_in, audio, BOOL),
	F(stage_open_in, record, BOOL),
	F(stage_open_in, first_part, INT, .min = 1, .max = 999),
	{ 0 },
};

const struct field stage_open_out_fields[] = {
	F(stage_open_out, part, INT, .min = 0, .max = 999),
	{ 0 },
};

const struct field stage_record_in_fields[] = {
	F(stage_record_in, visit, ID),
	F(stage_record_in, record, BOOL),
	F(stage_record_in, video, BOOL),
	F(stage_record_in, audio, BOOL),
	{ 0 },
};

const struct field stage_close_in_fields[] = {
	F(stage_close_in, visit, ID),
	{ 0 },
};

const struct field leg_open_in_fields[] = {
	F(leg_open_in, visit, ID),
	F(leg_open_in, leg, ID),
	F(leg_open_in, epoch, INT, .min = 1, .max = UINT32_MAX),
	F(leg_open_in, seat, TEXT, .max = 60),
	F(leg_open_in, name, TEXT, .max = 200),
	F(leg_open_in, offer, LINES, .min = 1, .max = 60000),
	F(leg_open_in, muted, BOOL, OPTIONAL),
	{ 0 },
};

const struct field leg_open_out_fields[] = {
	F(leg_open_out, answer, LINES, .max = 60000),
	F(leg_open_out, place, INT, .min = 0, .max = 100),
	F(leg_open_out, slots, INT, .min = 0, .max = 100),
	{ 0 },
};

const struct field leg_backfill_in_fields[] = {
	F(leg_backfill_in, visit, ID),
	F(leg_backfill_in, recording, ID),
	F(leg_backfill_in, zero, INSTANT),
	F(leg_backfill_in, first_part, INT, .min = 1, .max = 999),
	F(leg_backfill_in, video, BOOL),
	F(leg_backfill_in, audio, BOOL),
	F(leg_backfill_in, leg, ID),
	F(leg_backfill_in, epoch, INT, .min = 1, .max = UINT32_MAX),
	F(leg_backfill_in, seat, TEXT, .max = 60),
	F(leg_backfill_in, name, TEXT, .max = 200),
	F(leg_backfill_in, stretch, ID),
	F(leg_backfill_in, number, INT, .max = INT32_MAX),
	F(leg_backfill_in, clock_us, INT, .max = BACKFILL_CLOCK_MAX),
	F(leg_backfill_in, picture, WORD, .words = backfill_codec_words),
	F(leg_backfill_in, is_last, BOOL),
	F(leg_backfill_in, packets, BYTES, OPTIONAL, .max = BACKFILL_PIECE_MAX),
	{ 0 },
};

const struct field leg_backfill_out_fields[] = {
	F(leg_backfill_out, next, INT, .max = INT32_MAX),
	F(leg_backfill_out, part, INT, .max = 999),
	{ 0 },
};

const struct field leg_close_in_fields[] = {
	F(leg_close_in, visit, ID),
	F(leg_close_in, leg, ID),
	F(leg_close_in, epoch, INT, .min = 1, .max = UINT32_MAX),
	{ 0 },
};

const struct field leg_camera_in_fields[] = {
	F(leg_camera_in, visit, ID),
	F(leg_camera_in, leg, ID),
	F(leg_camera_in, epoch, INT, .min = 1, .max = 1000000),
	F(leg_camera_in, off, BOOL),
	{ 0 },
};

const struct field leg_mute_in_fields[] = {
	F(leg_mute_in, visit, ID),
	F(leg_mute_in, leg, ID),
	F(leg_mute_in, muted, BOOL),
	{ 0 },
};
