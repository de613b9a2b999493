/* Field tables of the messages between broker and terminals. */
#include "broker/common/talk/terminal_messages.h"

#include "broker/common/talk/visit_state.h"

const struct field terminal_visit_out_fields[] = {
	F(terminal_visit_out, room_name, TEXT),
	F(terminal_visit_out, visit, ID, OPTIONAL),
	F(terminal_visit_out, state, TEXT, OPTIONAL, .words = visit_state_words, .may_grow = true),
	F(terminal_visit_out, from, INSTANT, OPTIONAL),
	F(terminal_visit_out, till, INSTANT, OPTIONAL),
	F(terminal_visit_out, recording, BOOL, .help = "the resident agrees to it"),
	{ 0 },
};

const struct field visit_in_fields[] = {
	F(visit_in, visit, ID),
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

const struct field visit_leave_in_fields[] = {
	F(visit_leave_in, visit, ID),
	F(visit_leave_in, leg, ID),
	F(visit_leave_in, epoch, INT, .min = 1, .max = 1000000),
	{ 0 },
};

const struct field leg_again_fields[] = {
	F(leg_again, visit, ID),
	F(leg_again, leg, ID),
	F(leg_again, epoch, INT),
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
	F(visit_backfill_in, age_ms, INT, .max = DAY_MS,
	  .help = "of the oldest packet of the stretch"),
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
