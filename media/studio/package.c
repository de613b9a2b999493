/* Describes the files of a package in its manifest. */
#include "media/studio/package.h"

#include "media/studio/probe.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <gst/gst.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct draft {
	const char *folder;
	const struct survey *survey;
	struct arena *arena;
	struct manifest m;
	struct manifest_file files[MANIFEST_FILES_MAX];
	size_t file_n;
	struct text notes[MANIFEST_FILES_MAX];
	size_t note_n;
};

static enum err open_file(const struct draft *d, const char *name, int flags, int *fd)
{
	char path[600];
	int n = snprintf(path, sizeof(path), "%s/%s", d->folder, name);

	if (n < 0 || n >= (int)sizeof(path))
		return ERR_TOO_LARGE;
	*fd = open(path, flags | O_CLOEXEC, 0600);
	if (*fd < 0)
		return errno == ENOSPC ? ERR_DISK_FULL : ERR_DISK;
	return ERR_OK;
}

static void note(struct draft *d, struct text what)
{
	if (d->note_n < MANIFEST_FILES_MAX)
		d->notes[d->note_n++] = what;
}

/* Bytes and digests of a file that stands in the folder; its data are on the disk by then. */
static enum err add_file(struct draft *d, const struct manifest_file *facts)
{
	int fd;

	if (d->file_n == MANIFEST_FILES_MAX)
		return ERR_TOO_MANY;
	struct manifest_file *f = &d->files[d->file_n];
	*f = *facts;
	TRY(open_file(d, f->name.at, O_RDONLY, &fd));
	enum err e = manifest_digest(fd, d->arena, f);
	if (!e && fsync(fd) < 0)
		e = ERR_DISK;
	close(fd);
	if (!e)
		d->file_n++;
	return e;
}

static struct text keep(struct draft *d, const char *s)
{
	struct text t = text_of(s);

	return (struct text){ arena_copy(d->arena, t), t.n };
}

static struct list sizes_of(struct draft *d, const struct probe *p)
{
	struct manifest_size *out = ARENA_LIST(d->arena, struct manifest_size, PROBE_SIZES_MAX);

	static_assert(PROBE_SIZES_MAX <= MANIFEST_SIZES_MAX, "a manifest holds what a film has");
	for (int i = 0; i < p->sizes_n; i++)
		out[i] = (struct manifest_size){ p->sizes[i].width, p->sizes[i].height,
						 p->sizes[i].pictures };
	return (struct list){ out, (size_t)p->sizes_n };
}

static struct list facts_of_video(struct draft *d, const struct probe *p)
{
	struct manifest_video *v = ARENA_NEW(d->arena, struct manifest_video);

	if (!p->video[0])
		return (struct list){ 0 };
	v->codec = keep(d, p->video);
	v->width = p->sizes[0].width;
	v->height = p->sizes[0].height;
	v->frames = p->pictures;
	v->rate_mhz = p->rate_mhz > 1000000 ? 1000000 : p->rate_mhz;
	v->sizes = sizes_of(d, p);
	return (struct list){ v, 1 };
}

static struct list facts_of_audio(struct draft *d, const struct probe *p)
{
	struct manifest_audio *a = ARENA_NEW(d->arena, struct manifest_audio);

	if (!p->audio[0])
		return (struct list){ 0 };
	*a = (struct manifest_audio){ keep(d, p->audio), p->rate, p->channels, p->sounds };
	return (struct list){ a, 1 };
}

static struct text media_of(const struct reel_file *f)
{
	if (f->video == ENTRY_VP8)
		return TEXT("video/webm");
	return f->video ? TEXT("video/mp4") : TEXT("audio/mp4");
}

static enum err add_media(struct draft *d, const struct reel_file *r)
{
	const struct survey_leg *leg = &d->survey->legs[r->leg];
	char path[700];
	struct probe p;

	snprintf(path, sizeof(path), "%s/%s", d->folder, r->name);
	TRY(probe_file(path, &p));
	struct manifest_file f = {
		.name = keep(d, r->name),
		.kind = MANIFEST_MEDIA,
		.leg = leg->leg,
		.seat = leg->seat,
		.seat_name = leg->name,
		.media = media_of(r),
		.document = r->is_document,
		.offset_ms = r->base_us / 1000,
		.duration_ms = p.duration_ms,
		.video = facts_of_video(d, &p),
		.audio = facts_of_audio(d, &p),
	};
	TRY(add_file(d, &f));
	if (p.unsized > 0)
		note(d, arena_format(d->arena, "unsized %s %lld", r->name, (long long)p.unsized));
	if (!r->poster[0]) {
		if (r->video)
			note(d, arena_format(d->arena, "no_poster %s", r->name));
		return ERR_OK;
	}
	struct manifest_file poster = {
		.name = keep(d, r->poster),
		.kind = MANIFEST_POSTER,
		.leg = leg->leg,
		.seat = leg->seat,
		.seat_name = leg->name,
		.media = TEXT("image/jpeg"),
		.document = r->is_document,
		.offset_ms = f.offset_ms,
	};
	return add_file(d, &poster);
}

static void add_gaps(struct draft *d)
{
	size_t n;
	const struct gap *gaps = gapmap_list(d->survey->gaps, &n);
	struct manifest_gap *out = ARENA_LIST(d->arena, struct manifest_gap, n + 1);

	for (size_t i = 0; i < n; i++)
		out[i] = (struct manifest_gap){
			.from_ms = gaps[i].from_us / 1000,
			.till_ms = (gaps[i].till_us + 999) / 1000,
			.leg = gaps[i].leg,
			.media = text_of(media_words[gaps[i].media]),
			.why = text_of(gap_why_word(gaps[i].why)),
			.packets = gaps[i].packets < INT32_MAX ? gaps[i].packets : INT32_MAX,
		};
	d->m.gaps = (struct list){ out, n };
}

