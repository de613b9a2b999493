/* recording.verify: the archive reads every byte; what it found is in the answer and the audit. */
#include "broker/service/recording/recordings.h"

#include "broker/archive/archive.h"
#include "broker/service/media/sender.h"
#include "broker/service/message.h"
#include "broker/service/recording/holding.h"
#include "broker/service/tell.h"
#include "broker/store/part_rows.h"

#include <string.h>

static bool is_awaited(const struct part *p)
{
	return p->state == RECORDING_ON || p->state == RECORDING_FINALISING;
}

static const struct holding_act verifying = { "recording.verify", ROLE_ARCHIVIST | ROLE_AUDITOR };

/* What is there can be verified after the visit; what is not is told. */
static enum err check_state(struct call *c, const struct recording_row *r)
{
	struct list parts;
	size_t awaited = 0;

	if (r->state == RECORDING_ON)
		return call_refuse(c, ERR_WRONG_STATE, NULL, WHY_RECORDING_ON, NULL);
	TRY(part_list(c->db, r->id, c->arena, &parts));
	for (size_t i = 0; i < parts.n; i++)
		awaited += is_awaited((const struct part *)parts.items + i);
	if (r->state == RECORDING_FINALISING && !awaited && parts.n)
		return call_refuse(c, ERR_WRONG_STATE, NULL, WHY_RECORDING_NOT_FILED, NULL);
	if (awaited < parts.n)
		return ERR_OK;
	return call_refuse(c, ERR_WRONG_STATE, NULL, WHY_RECORDING_EMPTY, NULL);
}

static enum err recording_verify(struct call *c, const void *in)
{
	const struct recording_get_in *m = in;
	struct recording_verify_out *out = c->out;
	struct recording_row r;

	TRY(holding_load(c, m, &verifying, &r));
	TRY(check_state(c, &r));
	struct archive_ask *ask = ARENA_NEW(c->arena, struct archive_ask);
	ask->verifies = true;
	ask->recording = r.id;
	out->asked = c->now;
	c->then = (struct then){
		.kind = THEN_ARCHIVE,
		.ask.in = ask,
		.finish = "recording.verified",
	};
	return ERR_OK;
}

static const struct archive_findings nothing;

/* The archive reads for minutes, the rows are read afterwards: parts are filed meanwhile. */
struct reading {
	const struct archive_findings *found;
	struct instant asked;
};

static struct recording_finding finding_of(const struct archive_finding *f)
{
	return (struct recording_finding){
		.part = f->part,
		.file = f->file,
		.what = text_of(archive_fault_words[f->what]),
		.chunk = f->chunk + 1,
		.offset = f->offset < 0 ? 0 : f->offset,
		.say = f->say,
	};
}

/* Is something told of the part itself, not of what is kept beside it? */
static bool is_found(const struct list *findings, int64_t part)
{
	const struct recording_finding *all = findings->items;

	for (size_t i = 0; i < findings->n; i++)
		if (all[i].part == part && !memchr(all[i].file.at, '/', all[i].file.n))
			return true;
	return false;
}

static const struct archive_seal *find_seal(const struct list *seals, int64_t part, int64_t copy)
{
	const struct archive_seal *s = seals->items;

	for (size_t i = 0; i < seals->n; i++)
		if (s[i].part == part && s[i].copy == copy)
			return &s[i];
	return NULL;
}

/* Of a file of the part; "": of all of it. */
static void add_of(struct list *findings, int64_t part, struct text file, enum archive_fault what,
		   const char *key)
{
	struct recording_finding *lines = (struct recording_finding *)findings->items;

	if (findings->n < ARCHIVE_FINDINGS_MAX)
		lines[findings->n++] = (struct recording_finding){
			.part = part,
			.file = file,
			.what = text_of(archive_fault_words[what]),
			.say = { .key = key },
		};
}

static void add(struct list *findings, int64_t part, enum archive_fault what, const char *key)
{
	add_of(findings, part, TEXT(MANIFEST_FILE), what, key);
}

/* A filed part against what the archive has of it now. The archive alone cannot know that a last
 * part is gone, or that a package with a good seal took the place of the one that was filed. */
static void check_filed(struct call *c, const struct part *p, const struct list *seals,
			struct list *findings)
{
	const struct archive_seal *seal = find_seal(seals, p->part, 0);

