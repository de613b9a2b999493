/* Field tables of the messages between broker and media server. */
#include "media/control/messages.h"

#define OPTIONAL .optional = true

static const struct field media_stage_fields[] = {
	F(media_stage, visit, ID),
	{ 0 },
};

const struct field media_register_in_fields[] = {
	F(media_register_in, name, TEXT),
	F(media_register_in, node, CODE12),
	F(media_register_in, capacity, INT),
	F(media_register_in, address, TEXT),
	F(media_register_in, version, TEXT),
	F(media_register_in, stages, LIST, .of = media_stage_fields,
	  .item_size = sizeof(struct media_stage)),
	{ 0 },
};

const struct field media_register_out_fields[] = {
	F(media_register_out, server, ID),
	{ 0 },
};

static const char *const media_leg_words[] = {
	[MEDIA_LEG_LIVE] = "live",
	[MEDIA_LEG_LOST] = "lost",
	[MEDIA_LEG_GONE] = "gone",
	NULL,
};

static const struct field media_leg_fields[] = {
	F(media_leg, leg, ID),
	F(media_leg, epoch, INT),
	F(media_leg, place, INT),
	F(media_leg, state, WORD, .words = media_leg_words),
	F(media_leg, rx_bytes, INT),
	F(media_leg, lost, INT),
	F(media_leg, rtt_ms, INT),
	F(media_leg, window, INT),
	F(media_leg, up, OBJECT, .of = flow_fields, .item_size = sizeof(struct flow)),
	F(media_leg, down, OBJECT, .of = flow_fields, .item_size = sizeof(struct flow)),
	{ 0 },
};

static const struct field media_visit_fields[] = {
	F(media_visit, visit, ID),
	F(media_visit, recording, BOOL),
	F(media_visit, durable_age_ms, INT),
	F(media_visit, part, INT),
	F(media_visit, why, TEXT, .optional = true),
	F(media_visit, legs, LIST, .of = media_leg_fields, .item_size = sizeof(struct media_leg)),
	{ 0 },
};

const struct field media_report_in_fields[] = {
	F(media_report_in, visits, LIST, .of = media_visit_fields,
	  .item_size = sizeof(struct media_visit)),
	{ 0 },
};

const struct field recording_started_in_fields[] = {
	F(recording_started_in, visit, ID),
	F(recording_started_in, recording, ID),
	F(recording_started_in, part, INT),
	F(recording_started_in, zero, INSTANT),
	{ 0 },
};

const struct field recording_deliver_in_fields[] = {
	F(recording_deliver_in, visit, ID),
	F(recording_deliver_in, recording, ID),
	F(recording_deliver_in, part, INT),
	F(recording_deliver_in, folder, TEXT),
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
	F(stage_open_out, part, INT),
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
	{ 0 },
};

const struct field leg_open_out_fields[] = {
	F(leg_open_out, answer, LINES, .max = 60000),
	F(leg_open_out, place, INT),
	F(leg_open_out, slots, INT),
	{ 0 },
};

const struct field leg_close_in_fields[] = {
	F(leg_close_in, visit, ID),
	F(leg_close_in, leg, ID),
	F(leg_close_in, epoch, INT, .min = 1, .max = UINT32_MAX),
	{ 0 },
};
