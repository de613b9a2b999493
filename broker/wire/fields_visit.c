/* Field tables of visits. */
#include "broker/wire/tables.h"

#include "broker/common/talk/backfill.h"
#include "broker/core/visit.h"
#include "broker/service/visit/summary.h"
#include "broker/service/visit/terminals.h"
#include "broker/service/visit/visits.h"

const struct field visit_in_fields[] = {
	F(visit_in, visit, ID),
	{ 0 },
};

const struct field visit_state_out_fields[] = {
	F(visit_state_out, state, TEXT, .words = visit_state_words),
	{ 0 },
};

static const struct field matter_new_fields[] = {
	F(matter_new, name, TEXT, .min = 1, .max = 50, .help = "of the resident; sealed in the store"),
	F(matter_new, contact, TEXT, .min = 1, .max = 50),
	F(matter_new, address, TEXT, .min = 1, .max = 200),
	F(matter_new, subject, TEXT, .min = 1, .max = 100),
	F(matter_new, request, LINES, .min = 1, .max = 10000),
	F(matter_new, kind, WORD, .words = matter_kind_words),
	F(matter_new, competent, CODE12, OPTIONAL,
	  .help = "the node that decides; usually the parent of the clerk's node"),
	{ 0 },
};

const struct field visit_book_in_fields[] = {
	F(visit_book_in, matter, ID, OPTIONAL, .help = "a known one"),
	FO(visit_book_in, new_matter, matter_new, OPTIONAL, .help = "one that is registered now"),
	F(visit_book_in, unit, INT, .min = 1, .max = INT64_MAX),
	F(visit_book_in, from, INSTANT, .help = "the start of a slot of slot.find"),
	F(visit_book_in, key, TEXT, OPTIONAL, .max = 64,
	  .help = "the same key again gets the same answer"),
	{ 0 },
};

const struct field visit_book_out_fields[] = {
	F(visit_book_out, visit, ID),
	F(visit_book_out, number, TEXT),
	F(visit_book_out, query_code, TEXT),
	F(visit_book_out, from, INSTANT),
	F(visit_book_out, till, INSTANT),
	F(visit_book_out, unit_name, TEXT),
	F(visit_book_out, unit_name_en, TEXT, OPTIONAL),
	F(visit_book_out, target_name, TEXT),
	F(visit_book_out, target_name_en, TEXT, OPTIONAL),
	F(visit_book_out, room_name, TEXT, OPTIONAL, .help = "where the resident sits"),
	F(visit_book_out, room_name_en, TEXT, OPTIONAL),
	F(visit_book_out, matter, ID),
	F(visit_book_out, matter_number, TEXT),
	{ 0 },
};

const struct field visit_move_in_fields[] = {
	F(visit_move_in, visit, ID),
	F(visit_move_in, from, INSTANT),
	{ 0 },
};

const struct field visit_move_out_fields[] = {
	F(visit_move_out, visit, ID),
	F(visit_move_out, from, INSTANT),
	F(visit_move_out, till, INSTANT),
	{ 0 },
};

const struct field visit_cancel_in_fields[] = {
	F(visit_cancel_in, visit, ID),
	F(visit_cancel_in, reason, TEXT, .help = "compulsory when the office cancels"),
	{ 0 },
};

const struct field visit_list_in_fields[] = {
	F(visit_list_in, day, DAY),
	F(visit_list_in, days, INT, OPTIONAL, .min = 1, .max = 31),
	AFTER(visit_list_in),
	{ 0 },
};

#define SUMMARY(type, prefix)                                                                      \
	FN(type, prefix visit, "visit", ID), FN(type, prefix number, "number", TEXT),              \
	FN(type, prefix state, "state", TEXT, .words = visit_state_words),                         \
	FN(type, prefix from, "from", INSTANT),                                                    \
	FN(type, prefix till, "till", INSTANT), FN(type, prefix subject, "subject", TEXT),         \
	FN(type, prefix petitioner_name, "petitioner_name", TEXT, OPTIONAL,                        \
	   .help = "for who handles the matter, else matter.open"),                                \
	FN(type, prefix unit, "unit", INT), FN(type, prefix unit_name, "unit_name", TEXT),         \
	FN(type, prefix unit_name_en, "unit_name_en", TEXT, OPTIONAL),                             \
	FN(type, prefix target_name, "target_name", TEXT),                                         \
	FN(type, prefix target_name_en, "target_name_en", TEXT, OPTIONAL),                         \
	FN(type, prefix village, "village", CODE12),                                               \
	FN(type, prefix village_name, "village_name", TEXT),                                       \
	FN(type, prefix village_name_en, "village_name_en", TEXT, OPTIONAL),                       \
	FN(type, prefix matter, "matter", ID),                                                     \
	FN(type, prefix matter_number, "matter_number", TEXT)

