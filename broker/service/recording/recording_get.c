/* recording.get: opens a recording for a purpose; this session may then read its files. */
#include "broker/service/recording/recordings.h"

#include "broker/common/seal/manifest.h"
#include "broker/common/seal/recorded.h"
#include "broker/service/acts.h"
#include "broker/service/message.h"
#include "broker/service/recording/holding.h"
#include "broker/service/session/token.h"
#include "broker/service/tell.h"
#include "broker/service/visit/summary.h"
#include "broker/store/access_rows.h"
#include "broker/store/audit.h"
#include "broker/store/minutes_rows.h"
#include "broker/store/part_rows.h"

/* A supervisor finds a recording and does not open it. */
static const struct holding_act opening = { "recording.get", ROLE_ARCHIVIST | ROLE_OFFICIAL };

/* What the urls of one answer have in common. */
struct address {
	const struct part *part;
	const char *token;
};

static struct recording_file file_of(struct call *c, const struct address *at,
				     const struct part_file *f)
{
	char sha256[2 * SHA256_BYTES + 1];

	sha256_format(f->sha256, sha256);
	return (struct recording_file){
		.name = f->name,
		.leg = f->leg,
		.seat_name = f->seat_name,
		.media = f->media,
		.document = f->document,
		.url = arena_format(c->arena, "/files/recordings/%s/%lld/" TEXT_FMT "?access=%s",
				    at->part->recording.text, (long long)at->part->part,
				    TEXT_ARG(f->name), at->token),
		.offset_ms = f->offset_ms,
		.duration_ms = f->duration_ms,
		.bytes = f->bytes,
		.sha256 = arena_format(c->arena, "%s", sha256),
	};
}

/* A package may be of a media server that has more words than this broker. */
static struct text known(const char *const *words, struct text word)
{
	return fields_word(words, word, "other");
}

static enum err fill_part(struct call *c, const struct address *at, struct recording_part *out)
{
	struct list files, gaps;

	TRY(part_list_files(c->db, at->part, c->arena, &files));
	TRY(part_list_gaps(c->db, at->part, c->arena, &gaps));
	struct recording_file *f = ARENA_LIST(c->arena, struct recording_file, files.n);
	struct recording_gap *g = ARENA_LIST(c->arena, struct recording_gap, gaps.n);
	for (size_t i = 0; i < files.n; i++)
		f[i] = file_of(c, at, (const struct part_file *)files.items + i);
	for (size_t i = 0; i < gaps.n; i++) {
		const struct gap *row = (const struct gap *)gaps.items + i;

		g[i] = (struct recording_gap){ row->from_ms, row->till_ms, row->leg,
					       known(media_words, row->media),
					       known(gap_words, row->why) };
	}
	*out = (struct recording_part){ at->part->part,    at->part->from_ms,
					at->part->till_ms, at->part->part >= MANIFEST_LATE_FIRST,
					{ f, files.n },    { g, gaps.n } };
	return ERR_OK;
}

/* What is filed; other parts cannot be read yet. */
static enum err fill_parts(struct call *c, struct id recording, const char *token, struct list *out)
{
	struct list rows;

	TRY(part_list(c->db, recording, c->arena, &rows));
	struct recording_part *parts = ARENA_LIST(c->arena, struct recording_part, rows.n);
	*out = (struct list){ parts, 0 };
	for (size_t i = 0; i < rows.n; i++) {
		struct address at = { (const struct part *)rows.items + i, token };

		if (at.part->state == RECORDING_FILED)
			TRY(fill_part(c, &at, &parts[out->n++]));
	}
	return ERR_OK;
}

static const char *const recording_missing_words[] = {
	[RECORDING_AWAITED] = "awaited",
	[RECORDING_MISSING] = "missing",
	NULL,
};

/* Rows from before this was noted say 0: such a part is waited for since it began. */
static struct instant since_when(const struct recording_row *r, const struct part *p)
{
	return p->since.ms ? p->since : (struct instant){ r->zero.ms + p->from_ms };
}

/* Of a visit that goes on nothing is missing: its last part is being made. */
static enum err fill_missing(struct call *c, const struct recording_row *r, struct list *out)
{
	struct list rows;

	if (r->state == RECORDING_ON)
		return ERR_OK;
	TRY(part_list(c->db, r->id, c->arena, &rows));
	struct recording_missing *lines = ARENA_LIST(c->arena, struct recording_missing, rows.n);
	*out = (struct list){ lines, 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct part *p = (const struct part *)rows.items + i;

		if (p->state != RECORDING_FILED)
			lines[out->n++] = (struct recording_missing){
				p->part, p->from_ms, p->part >= MANIFEST_LATE_FIRST,
				p->state == RECORDING_BROKEN ? RECORDING_MISSING
							     : RECORDING_AWAITED,
				since_when(r, p)
			};
	}
	return ERR_OK;
}

static enum err fill_conflicts(struct call *c, struct id recording, struct list *out)
{
	struct list rows;

