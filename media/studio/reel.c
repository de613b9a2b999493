/* Feeds the files of a part from its journal. */
#include "media/studio/reel.h"

#include "broker/common/base/log.h"
#include "broker/common/seal/manifest.h"
#include "media/packet/opus.h"
#include "media/studio/mux.h"
#include "media/studio/poster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POSTER_AFTER_US INT64_C(2000000) /* the very first picture is often black */
#define PICTURE_US      INT64_C(33333)
#define TICK_US         INT64_C(500000)
#define NO_PICTURE_US   INT64_C(2000000) /* a camera gives one a second at the very least */

/* A file that is being written. */
struct open_file {
	struct reel_file facts;
	struct mux *mux;
	struct poster *poster;
	bool has_late_poster;
	int64_t frames[2]; /* of sound, of pictures */
	int64_t pictures;  /* packets of them in the journal */
};

/* A source on its way into a file. */
struct feed {
	struct survey_track *track;
	struct open_file *file;
	struct order *order;
	struct framer *framer;
	int64_t first_us; /* of its first packet */
	int64_t end_us;   /* of the last frame that went in */
	bool has_begun;
	bool is_seen;
};

struct reel {
	struct open_file files[REEL_FILES_MAX];
	int n;
	struct feed *feeds; /* ENTRY_TRACKS_MAX, by number */
	struct survey *survey;
	const char *folder;
};

void reel_free(struct reel *r)
{
	if (!r)
		return;
	for (int i = 0; i < r->n; i++) {
		mux_free(r->files[i].mux);
		poster_free(r->files[i].poster);
	}
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		order_free(r->feeds[i].order);
		framer_free(r->feeds[i].framer);
	}
	free(r->feeds);
	free(r);
}

int reel_files(const struct reel *r)
{
	return r->n;
}

const struct reel_file *reel_file(const struct reel *r, int i)
{
	return &r->files[i].facts;
}

static bool is_picture(const struct entry_track *t)
{
	return t->media != ENTRY_AUDIO;
}

/* Sound goes to the file of the leg with the most of its pictures (a leg that changed its codec has
 * two), pictures to that of their codec; documents by themselves. */
static struct open_file *file_find(struct reel *r, const struct entry_track *t)
{
	struct id leg = r->survey->legs[t->leg].leg;
	struct open_file *found = NULL;

	for (int i = 0; i < r->n; i++) {
		const struct reel_file *f = &r->files[i].facts;
		bool fits = !is_picture(t) || f->video == t->codec;
		if (fits && f->is_document == (t->media == ENTRY_DOCUMENT) &&
		    id_equals(r->survey->legs[f->leg].leg, leg) &&
		    (!found || r->files[i].pictures > found->pictures))
			found = &r->files[i];
	}
	return found;
}

static struct open_file *file_get(struct reel *r, const struct entry_track *t)
{
	struct open_file *f = file_find(r, t);

	if (!f && r->n < REEL_FILES_MAX) {
		f = &r->files[r->n++];
		f->facts.video = is_picture(t) ? t->codec : 0;
		f->facts.is_document = t->media == ENTRY_DOCUMENT;
		f->facts.base_us = INT64_MAX;
	}
	if (f)
		f->facts.leg = t->leg;
	return f;
}

static void feed_open(struct reel *r, int number)
{
	struct survey_track *t = &r->survey->tracks[number];
	struct feed *feed = &r->feeds[number];

	if (t->is_empty) { /* no whole frame: the gap map says that it was there */
		struct gap g = { .leg = r->survey->legs[t->track.leg].leg,
				 .media = t->track.media,
				 .why = GAP_KEY_FRAME,
				 .from_us = t->first_us,
				 .till_us = t->last_us,
				 .packets = t->packets };

		gapmap_add(r->survey->gaps, &g);
		return;
	}
	feed->file = file_get(r, &t->track);
	if (!feed->file)
		return;
	feed->track = t;
	t->filmed = 0;
	feed->order = order_new();
	feed->framer = framer_new(t->track.codec);
	if (t->track.media == ENTRY_AUDIO)
		feed->file->facts.has_audio = true;
	else
		feed->file->pictures += t->packets;
}

