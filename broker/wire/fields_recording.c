/* Field tables of recordings and media servers. */
#include "broker/wire/tables.h"

#include "broker/service/media.h"
#include "broker/service/recordings.h"

const struct field recording_find_in_fields[] = {
	F(recording_find_in, number, TEXT, OPTIONAL, .max = 40, .help = "of a visit or a matter"),
	F(recording_find_in, node, CODE12, OPTIONAL),
	F(recording_find_in, from, DAY, OPTIONAL),
	F(recording_find_in, till, DAY, OPTIONAL, .help = "the last day"),
	F(recording_find_in, kind, WORD, OPTIONAL, .words = recording_kind_words),
	{ 0 },
};

static const struct field recording_line_fields[] = {
	F(recording_line, recording, ID),
	F(recording_line, visit, ID),
	F(recording_line, visit_number, TEXT),
	F(recording_line, matter_number, TEXT),
	F(recording_line, subject, TEXT),
	F(recording_line, from, INSTANT),
	F(recording_line, duration_ms, INT),
	F(recording_line, parts, INT),
	F(recording_line, state, TEXT, .help = "recording, finalising, filed or broken"),
	F(recording_line, village_name, TEXT),
	F(recording_line, unit_name, TEXT),
	{ 0 },
};

const struct field recording_find_out_fields[] = {
	FL(recording_find_out, recordings, recording_line, 200),
	{ 0 },
};

const struct field recording_get_in_fields[] = {
	F(recording_get_in, recording, ID),
	F(recording_get_in, purpose, TEXT, .min = 2, .max = 200, .help = "is kept and shown"),
	{ 0 },
};

static const struct field recording_file_fields[] = {
	F(recording_file, name, TEXT),
	F(recording_file, leg, ID),
	F(recording_file, seat_name, TEXT),
	F(recording_file, media, TEXT),
	F(recording_file, url, TEXT, .max = 400),
	F(recording_file, offset_ms, INT),
	F(recording_file, duration_ms, INT),
	F(recording_file, bytes, INT),
	F(recording_file, sha256, TEXT),
	{ 0 },
};

static const struct field recording_gap_fields[] = {
	F(recording_gap, from_ms, INT),
	F(recording_gap, till_ms, INT),
	F(recording_gap, leg, ID, OPTIONAL),
	F(recording_gap, why, TEXT),
	{ 0 },
};

static const struct field recording_part_fields[] = {
	F(recording_part, part, INT),
	F(recording_part, from_ms, INT),
	F(recording_part, till_ms, INT),
	FL(recording_part, files, recording_file, 200),
	FL(recording_part, gaps, recording_gap, 20000),
	{ 0 },
};

static const struct field recording_mark_fields[] = {
	F(recording_mark, at_ms, INT),
	F(recording_mark, text, TEXT),
	{ 0 },
};

static const struct field recording_history_fields[] = {
	F(recording_history, at, INSTANT),
	F(recording_history, act, TEXT),
	F(recording_history, purpose, TEXT, OPTIONAL),
	F(recording_history, role, TEXT),
	{ 0 },
};

const struct field recording_get_out_fields[] = {
	F(recording_get_out, recording, ID),
	F(recording_get_out, visit, ID),
	F(recording_get_out, visit_number, TEXT),
	F(recording_get_out, matter_number, TEXT),
	F(recording_get_out, subject, TEXT),
	F(recording_get_out, zero, INSTANT),
	F(recording_get_out, duration_ms, INT),
	F(recording_get_out, state, TEXT),
	FL(recording_get_out, parts, recording_part, 999),
	FL(recording_get_out, chapters, recording_mark, 2000),
	FL(recording_get_out, marks, recording_mark, 200),
	FL(recording_get_out, history, recording_history, 200),
	{ 0 },
};

static const struct field recording_finding_fields[] = {
	F(recording_finding, part, INT),
	F(recording_finding, file, TEXT, OPTIONAL),
	F(recording_finding, what, TEXT),
	F(recording_finding, chunk, INT, OPTIONAL),
	F(recording_finding, offset, INT, OPTIONAL),
	F(recording_finding, say, TEXT),
	{ 0 },
};

const struct field recording_verify_out_fields[] = {
	F(recording_verify_out, ok, BOOL),
	F(recording_verify_out, bytes, INT),
	FL(recording_verify_out, findings, recording_finding, 200),
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

static const struct field media_line_fields[] = {
	F(media_line, server, ID),
	F(media_line, name, TEXT),
	F(media_line, node, CODE12),
	F(media_line, node_name, TEXT, OPTIONAL),
	F(media_line, capacity, INT, .help = "visits at once"),
	F(media_line, load, INT, .help = "live visits on it"),
	F(media_line, address, TEXT, OPTIONAL),
	F(media_line, version, TEXT, OPTIONAL),
	F(media_line, connected, BOOL),
	F(media_line, draining, BOOL, .help = "gets no new visits"),
	F(media_line, seen, INSTANT, .help = "when it came or went last"),
	{ 0 },
};

const struct field media_list_out_fields[] = {
	FL(media_list_out, servers, media_line, 1000),
	{ 0 },
};

const struct field media_drain_in_fields[] = {
	F(media_drain_in, server, ID),
	F(media_drain_in, draining, BOOL, .help = "true: it gets no new visits; live ones stay"),
	{ 0 },
};

const char *const media_leg_words[MEDIA_LEG_STATE_COUNT + 1] = {
	[MEDIA_LEG_LIVE] = "live",
	[MEDIA_LEG_LOST] = "lost",
	[MEDIA_LEG_GONE] = "gone",
};

static const struct field media_leg_fields[] = {
	F(media_leg, leg, ID),
	F(media_leg, epoch, INT, .min = 1, .max = 1000000),
	F(media_leg, place, INT, .min = 0, .max = 100),
	F(media_leg, state, WORD, .words = media_leg_words),
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

const struct field stage_open_in_fields[] = {
	F(stage_open_in, visit, ID),
	F(stage_open_in, recording, ID, OPTIONAL),
	F(stage_open_in, zero, INSTANT),
	F(stage_open_in, slots, INT),
	F(stage_open_in, video, BOOL),
	F(stage_open_in, audio, BOOL),
	F(stage_open_in, record, BOOL),
	F(stage_open_in, first_part, INT),
	{ 0 },
};

const struct field stage_open_out_fields[] = {
	F(stage_open_out, part, INT, .min = 0, .max = 999),
	{ 0 },
};

const struct field leg_open_in_fields[] = {
	F(leg_open_in, visit, ID),
	F(leg_open_in, leg, ID),
	F(leg_open_in, epoch, INT),
	F(leg_open_in, seat, TEXT),
	F(leg_open_in, name, TEXT),
	F(leg_open_in, offer, LINES, .max = 60000),
	{ 0 },
};

const struct field leg_open_out_fields[] = {
	F(leg_open_out, answer, LINES, .max = 60000),
	F(leg_open_out, place, INT, .min = 0, .max = 100),
	F(leg_open_out, slots, INT, .min = 0, .max = 100),
	{ 0 },
};

const struct field leg_close_in_fields[] = {
	F(leg_close_in, visit, ID),
	F(leg_close_in, leg, ID),
	F(leg_close_in, epoch, INT),
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