	if (!seal && is_found(findings, p->part))
		return;
	if (!seal)
		add(findings, p->part, ARCHIVE_MISSING, "finding.part_gone");
	else if (!sha256_equals(seal->digest, p->manifest))
		add(findings, p->part, ARCHIVE_CHANGED, "finding.part_replaced");
	else if (seal->signer[0] &&
		 !text_equals(text_of(seal->signer), sender_certified(c, p->server_name)))
		add(findings, p->part, ARCHIVE_BAD_SIGNATURE, "finding.part_signer");
}

/* Put by its own server, and its row does not say so yet. */
static bool is_being_filed(struct call *c, const struct part *p, const struct archive_seal *seal)
{
	return seal && p->state != RECORDING_FILED &&
	       text_equals(text_of(seal->signer), sender_certified(c, p->server_name));
}

/* Filed after the archive had listed what it would read: nothing is known of it. */
static bool came_meanwhile(const struct part *p, const struct reading *r)
{
	return p->state == RECORDING_FILED && p->since.ms > r->asked.ms &&
	       !find_seal(&r->found->seals, p->part, 0);
}

/* Why a part is not read. */
static const char *key_absent(enum archive_fault what, bool comes_now)
{
	if (comes_now)
		return "finding.part_comes_now";
	if (what == ARCHIVE_AWAITED)
		return "finding.part_awaited";
	return "finding.part_never_came";
}

/* A part that was not there to be read: the archive may have told that its number is missing. */
static void check_absent(const struct part *p, bool comes_now, struct list *findings)
{
	struct recording_finding *all = (struct recording_finding *)findings->items;
	enum archive_fault what = comes_now || is_awaited(p) ? ARCHIVE_AWAITED : ARCHIVE_MISSING;
	size_t kept = 0;

	for (size_t i = 0; i < findings->n; i++)
		if (all[i].part != p->part || all[i].file.n ||
		    !text_is(all[i].what, archive_fault_words[ARCHIVE_MISSING]))
			all[kept++] = all[i];
	findings->n = kept;
	add_of(findings, p->part, TEXT(""), what, key_absent(what, comes_now));
}

/* How many were not there. */
static size_t check_parts(struct call *c, const struct list *parts, const struct reading *r,
			  struct list *findings)
{
	const struct list *seals = &r->found->seals;
	const struct part *all = parts->items;
	size_t absent = 0;

	for (size_t i = 0; i < parts->n; i++) {
		bool comes_now = came_meanwhile(&all[i], r) ||
				 is_being_filed(c, &all[i], find_seal(seals, all[i].part, 0));

		if (all[i].state == RECORDING_FILED && !comes_now) {
			check_filed(c, &all[i], seals, findings);
			continue;
		}
		check_absent(&all[i], comes_now, findings);
		absent++;
	}
	return absent;
}

/* Does a row speak of the package that lies there as the part? */
static bool is_known(struct call *c, const struct list *parts, const struct archive_seal *seal)
{
	const struct part *all = parts->items;

	for (size_t i = 0; i < parts->n; i++)
		if (all[i].part == seal->part)
			return all[i].state == RECORDING_FILED || is_being_filed(c, &all[i], seal);
	return false;
}

static const struct conflict *find_conflict(const struct list *conflicts,
					    const struct archive_seal *seal)
{
	const struct conflict *all = conflicts->items;

	for (size_t i = 0; i < conflicts->n; i++)
		if (all[i].part == seal->part && all[i].copy == seal->copy)
			return &all[i];
	return NULL;
}

/* What lies there and no row speaks of, or speaks of otherwise. */
static void check_seal(struct call *c, const struct archive_seal *seal, const struct list *parts,
		       const struct list *conflicts, struct list *findings)
{
	const struct conflict *row = find_conflict(conflicts, seal);

	if (!seal->copy && !is_known(c, parts, seal))
		add(findings, seal->part, ARCHIVE_UNFILED, "finding.part_unfiled");
	else if (seal->copy && !row)
		add(findings, seal->part, ARCHIVE_UNFILED, "finding.conflict_unfiled");
	else if (seal->copy && !sha256_equals(row->manifest, seal->digest))
		add(findings, seal->part, ARCHIVE_CHANGED, "finding.conflict_replaced");
	else if (seal->copy)
		add(findings, seal->part, ARCHIVE_CONFLICT, "finding.conflict");
}

