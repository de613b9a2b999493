/* recording.verify: the archive reads every byte; what it found is in the answer and the audit. */
#include "broker/service/recordings.h"

#include "broker/archive/archive.h"
#include "broker/service/holding.h"
#include "broker/service/tell.h"

enum err recording_verify(struct call *c, const void *in)
{
	const struct recording_get_in *m = in;
	struct recording_row r;

	TRY(holding_load(c, m, "recording.verify", &r));
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

static struct list findings_of(struct call *c, const struct list *found)
{
	struct recording_finding *out = ARENA_LIST(c->arena, struct recording_finding, found->n);

	for (size_t i = 0; i < found->n; i++) {
		const struct archive_finding *f = (const struct archive_finding *)found->items + i;

		out[i] = (struct recording_finding){
			.part = f->part,
			.file = f->file,
			.what = text_of(archive_fault_words[f->what]),
			.chunk = f->chunk + 1,
			.offset = f->offset < 0 ? 0 : f->offset,
			.say = f->say,
		};
	}
	return (struct list){ out, found->n };
}

enum err recording_verified(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct recording_get_in *m = f->in;
	const struct archive_findings *found = f->result;
	struct recording_verify_out *out = c->out;
	struct text object = arena_format(c->arena, "%s", m->recording.text);

	if (f->err)
		return call_refuse(c, f->err, NULL,
				   "核验没有做完，录音录像没有受影响。请稍后再试；"
				   "一再如此时，请通知系统管理员检查存储。");
	out->ok = found->ok;
	out->bytes = found->bytes;
	out->findings = findings_of(c, &found->list);
	return tell_audit_result(c, "recording.verify", object, text_trim(m->purpose),
				 found->ok ? ERR_OK : ERR_BROKEN_SEAL);
}
