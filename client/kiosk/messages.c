/* Field tables of what the kiosk asks and is answered. */
#include "client/kiosk/messages.h"

#include "broker/common/talk/backfill.h"

#define SDP_MAX 60000

const struct field kiosk_visit_out_fields[] = {
	F(kiosk_visit_out, room_name, TEXT),
	F(kiosk_visit_out, visit, ID, .optional = true),
	F(kiosk_visit_out, state, TEXT, .optional = true),
	F(kiosk_visit_out, from, INSTANT, .optional = true),
	F(kiosk_visit_out, till, INSTANT, .optional = true),
	F(kiosk_visit_out, recording, BOOL, .optional = true),
	{ 0 },
};

const struct field kiosk_ice_in_fields[] = {
	F(kiosk_ice_in, visit, ID),
	{ 0 },
};

const struct field kiosk_ice_out_fields[] = {
	F(kiosk_ice_out, urls, TEXTS),
	F(kiosk_ice_out, username, TEXT, .optional = true),
	F(kiosk_ice_out, credential, TEXT, .optional = true),
	F(kiosk_ice_out, till, INSTANT, .optional = true),
	{ 0 },
};

const struct field kiosk_join_in_fields[] = {
	F(kiosk_join_in, visit, ID),
	F(kiosk_join_in, offer, LINES, .max = SDP_MAX),
	{ 0 },
};

const struct field kiosk_join_out_fields[] = {
	F(kiosk_join_out, leg, ID),
	F(kiosk_join_out, epoch, INT, .min = 1, .max = INT64_MAX),
	F(kiosk_join_out, place, INT, .max = 100),
	F(kiosk_join_out, slots, INT, .max = 100),
	F(kiosk_join_out, answer, LINES, .min = 1, .max = SDP_MAX),
	F(kiosk_join_out, recording, BOOL),
	{ 0 },
};

const struct field kiosk_leave_in_fields[] = {
	F(kiosk_leave_in, visit, ID),
	F(kiosk_leave_in, leg, ID),
	F(kiosk_leave_in, epoch, INT, .min = 1, .max = INT64_MAX),
	{ 0 },
};

const struct field kiosk_backfill_in_fields[] = {
	F(kiosk_backfill_in, visit, ID),
	F(kiosk_backfill_in, leg, ID),
	F(kiosk_backfill_in, epoch, INT),
	F(kiosk_backfill_in, stretch, ID),
	F(kiosk_backfill_in, number, INT),
	F(kiosk_backfill_in, clock_us, INT),
	F(kiosk_backfill_in, age_ms, INT),
	F(kiosk_backfill_in, picture, WORD, .words = backfill_codec_words),
	F(kiosk_backfill_in, is_last, BOOL),
	F(kiosk_backfill_in, packets, BYTES, .optional = true, .max = BACKFILL_PIECE_MAX),
	{ 0 },
};

const struct field kiosk_backfill_out_fields[] = {
	F(kiosk_backfill_out, next, INT, .max = INT32_MAX),
	{ 0 },
};
