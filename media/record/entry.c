/* Entries of a journal to bytes and back. */
#include "media/record/entry.h"

#include <assert.h>
#include <string.h>

#define PREFIX_BYTES 13 /* kind 1, time 8, track 2, length 2 */

const char *entry_what_word(enum entry_what what)
{
	assert(what > 0 && what < ENTRY_WHAT_COUNT);
	return chapter_words[what];
}

static void text_add(struct sink *out, struct text t, size_t most)
{
	size_t n = t.n < most ? t.n : most;

	sink_u16(out, (uint16_t)n);
	sink_add(out, t.at, n);
}

static void event_format(const struct entry_event *e, struct sink *out)
{
	sink_u8(out, (uint8_t)e->what);
	sink_add(out, e->leg.text, ID_LENGTH);
	text_add(out, e->seat, ENTRY_SEAT_MAX);
	text_add(out, e->name, ENTRY_NAME_MAX);
}

static void track_format(const struct entry_track *t, struct sink *out)
{
	sink_u16(out, t->number);
	sink_u16(out, t->leg);
	sink_u8(out, (uint8_t)t->media);
	sink_u8(out, (uint8_t)t->codec);
	sink_u32(out, t->ssrc);
	sink_u8(out, t->payload_type);
	sink_u32(out, t->clock_rate);
}

static void dropped_format(const struct entry_dropped *d, struct sink *out)
{
	sink_u64(out, (uint64_t)d->from_us);
	sink_u64(out, (uint64_t)d->till_us);
	sink_u32(out, d->packets);
}

static void body_format(const struct entry *e, struct sink *out)
{
	switch (e->kind) {
	case ENTRY_BEGIN:
	case ENTRY_COVER:
		sink_u64(out, (uint64_t)e->begin.zero.ms);
		sink_u64(out, (uint64_t)e->begin.before.ms);
		sink_u8(out, e->begin.video);
		sink_u8(out, e->begin.audio);
		return;
	case ENTRY_LEG:
		sink_u16(out, e->leg.number);
		sink_add(out, e->leg.leg.text, ID_LENGTH);
		sink_u32(out, e->leg.epoch);
		text_add(out, e->leg.seat, ENTRY_SEAT_MAX);
		text_add(out, e->leg.name, ENTRY_NAME_MAX);
		return;
	case ENTRY_TRACK:
		track_format(&e->new_track, out);
		return;
	case ENTRY_RTP:
		sink_add(out, e->packet.at, e->packet.n);
		return;
	case ENTRY_REPORT:
		sink_u32(out, e->report.ssrc);
		sink_u64(out, e->report.ntp);
		sink_u32(out, e->report.rtp);
		return;
	case ENTRY_DROPPED:
		dropped_format(&e->dropped, out);
		return;
	case ENTRY_LIMITED:
		dropped_format(&e->dropped, out);
		sink_add(out, e->dropped.leg.text, strlen(e->dropped.leg.text));
		return;
	case ENTRY_CHAPTER:
		sink_add(out, e->chapter.at,
			 e->chapter.n < ENTRY_TEXT_MAX ? e->chapter.n : ENTRY_TEXT_MAX);
		return;
	case ENTRY_LEG_END:
		sink_u16(out, e->leg_end);
		return;
	case ENTRY_EVENT:
		event_format(&e->event, out);
		return;
	case ENTRY_CARRIED:
		sink_add(out, e->carried.leg.text, ID_LENGTH);
		sink_u8(out, (uint8_t)e->carried.media);
		sink_u32(out, e->carried.packets);
		sink_u64(out, e->carried.bytes);
		sink_u64(out, (uint64_t)e->carried.from_us);
		return;
	case ENTRY_MISSED:
		sink_u64(out, (uint64_t)e->missed.from_us);
		sink_u64(out, (uint64_t)e->missed.till_us);
		sink_u8(out, (uint8_t)e->missed.why);
		return;
	}
}

