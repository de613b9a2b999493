/* Turns packets and notes of a visit into entries of its journal. */
#include "media/record/tape.h"

#include "media/packet/rtcp.h"
#include "media/record/tape_legs.h"

#include <stdlib.h>
#include <string.h>

struct tape_track {
	uint16_t leg;
	uint32_t ssrc;
	enum tap_codec codec;
};

struct tape {
	struct id visit;
	struct journal *journal;
	bool video;
	bool audio;
	int64_t audio_us; /* since when it is covered here */
	int64_t video_us;
	int64_t cut_us;
	struct instant wall; /* for a cut in between */
	struct tape_legs legs;
	int chapter_n;                              /* in this part */
	struct tape_track tracks[ENTRY_TRACKS_MAX]; /* the index is the number in this part */
	int track_n;
	int last_track;
	struct entry_missing missed; /* since the last part ended; why 0: nothing */
};

static const enum entry_media media_of[] = {
	[TAP_AUDIO] = ENTRY_AUDIO, [TAP_VIDEO] = ENTRY_VIDEO, [TAP_DOCUMENT] = ENTRY_DOCUMENT
};

struct tape *tape_new(struct id visit)
{
	struct tape *t = calloc(1, sizeof(*t));

	if (!t)
		abort();
	tape_legs_init(&t->legs);
	t->visit = visit;
	return t;
}

void tape_free(struct tape *t)
{
	if (!t)
		return;
	journal_free(t->journal);
	tape_legs_clear(&t->legs);
	free(t);
}

struct id tape_visit(const struct tape *t)
{
	return t->visit;
}

struct journal *tape_journal(struct tape *t)
{
	return t->journal;
}

int64_t tape_cut_us(const struct tape *t)
{
	return t->cut_us;
}

/* Adds; a full chunk is written first. */
static enum err add(struct tape *t, const struct entry *e)
{
	if (!t->journal)
		return ERR_OK;
	enum err err = journal_add(t->journal, e);
	if (err != ERR_TOO_LARGE)
		return err;
	TRY(tape_cut(t, t->wall, e->at_us));
	return journal_add(t->journal, e);
}

static enum err write_leg(struct tape *t, int number, int64_t at_us)
{
	struct tape_leg *l = &t->legs.list[number];
	struct entry e = { .kind = ENTRY_LEG,
			   .at_us = at_us,
			   .leg = { .number = (uint16_t)number,
				    .leg = l->leg,
				    .epoch = l->epoch,
				    .seat = text_of(l->seat),
				    .name = text_of(l->name) } };

	TRY(add(t, &e));
	l->is_written = true;
	return ERR_OK;
}

enum err tape_tell(struct tape *t, const struct entry_leg *who, enum entry_what what, int64_t at_us)
{
	struct entry e = { .kind = ENTRY_EVENT,
			   .at_us = at_us,
			   .event = { what, who->leg, who->seat, who->name } };

	if (t->journal && t->chapter_n == ENTRY_CHAPTERS_MAX)
		return ERR_TOO_MANY;
	TRY(add(t, &e));
	t->chapter_n++;
	return ERR_OK;
}

static enum err tell(struct tape *t, const struct tape_leg *l, enum entry_what what, int64_t at_us)
{
	struct entry_leg who = { .leg = l->leg,
				 .seat = text_of(l->seat),
				 .name = text_of(l->name) };

	return tape_tell(t, &who, what, at_us);
}

static enum err tell_joined(struct tape *t, struct tape_leg *l, int64_t at_us)
{
	if (!t->journal || l->is_told || !l->has_joined || !l->seat[0])
		return ERR_OK;
	l->is_told = true;
	TRY(tell(t, l, ENTRY_JOINED, at_us));
	if (l->is_muted)
		TRY(tell(t, l, ENTRY_MUTED, at_us));
	return l->is_camera_off ? tell(t, l, ENTRY_CAMERA_OFF, at_us) : ERR_OK;
}