static const struct field visit_summary_fields[] = {
	SUMMARY(visit_summary, ),
	{ 0 },
};

const struct field visit_list_out_fields[] = {
	FL(visit_list_out, visits, visit_summary, VISIT_PAGE),
	NEXT(visit_list_out),
	{ 0 },
};

static const struct field visit_seat_fields[] = {
	F(visit_seat, seat, ID),
	F(visit_seat, kind, TEXT, .words = seat_kind_words),
	F(visit_seat, name, TEXT),
	F(visit_seat, name_en, TEXT, OPTIONAL),
	F(visit_seat, connected, BOOL),
	{ 0 },
};

static const struct field visit_consent_fields[] = {
	F(visit_consent, version, TEXT, .help = "of the notice that was heard"),
	F(visit_consent, video, BOOL),
	F(visit_consent, audio, BOOL),
	F(visit_consent, share, BOOL),
	{ 0 },
};

static const struct field visit_minutes_fields[] = {
	F(visit_minutes, text, LINES),
	FL(visit_minutes, marks, visit_mark, 200),
	{ 0 },
};

static const struct field visit_promise_fields[] = {
	F(visit_promise, unit, INT),
	F(visit_promise, unit_name, TEXT),
	F(visit_promise, unit_name_en, TEXT, OPTIONAL),
	F(visit_promise, act, TEXT),
	F(visit_promise, due, DAY),
	{ 0 },
};

const struct field visit_get_out_fields[] = {
	SUMMARY(visit_get_out, summary.),
	F(visit_get_out, room_name, TEXT, OPTIONAL, .help = "where the resident sits"),
	F(visit_get_out, room_name_en, TEXT, OPTIONAL),
	F(visit_get_out, query_code, TEXT, OPTIONAL, .help = "for the clerk who prints the slip"),
	FL(visit_get_out, seats, visit_seat, 20),
	F(visit_get_out, recording, TEXT, .words = recording_status_words),
	FO(visit_get_out, consent, visit_consent, OPTIONAL),
	F(visit_get_out, request, LINES, OPTIONAL, .help = "for who handles the matter"),
	F(visit_get_out, outcome, TEXT, OPTIONAL, .words = visit_outcome_words),
	F(visit_get_out, reply, LINES, OPTIONAL),
	FL(visit_get_out, commitments, visit_promise, 50),
	FO(visit_get_out, minutes, visit_minutes, OPTIONAL),
	F(visit_get_out, slots, INT, .help = "pairs of sound and picture that an offer should receive"),
	F(visit_get_out, zero, INSTANT, OPTIONAL, .help = "the visit's zero: when it went live"),
	{ 0 },
};

const struct field visit_check_in_out_fields[] = {
	F(visit_check_in_out, version, TEXT),
	F(visit_check_in_out, notice, LINES, .help = "to be read aloud"),
	F(visit_check_in_out, notice_en, LINES, OPTIONAL, .help = "the same in English"),
	{ 0 },
};

const struct field notice_get_out_fields[] = {
	F(notice_get_out, version, TEXT),
	F(notice_get_out, notice, LINES, .help = "to be read aloud"),
	F(notice_get_out, notice_en, LINES, OPTIONAL, .help = "the same in English"),
	{ 0 },
};

const struct field consent_record_in_fields[] = {
	F(consent_record_in, visit, ID),
	F(consent_record_in, video, BOOL),
	F(consent_record_in, audio, BOOL),
	F(consent_record_in, share, BOOL, .help = "other units may hear"),
	F(consent_record_in, version, TEXT, .max = 40),
	{ 0 },
};

const struct field consent_record_out_fields[] = {
	F(consent_record_out, recorded, BOOL),
	{ 0 },
};

const struct field ice_list_out_fields[] = {
	F(ice_list_out, urls, TEXTS, .help = "of TURN servers"),
	F(ice_list_out, username, TEXT, OPTIONAL),
	F(ice_list_out, credential, TEXT, OPTIONAL),
	F(ice_list_out, till, INSTANT, OPTIONAL, .help = "the credential ends"),
	{ 0 },
};