void entry_format(const struct entry *e, struct sink *out)
{
	sink_u8(out, (uint8_t)e->kind);
	sink_u64(out, (uint64_t)e->at_us);
	sink_u16(out, e->track);
	sink_u16(out, 0);
	size_t from = out->n;
	body_format(e, out);
	if (!sink_is_full(out))
		write_u16(out->at + from - 2, (uint16_t)(out->n - from));
}

/* Reads on within a body; everything past the end is zero and sets short. */
struct body {
	struct bytes rest;
	bool is_short;
};

static const uint8_t *body_take(struct body *b, size_t n)
{
	static const uint8_t nothing[64];

	if (b->rest.n < n) {
		b->is_short = true;
		b->rest.n = 0;
		return n <= sizeof(nothing) ? nothing : NULL;
	}
	const uint8_t *at = b->rest.at;
	b->rest.at += n;
	b->rest.n -= n;
	return at;
}

static struct text body_text(struct body *b, size_t most)
{
	size_t n = read_u16(body_take(b, 2));

	if (n > most || n > b->rest.n) {
		b->is_short = true;
		return (struct text){ 0 };
	}
	return (struct text){ (const char *)body_take(b, n), n };
}

static void begin_parse(struct body *b, struct entry_begin *out)
{
	out->zero.ms = (int64_t)read_u64(body_take(b, 8));
	out->before.ms = (int64_t)read_u64(body_take(b, 8));
	out->video = *body_take(b, 1) != 0;
	out->audio = *body_take(b, 1) != 0;
}

static void id_take(struct body *b, struct id *out)
{
	struct text id = { (const char *)body_take(b, ID_LENGTH), ID_LENGTH };

	if (b->is_short || id_parse(id, out))
		b->is_short = true;
}

static void leg_parse(struct body *b, struct entry_leg *out)
{
	out->number = read_u16(body_take(b, 2));
	id_take(b, &out->leg);
	out->epoch = read_u32(body_take(b, 4));
	out->seat = body_text(b, ENTRY_SEAT_MAX);
	out->name = body_text(b, ENTRY_NAME_MAX);
	if (!text_is_clean(out->seat, false) || !text_is_clean(out->name, false) ||
	    out->number >= ENTRY_LEGS_MAX)
		b->is_short = true;
}

static void track_parse(struct body *b, struct entry_track *out)
{
	out->number = read_u16(body_take(b, 2));
	out->leg = read_u16(body_take(b, 2));
	uint8_t media = *body_take(b, 1);
	uint8_t codec = *body_take(b, 1);
	out->ssrc = read_u32(body_take(b, 4));
	out->payload_type = *body_take(b, 1);
	out->clock_rate = read_u32(body_take(b, 4));

	bool audio = media == ENTRY_AUDIO && codec == ENTRY_OPUS;
	bool video = (media == ENTRY_VIDEO || media == ENTRY_DOCUMENT) &&
		     (codec == ENTRY_H264 || codec == ENTRY_VP8);
	if ((!audio && !video) || out->number >= ENTRY_TRACKS_MAX || out->leg >= ENTRY_LEGS_MAX ||
	    out->clock_rate < 1000 || out->clock_rate > 1000000) {
		b->is_short = true;
		return;
	}
	out->media = (enum entry_media)media;
	out->codec = (enum entry_codec)codec;
}

static void event_parse(struct body *b, struct entry_event *out)
{
	uint8_t what = *body_take(b, 1);

	id_take(b, &out->leg);
	out->seat = body_text(b, ENTRY_SEAT_MAX);
	out->name = body_text(b, ENTRY_NAME_MAX);
	if (what < ENTRY_JOINED || what >= ENTRY_WHAT_COUNT || !text_is_clean(out->seat, false) ||
	    !text_is_clean(out->name, false))
		b->is_short = true;
	else
		out->what = (enum entry_what)what;
}