/* Video first: it says what kind of file a leg has. */
static void feeds_open(struct reel *r, enum entry_media media)
{
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		const struct survey_track *t = &r->survey->tracks[i];
		if (t->is_there && t->packets > 0 && t->track.media == media)
			feed_open(r, i);
	}
}

/* leg-<id>.mp4, leg-<id>-2.webm, leg-<id>-document.mp4 */
static void name_files(struct reel *r)
{
	for (int i = 0; i < r->n; i++) {
		struct reel_file *f = &r->files[i].facts;
		const char *leg = r->survey->legs[f->leg].leg.text;
		char more[8] = "";
		int before = 0;
		for (int k = 0; k < i; k++)
			before += r->files[k].facts.is_document == f->is_document &&
				  strcmp(r->survey->legs[r->files[k].facts.leg].leg.text, leg) == 0;
		if (before > 0)
			snprintf(more, sizeof(more), "-%d", (before + 1) % 1000);
		snprintf(f->name, sizeof(f->name), "leg-%s%s%s.%s", leg,
			 f->is_document ? "-document" : "", more, mux_suffix(f->video));
	}
}

static enum err path_of(const struct reel *r, const char *name, char out[600])
{
	int n = snprintf(out, 600, "%s/%s", r->folder, name);

	return n > 0 && n < 600 ? ERR_OK : ERR_TOO_LARGE;
}

static enum err files_open(struct reel *r)
{
	char path[600];

	name_files(r);
	for (int i = 0; i < r->n; i++) {
		struct open_file *f = &r->files[i];
		TRY(path_of(r, f->facts.name, path));
		struct mux_options o = { path, f->facts.video, f->facts.has_audio };
		TRY(mux_new(&o, &f->mux));
		if (f->facts.video)
			f->poster = poster_new(f->facts.video);
	}
	return ERR_OK;
}

/* The file's zero: where its first source begins, on a whole millisecond. */
static int64_t base_of(const struct reel *r, const struct open_file *file)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		const struct feed *f = &r->feeds[i];
		if (f->file == file && timeline_start(f->track->timeline) < least)
			least = timeline_start(f->track->timeline);
	}
	int64_t ms = least / 1000 - (least % 1000 < 0);
	return ms * 1000;
}

static void tell_gap(struct reel *r, const struct feed *f, const struct gap *g)
{
	struct gap out = *g;

	out.leg = r->survey->legs[f->track->track.leg].leg;
	out.media = f->track->track.media;
	gapmap_add(r->survey->gaps, &out);
}

/* What an event has told already is told once. */
static void tell_rest(struct reel *r, const struct feed *f, struct gap g)
{
	g.leg = r->survey->legs[f->track->track.leg].leg;
	g.media = f->track->track.media;
	told_rest(r->survey->told, &g, r->survey->gaps);
}

static void find_gap(struct reel *r, struct feed *f, const struct frame *frame, int64_t at_us)
{
	struct gap g = { .from_us = f->end_us, .till_us = at_us, .packets = frame->lost };

	if (!f->has_begun) {
		g.from_us = f->first_us;
		g.why = frame->lost > 0 ? GAP_LOST : GAP_KEY_FRAME;
		if (frame->skipped > 0)
			tell_rest(r, f, g);
		return;
	}
	bool is_camera = f->track->track.media == ENTRY_VIDEO;
	g.why = frame->lost > 0 ? GAP_LOST : frame->skipped > 0 ? GAP_KEY_FRAME : GAP_NO_PICTURE;
	if (g.why != GAP_NO_PICTURE || (is_camera && at_us - f->end_us > NO_PICTURE_US))
		tell_rest(r, f, g);
}

static int64_t length_us(const struct feed *f, const struct frame *frame)
{
	if (is_picture(&f->track->track))
		return PICTURE_US;
	return (int64_t)opus_samples(frame->packets[0]->rtp.payload) * 1000 / 48;
}

