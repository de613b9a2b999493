/* recording.deliver: the archive takes a part in; after that the media server may forget it. */
#include "broker/service/recordings.h"

#include "broker/archive/archive.h"
#include "broker/service/scope.h"
#include "broker/service/sender.h"
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

/* A server from which the visit has moved brings its own earlier parts. */
static enum err load_sender(struct call *c, const struct recording *r, struct media_server *out)
{
	enum err e = sender_load(c, r->visit, out);

	if (e == ERR_FORBIDDEN) {
		c->refusal.act = "recording.deliver";
		c->refusal.object = arena_format(c->arena, "%s", r->id.text);
	}
	return e;
}

enum err recording_deliver(struct call *c, const void *in)
{
	const struct recording_deliver_in *m = in;
	struct archive_ask *ask = ARENA_NEW(c->arena, struct archive_ask);
	struct media_server server;
	struct recording r;

	TRY(load(c, m, &r));
	TRY(load_sender(c, &r, &server));
	TRY(part_add(c->db, &(struct part){ .recording = r.id, .part = m->part,
					    .state = RECORDING_FINALISING, .server = server.id }));
	*ask = (struct archive_ask){
		.recording = r.id,
		.visit = r.visit,
		.part = m->part,
		.video = r.video,
		.audio = r.audio,
		.folder = m->folder,
		.signer = sender_certified(c, server.name),
		/* It stays what it is to the server that began it. */
		.aside = !id_equals(part_server(c->db, r.id, m->part), server.id),
		.filed = is_filed(c, r.id, m->part),
	};
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

static enum err save_chapters(struct call *c, const struct manifest *m, const struct part *p)
{
	for (size_t i = 0; i < m->chapters.n; i++) {
		const struct manifest_chapter *row =
			(const struct manifest_chapter *)m->chapters.items + i;

		TRY(chapter_add(c->db, p->recording,
				&(struct chapter){ row->at_ms, row->text, row->kind, row->name,
						   row->leg }));
	}
	return ERR_OK;
}

static enum err save_gaps(struct call *c, const struct manifest *m, const struct part *p)
{
	struct gap *gaps = ARENA_LIST(c->arena, struct gap, m->gaps.n);

	for (size_t i = 0; i < m->gaps.n; i++) {
		const struct manifest_gap *g = (const struct manifest_gap *)m->gaps.items + i;

		gaps[i] = (struct gap){ g->leg, g->from_ms, g->till_ms, g->why, g->media };
	}
	return part_save_gaps(c->db, p, &(struct list){ gaps, m->gaps.n });
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
	TRY(save_chapters(c, &sealed.manifest, &p));
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
	if (e == ERR_BROKEN_SEAL)
		return "这一段的签名不是这台媒体服务器的录音录像专用证书所签，或者内容已被改动，"
		       "档案库没有收下。请检查媒体服务器的封签证书。";
	if (e == ERR_TOO_MANY)
		return "同一段已经另存了几份内容不同的录音录像，档案库不再收下。请通知档案员核对。";
	if (e == ERR_FORBIDDEN)
		return "这一段含有来访人没有同意录制的内容，档案库没有收下。请通知系统管理员处理。";
	return "档案库没有收下这一段录音录像，原件仍在媒体服务器上。"
	       "请检查档案库的空间和证书，服务器会自动重试。";
}

static bool is_kept(const struct list *rows, const struct archive_conflict *c)
{
	const struct conflict *all = rows->items;

	for (size_t i = 0; i < rows->n; i++)
		if (all[i].part == c->part && all[i].copy == c->copy)
			return true;
	return false;
}

/* What the archive keeps beside the part is shown from now on; the part itself stays as it is. */
static enum err save_conflicts(struct call *c, struct id recording)
{
	struct text object = arena_format(c->arena, "%s", recording.text);
	struct list found, rows;

	TRY(archive_conflicts(c->rules->archive, recording, c->arena, &found));
	TRY(conflict_list(c->db, recording, c->arena, &rows));
	const struct archive_conflict *all = found.items;
	for (size_t i = 0; i < found.n; i++) {
		if (is_kept(&rows, &all[i]))
			continue;
		TRY(conflict_add(c->db, recording, &(struct conflict){
			.part = all[i].part,
			.copy = all[i].copy,
			.signer = text_of(all[i].signer),
			.bytes = all[i].bytes,
			.manifest = all[i].digest,
			.at = c->now,
		}));
		TRY(tell_audit_result(c, "recording.conflict", object, TEXT(""), ERR_DUPLICATE));
	}
	return ERR_OK;
}

enum err recording_filed(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct recording_deliver_in *m = f->in;
	struct recording r;
	struct visit v;

	if (f->err == ERR_DUPLICATE)
		return save_conflicts(c, m->recording);
	if (f->err)
		return refuse(c, m->recording, f->err, refusal_say(f->err));
	TRY(save_conflicts(c, m->recording));
	if (is_filed(c, m->recording, m->part))
		return ERR_OK;
	TRY(save_part(c, m));
	TRY(recording_load(c->db, m->recording, &r));
	TRY(visit_find(c->db, r.visit, c->arena, &v));
	TRY(tell_audit(c, "recording.filed", arena_format(c->arena, "%s", r.id.text), TEXT("")));
	return end_recording(c, r.id, &v);
}