	TRY(conflict_list(c->db, recording, c->arena, &rows));
	struct recording_conflict *lines = ARENA_LIST(c->arena, struct recording_conflict, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct conflict *row = (const struct conflict *)rows.items + i;
		char sha256[2 * SHA256_BYTES + 1];

		sha256_format(row->manifest, sha256);
		lines[i] = (struct recording_conflict){ row->part,
							row->copy,
							row->signer,
							row->bytes,
							arena_format(c->arena, "%s", sha256),
							row->at };
	}
	*out = (struct list){ lines, rows.n };
	return ERR_OK;
}

static enum err fill_marks(struct call *c, const struct recording_row *r,
			   struct recording_get_out *out)
{
	struct list chapters;
	struct minutes minutes;

	/* One more than is shown says whether something follows. */
	TRY(chapter_list(c->db, r->id, RECORDING_CHAPTERS + 1, c->arena, &chapters));
	out->chapters_more = chapters.n > RECORDING_CHAPTERS;
	chapters.n -= out->chapters_more;
	TRY(minutes_load(c->db, r->visit, c->arena, &minutes));
	struct recording_chapter *c_out =
		ARENA_LIST(c->arena, struct recording_chapter, chapters.n);
	struct recording_mark *m_out = ARENA_LIST(c->arena, struct recording_mark, minutes.marks.n);
	for (size_t i = 0; i < chapters.n; i++) {
		const struct chapter *row = (const struct chapter *)chapters.items + i;

		c_out[i] = (struct recording_chapter){ row->at_ms, known(chapter_words, row->kind),
						       row->leg, row->seat_name, row->text };
	}
	for (size_t i = 0; i < minutes.marks.n; i++) {
		const struct mark *row = (const struct mark *)minutes.marks.items + i;

		m_out[i] = (struct recording_mark){ row->at_ms, row->text };
	}
	out->chapters = (struct list){ c_out, chapters.n };
	out->marks = (struct list){ m_out, minutes.marks.n };
	return ERR_OK;
}

/* What was done with it; whoever was turned away did nothing, the auditor knows of it. */
static enum err fill_history(struct call *c, struct id recording, struct recording_get_out *out)
{
	struct list rows;
	size_t n = 0;

	TRY(audit_find_recording(c->db, text_of(recording.text), RECORDING_HISTORY + 1, c->arena,
				 &rows));
	out->history_more = rows.n > RECORDING_HISTORY;
	rows.n -= out->history_more;
	struct recording_history *lines = ARENA_LIST(c->arena, struct recording_history, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct audit_entry *e = (const struct audit_entry *)rows.items + i;

		if (!text_equals(e->result, text_of(err_word(ERR_FORBIDDEN))))
			lines[n++] = (struct recording_history){
				e->at, fields_word(act_words, e->act, ACT_OTHER), e->purpose,
				e->role
			};
	}
	out->history = (struct list){ lines, n };
	return ERR_OK;
}

static enum err grant(struct call *c, struct id recording, char token[TOKEN_TEXT])
{
	token_new(token);
	return access_add(c->db,
			  &(struct access){
				  .token = token_digest(text_of(token)),
				  .session = c->who->session,
				  .recording = recording,
				  .expires = { c->now.ms + c->rules->times.grant_ms },
			  },
			  c->now);
}

static enum err recording_get(struct call *c, const void *in)
{
	const struct recording_get_in *m = in;
	struct recording_get_out *out = c->out;
	struct recording_row r;
	char token[TOKEN_TEXT];

	TRY(holding_load(c, m, &opening, &r));
	TRY(grant(c, r.id, token));
	TRY(tell_audit(c, "recording.get", arena_format(c->arena, "%s", r.id.text),
		       text_trim(m->purpose)));
	*out = (struct recording_get_out){
		.recording = r.id,
		.visit = r.visit,
		.visit_number = r.visit_number,
		.matter_number = r.matter_number,
		.subject = r.subject,
		.zero = r.zero,
		.duration_ms = r.duration_ms,
		.state = text_of(recording_state_words[r.state]),
		.village_name = summary_node_name(c, r.village),
		.village_name_en = summary_node_name_en(c, r.village),
	};
	TRY(fill_parts(c, r.id, arena_format(c->arena, "%s", token).at, &out->parts));
	TRY(fill_missing(c, &r, &out->missing));
	if (call_has(c, ROLE_ARCHIVIST | ROLE_AUDITOR))
		TRY(fill_conflicts(c, r.id, &out->conflicts));
	TRY(fill_marks(c, &r, out));
	return fill_history(c, r.id, out);
}

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

static const struct field recording_get_out_fields[] = {
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

const struct message recording_get_message = {
	.name = "recording.get",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_ARCHIVIST | ROLE_OFFICIAL,
	IN(recording_get),
	OUT(recording_get),
	.run = recording_get,
	.errors = CAN(NOT_FOUND),
	.help = "Opens a recording with a purpose: its files may be read for two hours. "
		"Audited.",
	.again = true,
};
