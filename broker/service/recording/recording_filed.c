/* recording.filed: a part that the archive has taken in becomes what people may open. All that is
 * written was read by the archive's threads: here nothing waits for its disk. */
#include "broker/service/recording/recordings.h"

#include "broker/service/media/sender.h"
#include "broker/service/message.h"
#include "broker/service/tell.h"
#include "broker/store/part_rows.h"

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

/* The part is of the server that sealed it, whoever told of its number meanwhile. */
static enum err save_part(struct call *c, struct id recording, const struct archive_part *sealed)
{
	struct media_server server;
	struct part p = { .recording = recording,
			  .part = sealed->part,
			  .state = RECORDING_FILED,
			  .from_ms = sealed->manifest.from_ms,
			  .till_ms = sealed->manifest.till_ms,
			  .manifest = sealed->digest,
			  .filed = c->now,
			  .since = c->now };

	TRY(sender_find(c, text_of(sealed->signer), &server));
	p.server = server.id;
	TRY(part_add(c->db, &p));
	TRY(save_files(c, &sealed->manifest, &p));
	TRY(save_gaps(c, &sealed->manifest, &p));
	TRY(save_chapters(c, &sealed->manifest, &p));
	TRY(part_set_filed(c->db, &p));
	return recording_set_duration(c->db, recording);
}

/* What the archive's refusal means for whoever reads the log of the media server. */
static enum why refusal_why(enum err e)
{
	if (e == ERR_DISK_FULL)
		return WHY_ARCHIVE_FULL;
	if (e == ERR_BROKEN_SEAL)
		return WHY_PART_SEAL_FOREIGN;
	if (e == ERR_TOO_MANY)
		return WHY_PART_KEPT_TOO_OFTEN;
	if (e == ERR_FORBIDDEN)
		return WHY_PART_NOT_CONSENTED;
	return WHY_ARCHIVE_REFUSED;
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
static enum err save_conflicts(struct call *c, struct id recording, const struct list *found)
{
	const struct archive_conflict *all = found->items;
	struct text object = arena_format(c->arena, "%s", recording.text);
	struct list rows;

	TRY(conflict_list(c->db, recording, c->arena, &rows));
	for (size_t i = 0; i < found->n; i++) {
		if (is_kept(&rows, &all[i]))
			continue;
		TRY(conflict_add(c->db, recording,
				 &(struct conflict){
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

static enum err recording_filed(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct recording_deliver_in *m = f->in;
	const struct archive_taken *taken = f->result;
	struct recording r;
	struct visit v;

	if (f->err && f->err != ERR_DUPLICATE)
		return recording_refuse(c, m->recording, f->err, refusal_why(f->err));
	TRY(save_conflicts(c, m->recording, &taken->conflicts));
	if (f->err || part_is_filed(c->db, m->recording, m->part))
		return ERR_OK;
	TRY(save_part(c, m->recording, &taken->part));
	TRY(recording_load(c->db, m->recording, &r));
	TRY(visit_find(c->db, r.visit, c->arena, &v));
	TRY(tell_audit(c, "recording.filed", arena_format(c->arena, "%s", r.id.text), TEXT("")));
	return recording_settle(c, r.id, &v);
}

const struct message recording_filed_message = {
	.name = "recording.filed",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct finished),
	.run = recording_filed,
};
