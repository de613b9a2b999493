/* recording.deliver: the archive takes a part in; after that the media server may forget it. */
#include "broker/service/recordings.h"

#include "broker/archive/archive.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/part_rows.h"

static enum err refuse(struct call *c, struct id recording, enum err e, const char *say)
{
	c->refusal.act = "recording.deliver";
	c->refusal.object = arena_format(c->arena, "%s", recording.text);
	return call_refuse(c, e, NULL, "%s", say);
}

/* A visit whose recording was refused has none, so nothing of it can be filed. */
static enum err load(struct call *c, const struct recording_deliver_in *m, struct recording *out)
{
	enum err e = recording_load(c->db, m->recording, out);

	if (e == ERR_NOT_FOUND)
		return refuse(c, m->recording, e,
			      "没有这份录音录像的登记，不能归档。来访人可能没有同意录制。");
	TRY(e);
	if (id_equals(out->visit, m->visit))
		return ERR_OK;
	return refuse(c, m->recording, ERR_BAD_INPUT,
		      "这一段不属于这次接访，没有归档。请检查媒体服务器。");
}

enum err recording_deliver(struct call *c, const void *in)
{
	const struct recording_deliver_in *m = in;
	struct archive_ask *ask = ARENA_NEW(c->arena, struct archive_ask);
	struct recording r;
	struct visit v;

	TRY(load(c, m, &r));
	TRY(visit_find(c->db, r.visit, c->arena, &v));
	TRY(part_add(c->db, &(struct part){ .recording = r.id, .part = m->part,
					    .state = RECORDING_FINALISING, .server = v.server }));
	*ask = (struct archive_ask){ r.id, r.visit, m->part, r.video, r.audio, m->folder };
	c->then = (struct then){
		.kind = THEN_ARCHIVE,
		.ask = { .method = "archive.put", .in = ask },
		.finish = "recording.filed",
	};
	return ERR_OK;
}

/* The rows of what people may open: pictures and sound. */
static enum err save_files(struct call *c, const struct manifest *m, struct part *p)
{
	struct part_file *files = ARENA_LIST(c->arena, struct part_file, m->files.n);
	struct list list = { files, 0 };

	for (size_t i = 0; i < m->files.n; i++) {
		const struct manifest_file *f = (const struct manifest_file *)m->files.items + i;

		p->bytes += f->bytes;
		if (f->kind != MANIFEST_MEDIA && f->kind != MANIFEST_POSTER)
			continue;
		files[list.n] = (struct part_file){
			.name = f->name,
			.leg = f->leg,
			.seat_name = f->seat_name,
			.media = f->media,
			.document = f->document,
			.offset_ms = f->offset_ms,
			.duration_ms = f->duration_ms,
			.bytes = f->bytes,
		};
		TRY(sha256_parse(f->sha256, &files[list.n++].sha256));
	}
	return part_save_files(c->db, p, &list);
}

static enum err save_gaps(struct call *c, const struct manifest *m, const struct part *p)
{
	struct gap *gaps = ARENA_LIST(c->arena, struct gap, m->gaps.n);

	for (size_t i = 0; i < m->gaps.n; i++) {
		const struct manifest_gap *g = (const struct manifest_gap *)m->gaps.items + i;

		gaps[i] = (struct gap){ g->leg, g->from_ms, g->till_ms, g->why };
	}
	TRY(part_save_gaps(c->db, p, &(struct list){ gaps, m->gaps.n }));
	for (size_t i = 0; i < m->chapters.n; i++) {
		const struct manifest_chapter *row =
			(const struct manifest_chapter *)m->chapters.items + i;

		TRY(chapter_add(c->db, p->recording, &(struct chapter){ row->at_ms, row->text }));
	}
	return ERR_OK;
}

static bool is_filed(struct call *c, struct id recording, int64_t part)
{
	struct list parts;

	if (part_list(c->db, recording, c->arena, &parts))
		return false;
	for (size_t i = 0; i < parts.n; i++) {
		const struct part *p = (const struct part *)parts.items + i;

		if (p->part == part)
			return p->state == RECORDING_FILED;
	}
	return false;
}

static enum err save_part(struct call *c, const struct recording_deliver_in *m)
{
	struct archive_part sealed;
	struct part p = { .recording = m->recording, .part = m->part, .state = RECORDING_FILED,
			  .filed = c->now };

	TRY(archive_manifest(c->rules->archive, m->recording, (uint32_t)m->part, c->arena,
			     &sealed));
	p.from_ms = sealed.manifest.from_ms;
	p.till_ms = sealed.manifest.till_ms;
	p.manifest = sealed.digest;
	TRY(save_files(c, &sealed.manifest, &p));
	TRY(save_gaps(c, &sealed.manifest, &p));
	TRY(part_set_filed(c->db, &p));
	return recording_set_duration(c->db, m->recording);
}

/* After the visit, with its last part, the recording is filed and so is the visit. */
static enum err end_recording(struct call *c, struct id recording, struct visit *v)
{
	if (v->state != VISIT_CLOSED || part_is_awaited(c->db, recording))
		return ERR_OK;
	TRY(recording_set_state(c->db, recording, RECORDING_FILED));
	TRY(scope_become(c, v, VISIT_FILED));
	return tell_visit(c, "recording.filed", v);
}

/* What the archive's refusal means for whoever reads the log of the media server. */
static const char *refusal_say(enum err e)
{
	if (e == ERR_DISK_FULL)
		return "档案库的空间已满，没有收下这一段录音录像，原件仍在媒体服务器上。"
		       "请腾出空间，服务器会自动重试。";
	if (e == ERR_FORBIDDEN)
		return "这一段含有来访人没有同意录制的内容，档案库没有收下。请通知系统管理员处理。";
	return "档案库没有收下这一段录音录像，原件仍在媒体服务器上。"
	       "请检查档案库的空间和证书，服务器会自动重试。";
}

enum err recording_filed(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct recording_deliver_in *m = f->in;
	struct recording r;
	struct visit v;

	if (f->err)
		return refuse(c, m->recording, f->err, refusal_say(f->err));
	if (is_filed(c, m->recording, m->part))
		return ERR_OK;
	TRY(save_part(c, m));
	TRY(recording_load(c->db, m->recording, &r));
	TRY(visit_find(c->db, r.visit, c->arena, &v));
	TRY(tell_audit(c, "recording.filed", arena_format(c->arena, "%s", r.id.text), TEXT("")));
	return end_recording(c, r.id, &v);
}