static enum err write_track(struct tape *t, const struct tap_source *s, int leg, int64_t at_us)
{
	static const enum entry_codec codecs[] = {
		[TAP_OPUS] = ENTRY_OPUS, [TAP_H264] = ENTRY_H264, [TAP_VP8] = ENTRY_VP8
	};
	struct entry e = { .kind = ENTRY_TRACK,
			   .at_us = at_us,
			   .new_track = { .number = (uint16_t)t->track_n,
					  .leg = (uint16_t)leg,
					  .media = media_of[s->track],
					  .codec = codecs[s->codec],
					  .ssrc = s->ssrc,
					  .payload_type = s->payload_type,
					  .clock_rate = s->clock_rate } };

	if (!t->legs.list[leg].is_written)
		TRY(write_leg(t, leg, at_us));
	TRY(add(t, &e));
	t->tracks[t->track_n] = (struct tape_track){ (uint16_t)leg, s->ssrc, s->codec };
	t->last_track = t->track_n++;
	return ERR_OK;
}

static bool is_track(const struct tape *t, int i, const struct tap_source *s)
{
	const struct tape_track *k = &t->tracks[i];
	const struct tape_leg *l = &t->legs.list[k->leg];

	return k->ssrc == s->ssrc && k->codec == s->codec && l->epoch == s->epoch &&
	       id_equals(l->leg, s->leg);
}

/* The number of a source in this part. */
static enum err track_number(struct tape *t, const struct tap_source *s, int64_t at_us, int *number)
{
	if (t->last_track < t->track_n && is_track(t, t->last_track, s)) {
		*number = t->last_track;
		return ERR_OK;
	}
	for (int i = t->track_n; i > 0; i--) {
		if (is_track(t, i - 1, s)) {
			*number = t->last_track = i - 1;
			return ERR_OK;
		}
	}
	int leg = tape_legs_get(&t->legs, s->leg, s->epoch, !t->journal);
	if (leg < 0 || t->track_n == ENTRY_TRACKS_MAX)
		return ERR_TOO_MANY;
	TRY(write_track(t, s, leg, at_us));
	*number = t->last_track;
	return ERR_OK;
}

static enum err take_report(struct tape *t, struct entry *e, struct bytes bytes)
{
	struct rtcp_sender sender;
	struct rtcp r;

	if (rtcp_next(&bytes, &r) || rtcp_parse_sender(&r, &sender))
		return ERR_OK;
	e->kind = ENTRY_REPORT;
	e->report = (struct entry_report){ sender.ssrc, sender.ntp, sender.rtp };
	return add(t, e);
}

static enum err take_packet(struct tape *t, const struct intake_item *item, struct bytes bytes)
{
	bool covered = item->source.track == TAP_AUDIO ? t->audio : t->video;
	int number;

	if (!t->journal || !covered || bytes.n > ENTRY_PACKET_MAX || item->source.clock_rate < 1000)
		return ERR_OK;
	TRY(track_number(t, &item->source, item->at_us, &number));
	struct entry e = {
		.kind = ENTRY_RTP, .at_us = item->at_us, .track = (uint16_t)number, .packet = bytes
	};
	return item->packet_kind == TAP_RTP ? add(t, &e) : take_report(t, &e, bytes);
}

/* Of a leg whose joining is not told yet, what it is now will be told with it. */
static enum err take_turn(struct tape *t, struct tape_leg *l, bool *is, enum entry_what what,
			  int64_t at_us)
{
	bool now = what == ENTRY_MUTED || what == ENTRY_CAMERA_OFF;
	bool is_new = *is != now;

	*is = now;
	return is_new && l->is_told ? tell(t, l, what, at_us) : ERR_OK;
}

/* Since when anything is covered here. */
static int64_t covered_us(const struct tape *t)
{
	if (!t->audio || !t->video)
		return t->audio ? t->audio_us : t->video_us;
	return t->audio_us < t->video_us ? t->audio_us : t->video_us;
}