static void keep_poster(struct open_file *file, const struct frame *frame, int64_t at_us)
{
	if (!file->poster || !frame->is_key || file->has_late_poster)
		return;
	bool is_late = at_us - file->facts.base_us >= POSTER_AFTER_US;
	if (!is_late && poster_has_frame(file->poster))
		return;
	poster_take(file->poster, frame);
	file->has_late_poster = is_late;
}

static enum err feed_frame(struct reel *r, struct feed *f, struct frame *frame)
{
	struct survey_track *t = f->track;
	int64_t at_us = timeline_at(t->timeline, frame->seq, frame->ts);

	if (at_us < f->file->facts.base_us)
		at_us = f->file->facts.base_us; /* nothing lies before the start of a file */
	find_gap(r, f, frame, at_us);
	f->end_us = at_us + length_us(f, frame);
	f->has_begun = true;
	if (is_picture(&t->track))
		keep_poster(f->file, frame, at_us);
	t->filmed += frame->n;
	f->file->facts.frames++;
	f->file->frames[is_picture(&t->track)]++;
	return mux_push(f->file->mux, t->track.media, frame, at_us - f->file->facts.base_us);
}

static enum err feed_packets(struct reel *r, struct feed *f, bool all)
{
	struct packet *p;

	while ((p = order_next(f->order, all))) {
		if (!f->has_begun && f->first_us == INT64_MIN)
			f->first_us = timeline_at(f->track->timeline, p->seq, p->ts);
		struct frame *frame = framer_take(f->framer, p);
		if (frame)
			TRY(feed_frame(r, f, frame));
	}
	return ERR_OK;
}

/* A leg that comes back has a new source: the one before is over, whatever still waits in it goes
 * into the file first. */
static enum err end_earlier(struct reel *r, int number)
{
	struct feed *f = &r->feeds[number];

	f->is_seen = true;
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		struct feed *old = &r->feeds[i];
		if (i == number || !old->order || !old->is_seen || old->file != f->file ||
		    old->track->track.media != f->track->track.media)
			continue;
		TRY(feed_packets(r, old, true));
		order_free(old->order);
		old->order = NULL;
	}
	return ERR_OK;
}

/* Sources that fell silent give out what they hold. */
static enum err feed_silent(struct reel *r, int64_t now_us)
{
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		struct feed *f = &r->feeds[i];
		if (!f->order)
			continue;
		order_tick(f->order, now_us);
		TRY(feed_packets(r, f, false));
	}
	return ERR_OK;
}

static enum err feed_all(struct reel *r, struct journal_reader *reader)
{
	int64_t ticked_us = 0;
	struct entry e;
	enum err err;

	while (!(err = journal_reader_next(reader, &e))) {
		if (e.at_us - ticked_us >= TICK_US) {
			ticked_us = e.at_us;
			TRY(feed_silent(r, e.at_us));
		}
		if (e.kind != ENTRY_RTP || e.track >= ENTRY_TRACKS_MAX)
			continue;
		struct feed *f = &r->feeds[e.track];
		if (f->order && !f->is_seen)
			TRY(end_earlier(r, e.track));
		if (f->order && order_take(f->order, e.packet, e.at_us))
			TRY(feed_packets(r, f, false));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		if (r->feeds[i].order)
			TRY(feed_packets(r, &r->feeds[i], true));
	}
	return ERR_OK;
}

static void tell_jumps(struct reel *r)
{
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		struct feed *f = &r->feeds[i];
		for (int k = 0; f->track && k < timeline_jumps(f->track->timeline); k++) {
			int64_t at = timeline_jump_at(f->track->timeline, k);
			struct gap g = { .why = GAP_CLOCK_JUMP, .from_us = at, .till_us = at };
			tell_gap(r, f, &g);
		}
	}
}

static void save_poster(struct reel *r, struct open_file *f)
{
	char path[600], name[REEL_NAME_MAX];
	size_t stem = strcspn(f->facts.name, ".");

	snprintf(name, sizeof(name), "%.*s.jpg", (int)stem, f->facts.name);
	if (!f->poster || path_of(r, name, path))
		return;
	enum err e = poster_save(f->poster, path);
	if (e) {
		remove(path);
		log_odd("studio.no_poster", "leg=%s why=%s", r->survey->legs[f->facts.leg].leg.text,
			err_word(e));
		return;
	}
	memcpy(f->facts.poster, name, sizeof(name));
}