/* The seat's name as it was last. */
static struct text name_of(const struct survey *s, struct id leg)
{
	struct text name = TEXT("");

	for (int i = 0; i < ENTRY_LEGS_MAX; i++)
		if (s->legs[i].is_there && id_equals(s->legs[i].leg, leg))
			name = s->legs[i].name;
	return name;
}

static struct manifest_carried carried_of(const struct survey *s, const struct survey_carried *c)
{
	struct manifest_carried out = { .leg = c->leg,
					.seat_name = name_of(s, c->leg),
					.media = text_of(media_words[c->media]),
					.packets = c->packets,
					.bytes = c->bytes,
					.ms = c->ms };

	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		const struct survey_track *t = &s->tracks[i];
		if (!t->is_there || t->track.media != c->media ||
		    !id_equals(s->legs[t->track.leg].leg, c->leg))
			continue;
		out.journaled += t->journaled;
		out.filmed += t->filmed;
	}
	return out;
}

static void add_carried(struct draft *d)
{
	const struct survey *s = d->survey;
	struct manifest_carried *out =
		ARENA_LIST(d->arena, struct manifest_carried, s->carried_n + 1);

	static_assert(SURVEY_CARRIED_MAX <= MANIFEST_CARRIED_MAX, "a manifest holds them all");
	for (size_t i = 0; i < s->carried_n; i++)
		out[i] = carried_of(s, &s->carried[i]);
	d->m.carried = (struct list){ out, s->carried_n };
}

static struct manifest_chapter chapter_of(const struct survey_chapter *c)
{
	struct manifest_chapter out = { .at_ms = c->at_us / 1000, .text = c->text };

	if (!c->event.what)
		return out;
	out.kind = text_of(entry_what_word(c->event.what));
	out.leg = c->event.leg;
	out.seat = c->event.seat;
	out.name = c->event.name;
	return out;
}

static void add_chapters(struct draft *d)
{
	size_t n = d->survey->chapter_n;
	struct manifest_chapter *out = ARENA_LIST(d->arena, struct manifest_chapter, n + 1);

	for (size_t i = 0; i < n; i++)
		out[i] = chapter_of(&d->survey->chapters[i]);
	d->m.chapters = (struct list){ out, n };
}

static void add_head(struct draft *d, struct instant now)
{
	const struct survey *s = d->survey;
	char head[2 * SHA256_BYTES + 1];
	g_autofree char *gst = gst_version_string();

	sha256_format(s->end.head, head);
	d->m.version = MANIFEST_VERSION;
	d->m.visit = s->head.visit;
	d->m.recording = s->head.recording;
	d->m.part = s->head.part;
	d->m.late = s->head.part >= MANIFEST_LATE_FIRST;
	d->m.zero = s->begin.zero;
	d->m.from_ms = s->from_us / 1000;
	d->m.till_ms = s->till_us / 1000;
	d->m.made = now;
	d->m.program = arena_format(d->arena, "xinqiao-media finaliser 3, %s", gst);
	d->m.journal.chunks = s->end.chunks;
	d->m.journal.head = keep(d, head);
	d->m.journal.recovered = s->end.end != CHAIN_CLOSED;
}

static enum err write_gapmap(struct draft *d)
{
	struct buffer b;
	int fd;

	buffer_init(&b, d->arena);
	manifest_format_gaps(&d->m, &b);
	TRY(open_file(d, MANIFEST_GAPS, O_WRONLY | O_CREAT | O_TRUNC, &fd));
	ssize_t n = write(fd, b.at, b.n);
	close(fd);
	return n == (ssize_t)b.n ? ERR_OK : ERR_DISK_FULL;
}

static void note_clocks(struct draft *d)
{
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		const struct survey_track *t = &d->survey->tracks[i];
		bool is_refused = t->is_there && timeline_has_refused(t->timeline);
		if (!t->is_there || t->packets == 0 ||
		    (timeline_is_reported(t->timeline) && !is_refused))
			continue;
		note(d, arena_format(d->arena, "%s %s %u",
				     is_refused ? "reports_refused" : "no_sender_report",
				     d->survey->legs[t->track.leg].leg.text, t->track.ssrc));
	}
}

enum err package_describe(const char *folder, const struct survey *s, const struct reel *r,
			  struct instant now, struct manifest *out)
{
	struct draft *d = ARENA_NEW(s->arena, struct draft);
	struct manifest_file journal = { .name = TEXT(MANIFEST_CHAIN),
					 .kind = MANIFEST_JOURNAL,
					 .media = TEXT("application/octet-stream") };
	struct manifest_file gapmap = { .name = TEXT(MANIFEST_GAPS),
					.kind = MANIFEST_GAPMAP,
					.media = TEXT("application/json") };

	d->folder = folder;
	d->survey = s;
	d->arena = s->arena;
	add_head(d, now);
	add_gaps(d);
	add_chapters(d);
	add_carried(d);
	note_clocks(d);
	TRY(write_gapmap(d));
	TRY(add_file(d, &journal));
	TRY(add_file(d, &gapmap));
	for (int i = 0; i < reel_files(r); i++)
		TRY(add_media(d, reel_file(r, i)));
	d->m.files = (struct list){ d->files, d->file_n };
	d->m.notes = (struct list){ d->notes, d->note_n };
	*out = d->m;
	return ERR_OK;
}
