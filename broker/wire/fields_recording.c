/* Field tables of recordings and media servers. */
#include "broker/wire/tables.h"

#include "broker/common/seal/recorded.h"
#include "broker/service/acts.h"
#include "broker/service/media/media.h"
#include "broker/service/recording/recordings.h"

const struct field recording_find_in_fields[] = {
	F(recording_find_in, number, TEXT, OPTIONAL, .max = 40, .help = "of a visit or a matter",
	  .sample = "VS-990101101201-20260512-0001-5"),
	F(recording_find_in, node, CODE12, OPTIONAL),
	F(recording_find_in, from, DAY, OPTIONAL),
	F(recording_find_in, till, DAY, OPTIONAL, .help = "the last day"),
	F(recording_find_in, kind, WORD, OPTIONAL, .words = recording_kind_words),
	AFTER(recording_find_in),
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
	F(recording_line, state, TEXT, .words = recording_state_words),
	F(recording_line, village_name, TEXT),
	F(recording_line, village_name_en, TEXT, OPTIONAL),
	F(recording_line, unit_name, TEXT),
	F(recording_line, unit_name_en, TEXT, OPTIONAL),
	{ 0 },
};

const struct field recording_find_out_fields[] = {
	FL(recording_find_out, recordings, recording_line, RECORDING_PAGE + 1),
	NEXT(recording_find_out),
	{ 0 },
};

const struct field recording_get_in_fields[] = {
	F(recording_get_in, recording, ID),
	F(recording_get_in, purpose, TEXT, .min = 2, .max = 200, .help = "is kept and shown",
	  .sample = "to check a commitment"),
	{ 0 },
};

static const struct field recording_file_fields[] = {
	F(recording_file, name, TEXT),
	F(recording_file, leg, ID),
	F(recording_file, seat_name, TEXT),
	F(recording_file, media, TEXT, .help = "a media type (RFC 6838), as the package says"),
	F(recording_file, document, BOOL, OPTIONAL, .help = "what the leg showed, not its people"),
	F(recording_file, url, TEXT, .max = 400),
	F(recording_file, offset_ms, INT),
	F(recording_file, duration_ms, INT),
	F(recording_file, bytes, INT),
	F(recording_file, sha256, TEXT),
	{ 0 },
};

#define WORD_HELP "other: a word of a later media server, that the sealed package has"

static const struct field recording_gap_fields[] = {
	F(recording_gap, from_ms, INT),
	F(recording_gap, till_ms, INT),
	F(recording_gap, leg, ID, OPTIONAL),
	F(recording_gap, media, TEXT, .words = media_words, .help = WORD_HELP),
	F(recording_gap, why, TEXT, .words = gap_words, .help = WORD_HELP),
	{ 0 },
};

static const struct field recording_part_fields[] = {
	F(recording_part, part, INT),
	F(recording_part, from_ms, INT),
	F(recording_part, till_ms, INT),
	F(recording_part, late, BOOL, OPTIONAL,
	  .help = "what a terminal kept while its link was down: beside other parts in time"),
	FL(recording_part, files, recording_file, 200),
	FL(recording_part, gaps, recording_gap, 20000),
	{ 0 },
};

static const struct field recording_missing_fields[] = {
	F(recording_missing, part, INT),
	F(recording_missing, from_ms, INT),
	F(recording_missing, late, BOOL, OPTIONAL),
	F(recording_missing, what, WORD, .words = recording_missing_words,
	  .help = "awaited: its media server has it still; missing: it has not come for too long"),
	F(recording_missing, since, INSTANT),
	{ 0 },
};

static const struct field recording_conflict_fields[] = {
	F(recording_conflict, part, INT),
	F(recording_conflict, copy, INT, .help = "of this part, counted from 1"),
	F(recording_conflict, signer, TEXT, .help = "the media server whose seal it bears"),
	F(recording_conflict, bytes, INT),
	F(recording_conflict, sha256, TEXT, .help = "of its manifest"),
	F(recording_conflict, at, INSTANT),
	{ 0 },
};

static const struct field recording_mark_fields[] = {
	F(recording_mark, at_ms, INT),
	F(recording_mark, text, TEXT),
	{ 0 },
};

static const struct field recording_chapter_fields[] = {
	F(recording_chapter, at_ms, INT),
	F(recording_chapter, kind, TEXT, OPTIONAL, .words = chapter_words,
	  .help = "what happened; the oldest have text instead; " WORD_HELP),
	F(recording_chapter, leg, ID, OPTIONAL),
	F(recording_chapter, seat_name, TEXT, OPTIONAL),
	F(recording_chapter, text, TEXT, OPTIONAL),
	{ 0 },
};

static const struct field recording_history_fields[] = {
	F(recording_history, at, INSTANT),
	F(recording_history, act, TEXT, .words = act_words, .help = ACT_HELP),
	F(recording_history, purpose, TEXT, OPTIONAL),
	F(recording_history, role, TEXT, .words = role_words),
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
	F(recording_get_out, state, TEXT, .words = recording_state_words),
	F(recording_get_out, village_name, TEXT, .help = "as its seat is named"),
	F(recording_get_out, village_name_en, TEXT, OPTIONAL),
	FL(recording_get_out, parts, recording_part, 999),
	FL(recording_get_out, missing, recording_missing, 999),
	FL(recording_get_out, conflicts, recording_conflict, 200),
	FL(recording_get_out, chapters, recording_chapter, RECORDING_CHAPTERS),
	F(recording_get_out, chapters_more, BOOL, .help = "there are later ones than these"),
	FL(recording_get_out, marks, recording_mark, 200),
	FL(recording_get_out, history, recording_history, RECORDING_HISTORY,
	   .help = "the newest first"),
	F(recording_get_out, history_more, BOOL,
	  .help = "there are older ones than these; an auditor finds them by audit.find"),
	{ 0 },
};

static const struct field recording_finding_fields[] = {
	F(recording_finding, part, INT),
	F(recording_finding, file, TEXT, OPTIONAL),
	F(recording_finding, what, TEXT, .words = archive_fault_words),
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

static const struct field media_line_fields[] = {
	F(media_line, server, ID),
	F(media_line, name, TEXT),
	F(media_line, node, CODE12),
	F(media_line, node_name, TEXT, OPTIONAL),
	F(media_line, node_name_en, TEXT, OPTIONAL),
	F(media_line, capacity, INT, .help = "visits at once"),
	F(media_line, load, INT, .help = "live visits on it"),
	F(media_line, address, TEXT, OPTIONAL),
	F(media_line, version, TEXT, OPTIONAL),
	F(media_line, connected, BOOL),
	F(media_line, draining, BOOL, .help = "gets no new visits"),
	F(media_line, seen, INSTANT, .help = "when it came or went last"),
	{ 0 },
};

const struct field media_list_in_fields[] = {
	AFTER(media_list_in),
	{ 0 },
};

const struct field media_list_out_fields[] = {
	FL(media_list_out, servers, media_line, MEDIA_PAGE),
	NEXT(media_list_out),
	{ 0 },
};

const struct field media_drain_in_fields[] = {
	F(media_drain_in, server, ID),
	F(media_drain_in, draining, BOOL, .help = "true: it gets no new visits; live ones stay"),
	{ 0 },
};