/* Ends the files; one into which nothing went is removed. */
static enum err files_close(struct reel *r)
{
	char path[600];
	int kept = 0;

	for (int i = 0; i < r->n; i++) {
		struct open_file *f = &r->files[i];
		TRY(path_of(r, f->facts.name, path));
		if (f->facts.frames > 0) {
			TRY(mux_finish(f->mux));
			save_poster(r, f);
		}
		mux_free(f->mux);
		poster_free(f->poster);
		f->mux = NULL;
		f->poster = NULL;
		if (f->facts.frames == 0)
			remove(path);
		else
			r->files[kept++].facts = f->facts;
	}
	r->n = kept;
	return ERR_OK;
}

static enum err reel_fill(const char *folder, struct survey *s, struct journal_reader *reader,
			  struct reel **out)
{
	OWN(reel) r = calloc(1, sizeof(*r));

	if (!r)
		abort();
	r->survey = s;
	r->folder = folder;
	r->feeds = calloc(ENTRY_TRACKS_MAX, sizeof(*r->feeds));
	if (!r->feeds)
		abort();
	for (int i = 0; i < ENTRY_TRACKS_MAX; i++)
		r->feeds[i].first_us = INT64_MIN;
	feeds_open(r, ENTRY_VIDEO);
	feeds_open(r, ENTRY_DOCUMENT);
	feeds_open(r, ENTRY_AUDIO);
	for (int i = 0; i < r->n; i++)
		r->files[i].facts.base_us = base_of(r, &r->files[i]);
	TRY(files_open(r));
	TRY(journal_reader_rewind(reader));
	TRY(feed_all(r, reader));
	*out = reel_give(&r);
	return ERR_OK;
}

/* A part cut off before the first key frame was whole has sound and no picture. A track without
 * a frame makes an MP4 that no player takes. */
static bool find_empty(struct reel *r)
{
	bool any = false;

	for (int i = 0; i < ENTRY_TRACKS_MAX; i++) {
		const struct feed *f = &r->feeds[i];
		if (!f->file || f->file->facts.frames == 0 ||
		    f->file->frames[is_picture(&f->track->track)] > 0)
			continue;
		r->survey->tracks[i].is_empty = true;
		any = true;
	}
	return any;
}

static enum err files_remove(struct reel *r)
{
	char path[600], name[REEL_NAME_MAX + 8];

	for (int i = 0; i < r->n; i++) {
		mux_free(r->files[i].mux);
		r->files[i].mux = NULL;
		TRY(path_of(r, r->files[i].facts.name, path));
		remove(path);
		snprintf(name, sizeof(name), "%s.moov", r->files[i].facts.name);
		TRY(path_of(r, name, path));
		remove(path);
	}
	return ERR_OK;
}

/* The gaps as they were before the first try. */
static struct gapmap *gaps_copy(struct gapmap *gaps)
{
	struct gapmap *copy = gapmap_new(MANIFEST_GAPS_MAX);
	size_t n;
	const struct gap *list = gapmap_list(gaps, &n);

	for (size_t i = 0; i < n; i++)
		gapmap_add(copy, &list[i]);
	return copy;
}

enum err reel_new(const char *folder, struct survey *s, struct journal_reader *reader,
		  struct reel **out)
{
	OWN(gapmap) gaps = gaps_copy(s->gaps);
	OWN(reel) r = NULL;

	TRY(reel_fill(folder, s, reader, &r));
	if (find_empty(r)) {
		struct gapmap *tried = s->gaps;
		s->gaps = gapmap_give(&gaps);
		gapmap_free(tried);
		TRY(files_remove(r));
		reel_free(reel_give(&r));
		TRY(reel_fill(folder, s, reader, &r));
	}
	TRY(files_close(r));
	tell_jumps(r);
	*out = reel_give(&r);
	return ERR_OK;
}