/* Of what came before the journal or its cover nothing is missing in it. */
static enum err take_limited(struct tape *t, const struct intake_item *item)
{
	struct entry e = { .kind = ENTRY_LIMITED,
			   .at_us = item->at_us,
			   .track = UINT16_MAX,
			   .dropped = { item->from_us, item->till_us, item->dropped,
					item->source.leg } };
	int64_t since_us = covered_us(t);

	if (!(t->audio || t->video) || item->till_us < since_us)
		return ERR_OK;
	if (e.dropped.from_us < since_us)
		e.dropped.from_us = since_us;
	return add(t, &e);
}

static enum err take_note(struct tape *t, const struct intake_item *item)
{
	if (item->event < TAP_LEG_JOINED || item->event > TAP_LEG_LIMITED)
		return ERR_OK;
	int i = tape_legs_get(&t->legs, item->source.leg, item->source.epoch, !t->journal);
	if (i < 0)
		return ERR_TOO_MANY;
	struct tape_leg *l = &t->legs.list[i];
	switch (item->event) {
	case TAP_LEG_JOINED:
		t->legs.list[i].has_joined = true;
		t->legs.list[i].has_left = false;
		return tell_joined(t, &t->legs.list[i], item->at_us);
	case TAP_LEG_LOST:
		return tell(t, &t->legs.list[i], ENTRY_LOST, item->at_us);
	case TAP_LEG_BACK:
		return tell(t, &t->legs.list[i], ENTRY_BACK, item->at_us);
	case TAP_LEG_LEFT:
		t->legs.list[i].has_joined = false;
		t->legs.list[i].has_left = true;
		return tell(t, &t->legs.list[i], ENTRY_LEFT, item->at_us);
	case TAP_LEG_SHOWS:
		return tell(t, &t->legs.list[i], ENTRY_SHOWS, item->at_us);
	case TAP_LEG_SHOWED:
		return tell(t, &t->legs.list[i], ENTRY_SHOWED, item->at_us);
	case TAP_LEG_CAMERA_OFF:
		return take_turn(t, l, &l->is_camera_off, ENTRY_CAMERA_OFF, item->at_us);
	case TAP_LEG_CAMERA_ON:
		return take_turn(t, l, &l->is_camera_off, ENTRY_CAMERA_ON, item->at_us);
	case TAP_LEG_MUTED:
		return take_turn(t, l, &l->is_muted, ENTRY_MUTED, item->at_us);
	case TAP_LEG_HEARD:
		return take_turn(t, l, &l->is_muted, ENTRY_HEARD, item->at_us);
	case TAP_LEG_LIMITED:
		return take_limited(t, item);
	case TAP_STAGE_OPENED:
	case TAP_STAGE_CHANGED:
	case TAP_STAGE_CLOSED:
	case TAP_STAGE_MOVED:
	case TAP_TRACK_STARTED:
	case TAP_TRACK_GAP:
	case TAP_CARRIED:
		break;
	}
	return ERR_OK;
}

/* What began before the journal or its cover did is not in it as a whole. */
static enum err take_carried(struct tape *t, const struct intake_item *item)
{
	bool is_audio = item->source.track == TAP_AUDIO;
	bool covered = is_audio ? t->audio : t->video;
	int64_t since_us = is_audio ? t->audio_us : t->video_us;
	struct entry e = { .kind = ENTRY_CARRIED,
			   .at_us = item->at_us,
			   .carried = { .leg = item->source.leg,
					.media = media_of[item->source.track],
					.packets = item->packets,
					.bytes = item->bytes,
					.from_us = item->from_us } };

	return covered && item->from_us >= since_us ? add(t, &e) : ERR_OK;
}

enum err tape_take(struct tape *t, const struct intake_item *item, struct bytes bytes)
{
	switch (item->kind) {
	case INTAKE_PACKET:
		return take_packet(t, item, bytes);
	case INTAKE_NOTE:
		return item->event == TAP_CARRIED ? take_carried(t, item) : take_note(t, item);
	case INTAKE_DROPPED:
		break;
	}
	struct entry e = { .kind = item->is_fast ? ENTRY_LIMITED : ENTRY_DROPPED,
			   .at_us = item->at_us,
			   .track = UINT16_MAX,
			   .dropped = { item->at_us, item->till_us, item->dropped, { "" } } };
	return add(t, &e);
}

