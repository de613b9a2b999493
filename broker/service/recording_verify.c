/* recording.verify: the archive reads every byte; what it found is in the answer and the audit. */
#include "broker/service/recordings.h"

#include "broker/archive/archive.h"
#include "broker/service/holding.h"
#include "broker/service/tell.h"
#include "broker/store/part_rows.h"

static const struct holding_act verifying = { "recording.verify", ROLE_ARCHIVIST | ROLE_AUDITOR };

enum err recording_verify(struct call *c, const void *in)
{
	const struct recording_get_in *m = in;
	struct recording_row r;

	TRY(holding_load(c, m, &verifying, &r));
	if (r.state != RECORDING_FILED)
		return call_refuse(c, ERR_WRONG_STATE, NULL,
				   "录音录像还没有归档完毕，归档后才能核验。请稍后再试。");
	struct archive_ask *ask = ARENA_NEW(c->arena, struct archive_ask);
	ask->recording = r.id;
	c->then = (struct then){
		.kind = THEN_ARCHIVE,
		.ask = { .method = "archive.verify", .in = ask },
		.finish = "recording.verified",
	};
	return ERR_OK;
}

static const struct archive_findings nothing;

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

static bool is_found(const struct list *findings, int64_t part)
{
	for (size_t i = 0; i < findings->n; i++)
		if (((const struct recording_finding *)findings->items)[i].part == part)
			return true;
	return false;
}

static const struct archive_seal *find_seal(const struct list *seals, int64_t part)
{
	const struct archive_seal *s = seals->items;

	for (size_t i = 0; i < seals->n; i++)
		if (s[i].part == part)
			return &s[i];
	return NULL;
}

/* A filed part against what the archive has of it now. The archive alone cannot know that a last
 * part is gone, or that a package with a good seal took the place of the one that was filed. */
static bool is_as_filed(const struct part *p, const struct list *seals,
			struct recording_finding *out)
{
	const struct archive_seal *seal = find_seal(seals, p->part);
	enum archive_fault what = seal ? ARCHIVE_CHANGED : ARCHIVE_MISSING;

	if (seal && sha256_equals(seal->digest, p->manifest))
		return true;
	*out = (struct recording_finding){
		.part = p->part,
		.file = TEXT(MANIFEST_FILE),
		.what = text_of(archive_fault_words[what]),
		.say = seal ? TEXT("这一段的清单不是归档时的那一份，这一段可能被整体替换") :
			      TEXT("这一段已经归档，现在不在档案里"),
	};
	return false;
}

static enum err add_unfiled(struct call *c, struct id recording, const struct list *seals,
			    struct list *findings)
{
	struct recording_finding *lines = (struct recording_finding *)findings->items;
	struct list parts;

	TRY(part_list(c->db, recording, c->arena, &parts));
	for (size_t i = 0; i < parts.n && findings->n < ARCHIVE_FINDINGS_MAX; i++) {
		const struct part *p = (const struct part *)parts.items + i;

		if (p->state == RECORDING_FILED && !is_found(findings, p->part) &&
		    !is_as_filed(p, seals, &lines[findings->n]))
			findings->n++;
	}
	return ERR_OK;
}

/* What the archive found, then what only the broker can know. */
static enum err fill_findings(struct call *c, struct id recording,
			      const struct archive_findings *found, struct list *out)
{
	const struct archive_finding *from = found->list.items;
	struct recording_finding *lines = ARENA_LIST(c->arena, struct recording_finding,
						     ARCHIVE_FINDINGS_MAX);

	for (size_t i = 0; i < found->list.n; i++)
		lines[i] = finding_of(&from[i]);
	*out = (struct list){ lines, found->list.n };
	return add_unfiled(c, recording, &found->seals, out);
}

enum err recording_verified(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct recording_get_in *m = f->in;
	struct recording_verify_out *out = c->out;
	struct text object = arena_format(c->arena, "%s", m->recording.text);
	bool is_gone = f->err == ERR_NOT_FOUND; /* no part of it is there: each is missing */

	if (f->err && !is_gone)
		return call_refuse(c, f->err, NULL,
				   "核验没有做完，录音录像没有受影响。请稍后再试；"
				   "一再如此时，请通知系统管理员检查存储。");
	const struct archive_findings *found = is_gone ? &nothing : f->result;
	TRY(fill_findings(c, m->recording, found, &out->findings));
	out->ok = out->findings.n == 0 && !is_gone;
	out->bytes = found->bytes;
	return tell_audit_result(c, "recording.verify", object, text_trim(m->purpose),
				 out->ok ? ERR_OK : ERR_BROKEN_SEAL);
}