const struct field visit_join_in_fields[] = {
	F(visit_join_in, visit, ID),
	F(visit_join_in, offer, LINES, .max = 60000,
	  .help = "SDP, bundled: microphone and camera sendonly, then pairs of audio and video recvonly, as"
		  " many as the visit has slots; one video line each way marked a=content:slides (RFC 4796)"
		  " is for documents; there is no second offer"),
	{ 0 },
};

const struct field visit_join_out_fields[] = {
	F(visit_join_out, leg, ID),
	F(visit_join_out, epoch, INT),
	F(visit_join_out, place, INT),
	F(visit_join_out, slots, INT),
	F(visit_join_out, answer, LINES, .max = 60000, .help = "SDP"),
	F(visit_join_out, recording, BOOL),
	{ 0 },
};

const struct field visit_backfill_in_fields[] = {
	F(visit_backfill_in, visit, ID),
	F(visit_backfill_in, leg, ID),
	F(visit_backfill_in, epoch, INT, .min = 1, .max = 1000000, .help = "the one that was lost"),
	F(visit_backfill_in, stretch, ID,
	  .help = "made by the terminal, one for each time that its link was down"),
	F(visit_backfill_in, number, INT, .max = INT32_MAX,
	  .help = "of the piece; 0 comes first, at once, and has no packets: it compares the clocks"),
	F(visit_backfill_in, clock_us, INT, .max = BACKFILL_CLOCK_MAX,
	  .help = "the terminal's monotonic clock, now"),
	F(visit_backfill_in, age_ms, INT, .max = DAY_MS, .help = "of the oldest packet of the stretch"),
	F(visit_backfill_in, picture, WORD, .words = backfill_codec_words),
	F(visit_backfill_in, is_last, BOOL, .help = "of the stretch"),
	F(visit_backfill_in, packets, BYTES, OPTIONAL, .max = BACKFILL_PIECE_MAX,
	  .help = "each: 1 sound or 2 picture (1 byte), us on the terminal's clock (8), length (2), the RTP"
		  " packet; numbers are big-endian"),
	{ 0 },
};

const struct field visit_backfill_out_fields[] = {
	F(visit_backfill_out, next, INT,
	  .help = "the number that is waited for; if it is not that of the piece + 1, the rest goes into"
		  " another stretch"),
	{ 0 },
};

const struct field terminal_visit_out_fields[] = {
	F(terminal_visit_out, room_name, TEXT),
	F(terminal_visit_out, visit, ID, OPTIONAL),
	F(terminal_visit_out, state, TEXT, OPTIONAL, .words = visit_state_words),
	F(terminal_visit_out, from, INSTANT, OPTIONAL),
	F(terminal_visit_out, till, INSTANT, OPTIONAL),
	F(terminal_visit_out, recording, BOOL, .help = "the resident agrees to it"),
	{ 0 },
};

const struct field visit_leave_in_fields[] = {
	F(visit_leave_in, visit, ID),
	F(visit_leave_in, leg, ID),
	F(visit_leave_in, epoch, INT, .min = 1, .max = 1000000),
	{ 0 },
};

const struct field visit_camera_in_fields[] = {
	F(visit_camera_in, visit, ID),
	F(visit_camera_in, leg, ID),
	F(visit_camera_in, epoch, INT, .min = 1, .max = 1000000),
	F(visit_camera_in, off, BOOL, .help = "true: the caller has turned the camera off"),
	{ 0 },
};

const struct field visit_mute_in_fields[] = {
	F(visit_mute_in, visit, ID),
	F(visit_mute_in, leg, ID),
	F(visit_mute_in, muted, BOOL, .help = "true: nobody hears it, and it is not recorded"),
	{ 0 },
};

static const struct field visit_commitment_fields[] = {
	F(visit_commitment, unit, INT, .min = 1, .max = INT64_MAX),
	F(visit_commitment, act, TEXT),
	F(visit_commitment, due, DAY),
	{ 0 },
};

const struct field visit_close_in_fields[] = {
	F(visit_close_in, visit, ID),
	F(visit_close_in, outcome, WORD, .words = visit_outcome_words),
	F(visit_close_in, reply, LINES, .max = 5000),
	FL(visit_close_in, commitments, visit_commitment, 50),
	F(visit_close_in, draft, INT, OPTIONAL, .max = INT64_C(1000000000),
	  .help = "version of the drafted closing that was read; a newer one is not closed over"),
	{ 0 },
};