static void carried_parse(struct body *b, struct entry_carried *out)
{
	id_take(b, &out->leg);
	uint8_t media = *body_take(b, 1);
	out->packets = read_u32(body_take(b, 4));
	out->bytes = read_u64(body_take(b, 8));
	out->from_us = (int64_t)read_u64(body_take(b, 8));
	if (media < ENTRY_AUDIO || media > ENTRY_DOCUMENT)
		b->is_short = true;
	else
		out->media = (enum entry_media)media;
}

static void missed_parse(struct body *b, struct entry_missing *out)
{
	out->from_us = (int64_t)read_u64(body_take(b, 8));
	out->till_us = (int64_t)read_u64(body_take(b, 8));
	uint8_t why = *body_take(b, 1);
	if (why != ENTRY_MISSED_DISK && why != ENTRY_MISSED_LIMIT)
		b->is_short = true;
	else
		out->why = (enum entry_missed)why;
}

static void dropped_parse(struct body *b, struct entry_dropped *out)
{
	out->from_us = (int64_t)read_u64(body_take(b, 8));
	out->till_us = (int64_t)read_u64(body_take(b, 8));
	out->packets = read_u32(body_take(b, 4));
}

static void body_parse(struct body *b, struct entry *out)
{
	switch (out->kind) {
	case ENTRY_BEGIN:
	case ENTRY_COVER:
		begin_parse(b, &out->begin);
		return;
	case ENTRY_LEG:
		leg_parse(b, &out->leg);
		return;
	case ENTRY_TRACK:
		track_parse(b, &out->new_track);
		return;
	case ENTRY_RTP:
		out->packet = b->rest;
		b->is_short = b->rest.n > ENTRY_PACKET_MAX;
		b->rest.n = 0;
		return;
	case ENTRY_REPORT:
		out->report.ssrc = read_u32(body_take(b, 4));
		out->report.ntp = read_u64(body_take(b, 8));
		out->report.rtp = read_u32(body_take(b, 4));
		return;
	case ENTRY_DROPPED:
		dropped_parse(b, &out->dropped);
		return;
	case ENTRY_LIMITED:
		dropped_parse(b, &out->dropped);
		if (b->rest.n > 0)
			id_take(b, &out->dropped.leg);
		return;
	case ENTRY_CHAPTER:
		out->chapter = (struct text){ (const char *)b->rest.at, b->rest.n };
		b->is_short = b->rest.n > ENTRY_TEXT_MAX || !text_is_clean(out->chapter, false);
		b->rest.n = 0;
		return;
	case ENTRY_LEG_END:
		out->leg_end = read_u16(body_take(b, 2));
		return;
	case ENTRY_EVENT:
		event_parse(b, &out->event);
		return;
	case ENTRY_CARRIED:
		carried_parse(b, &out->carried);
		return;
	case ENTRY_MISSED:
		missed_parse(b, &out->missed);
		return;
	}
}

enum err entry_parse(struct bytes *rest, struct entry *out)
{
	struct entry e = { 0 };

	if (rest->n < PREFIX_BYTES)
		return ERR_BROKEN_SEAL;
	uint8_t kind = rest->at[0];
	size_t n = read_u16(rest->at + 11);
	if (kind < ENTRY_BEGIN || kind > ENTRY_LIMITED || rest->n - PREFIX_BYTES < n)
		return ERR_BROKEN_SEAL;

	e.kind = (enum entry_kind)kind;
	e.at_us = (int64_t)read_u64(rest->at + 1);
	e.track = read_u16(rest->at + 9);
	struct body b = { { rest->at + PREFIX_BYTES, n }, false };
	body_parse(&b, &e);
	if (b.is_short || b.rest.n > 0)
		return ERR_BROKEN_SEAL;
	rest->at += PREFIX_BYTES + n;
	rest->n -= PREFIX_BYTES + n;
	*out = e;
	return ERR_OK;
}