static enum err check_rows(struct call *c, struct id recording, const struct reading *r,
			   struct list *findings, size_t *absent)
{
	const struct list *seals = &r->found->seals;
	const struct archive_seal *all = seals->items;
	const struct conflict *rows;
	struct list parts, conflicts;

	TRY(part_list(c->db, recording, c->arena, &parts));
	TRY(conflict_list(c->db, recording, c->arena, &conflicts));
	*absent = check_parts(c, &parts, r, findings);
	for (size_t i = 0; i < seals->n; i++)
		check_seal(c, &all[i], &parts, &conflicts, findings);
	rows = conflicts.items;
	for (size_t i = 0; i < conflicts.n; i++) {
		if (find_seal(seals, rows[i].part, rows[i].copy))
			continue;
		/* It came while the archive read, which passed by before. */
		bool is_new = rows[i].at.ms > r->asked.ms;
		add(findings, rows[i].part, is_new ? ARCHIVE_CONFLICT : ARCHIVE_MISSING,
		    is_new ? "finding.conflict" : "finding.conflict_gone");
	}
	return ERR_OK;
}

/* What the archive found, then what only the broker can know. */
static enum err fill_findings(struct call *c, struct id recording, const struct reading *r,
			      struct list *out, size_t *absent)
{
	const struct list *found = &r->found->list;
	const struct archive_finding *from = found->items;
	struct recording_finding *lines =
		ARENA_LIST(c->arena, struct recording_finding, ARCHIVE_FINDINGS_MAX);

	for (size_t i = 0; i < found->n; i++)
		lines[i] = finding_of(&from[i]);
	*out = (struct list){ lines, found->n };
	return check_rows(c, recording, r, out, absent);
}

static enum err recording_verified(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct recording_get_in *m = f->in;
	struct recording_verify_out *out = c->out;
	struct text object = arena_format(c->arena, "%s", m->recording.text);
	bool is_gone = f->err == ERR_NOT_FOUND; /* no part of it is there: each is missing */
	size_t absent;

	if (f->err && !is_gone)
		return call_refuse(c, f->err, NULL,
				   f->err == ERR_TOO_MANY ? WHY_RECORDING_VERIFYING
							  : WHY_RECORDING_NOT_VERIFIED,
				   NULL);
	const struct archive_findings *found = is_gone ? &nothing : f->result;
	struct reading reading = { found, ((const struct recording_verify_out *)f->out)->asked };
	TRY(fill_findings(c, m->recording, &reading, &out->findings, &absent));
	out->ok = out->findings.n == 0 && !is_gone;
	out->bytes = found->bytes;
	return tell_audit_result(c, "recording.verify", object, text_trim(m->purpose),
				 out->ok                     ? ERR_OK
				 : out->findings.n == absent ? ERR_TRUNCATED
							     : ERR_BROKEN_SEAL);
}

static const struct field recording_finding_fields[] = {
	F(recording_finding, part, INT),
	F(recording_finding, file, TEXT, OPTIONAL),
	F(recording_finding, what, TEXT, .words = archive_fault_words),
	F(recording_finding, chunk, INT, OPTIONAL),
	F(recording_finding, offset, INT, OPTIONAL),
	F(recording_finding, say, SAID),
	{ 0 },
};

static const struct field recording_verify_out_fields[] = {
	F(recording_verify_out, ok, BOOL),
	F(recording_verify_out, bytes, INT),
	FL(recording_verify_out, findings, recording_finding, 200),
	{ 0 },
};

const struct message recording_verify_message = {
	.name = "recording.verify",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_ARCHIVIST | ROLE_AUDITOR,
	IN(recording_get),
	OUT(recording_verify),
	.run = recording_verify,
	.errors = CAN(BROKEN_SEAL) | CAN(CRYPTO) | CAN(DISK) | CAN(NOT_FOUND) | CAN(TRUNCATED) |
		  CAN(WRONG_STATE),
	.help = "Reads every byte of a recording and says where it is not as sealed. "
		"Audited.",
	/* Only one that was done stands in the audit: the broker ends the one whose line was cut. */
	.again = true,
};

const struct message recording_verified_message = {
	.name = "recording.verified",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct finished),
	OUT(recording_verify),
	.run = recording_verified,
};