enum err tape_cover(struct tape *t, bool video, bool audio, int64_t now_us)
{
	struct entry e = { .kind = ENTRY_COVER,
			   .at_us = now_us,
			   .cover = { .video = video, .audio = audio } };

	t->video_us = video && !t->video ? now_us : t->video_us;
	t->audio_us = audio && !t->audio ? now_us : t->audio_us;
	t->video = video;
	t->audio = audio;
	return add(t, &e);
}

enum err tape_leg(struct tape *t, const struct entry_leg *leg, int64_t now_us)
{
	int i = tape_legs_get(&t->legs, leg->leg, leg->epoch, !t->journal);

	if (i < 0)
		return ERR_TOO_MANY;
	struct tape_leg *l = &t->legs.list[i];
	TRY(text_copy(leg->seat, l->seat, sizeof(l->seat)));
	TRY(text_copy(leg->name, l->name, sizeof(l->name)));
	if (!t->journal)
		return ERR_OK;
	TRY(write_leg(t, i, now_us));
	return tell_joined(t, l, now_us);
}

static enum err tell_missed(struct tape *t, int64_t now_us)
{
	struct entry e = { .kind = ENTRY_MISSED, .at_us = now_us, .missed = t->missed };

	if (!t->missed.why)
		return ERR_OK;
	if (!e.missed.till_us)
		e.missed.till_us = now_us;
	TRY(add(t, &e));
	t->missed = (struct entry_missing){ 0 };
	return ERR_OK;
}

void tape_miss(struct tape *t, enum err why, int64_t now_us)
{
	if (t->missed.why)
		return;
	t->missed.from_us = now_us;
	t->missed.why = why == ERR_TOO_MANY ? ENTRY_MISSED_LIMIT : ENTRY_MISSED_DISK;
}

bool tape_misses(const struct tape *t)
{
	return t->missed.why;
}

void tape_miss_till(struct tape *t, int64_t till_us)
{
	t->missed.till_us = till_us;
}

struct journal_part tape_part(const struct tape *t)
{
	struct journal_part p = *journal_part(t->journal);

	p.video = t->video;
	p.audio = t->audio;
	p.follows = true;
	return p;
}

enum err tape_open(struct tape *t, const struct journal_options *o, const struct journal_part *p,
		   struct instant now, int64_t now_us)
{
	struct journal_part part = *p;

	part.follows = part.follows || t->missed.why;
	TRY(journal_open(o, &part, now, now_us, &t->journal));
	t->video = p->video;
	t->audio = p->audio;
	t->audio_us = t->video_us = now_us;
	t->cut_us = now_us;
	t->wall = now;
	t->track_n = 0;
	t->chapter_n = 0;
	tape_legs_forget(&t->legs);
	TRY(tell_missed(t, now_us));
	for (int i = 0; i < t->legs.n; i++) {
		t->legs.list[i].is_written = false;
		t->legs.list[i].is_told = false;
	}
	for (int i = 0; i < t->legs.n; i++) {
		if (!t->legs.list[i].has_joined)
			continue;
		TRY(write_leg(t, i, now_us));
		TRY(tell_joined(t, &t->legs.list[i], now_us));
	}
	return ERR_OK;
}

enum err tape_close(struct tape *t, struct instant now, int64_t now_us)
{
	if (!t->journal)
		return ERR_OK;
	TRY(journal_close(t->journal, now, now_us));
	tape_abandon(t);
	return ERR_OK;
}

void tape_abandon(struct tape *t)
{
	journal_free(t->journal);
	t->journal = NULL;
}

enum err tape_cut(struct tape *t, struct instant now, int64_t now_us)
{
	TRY(journal_cut(t->journal, now, now_us));
	t->cut_us = now_us;
	t->wall = now;
	return ERR_OK;
}
