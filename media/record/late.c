/* Tapes of stretches that are over, told on the clock of this machine. */
#include "media/record/late.h"

#include "media/packet/h264.h"
#include "media/packet/rtp.h"
#include "media/packet/vp8.h"
#include "media/record/tape.h"

#include <stdio.h>
#include <stdlib.h>

#define AHEAD_US INT64_C(1000000) /* a clock that runs fast */

struct stretch {
	struct id id; /* not set: free */
	struct id visit;
	struct id leg;
	struct tape *tape; /* NULL: no packet yet, or done */
	bool is_done;
	bool has_key;
	uint32_t part;
	int64_t next;
	int64_t shift_us;    /* from the kiosk's clock to ours */
	int64_t newest_us;   /* of the packets */
	struct instant wall; /* at the newest */
	int64_t heard_us;
};

struct late_row {
	struct journal_options options;
	struct late_listener listener;
	struct stretch list[LATE_STRETCHES_MAX];
};

struct late_row *late_row_new(const struct journal_options *o, struct late_listener l)
{
	struct late_row *r = calloc(1, sizeof(*r));

	if (!r)
		abort();
	r->options = *o;
	r->listener = l;
	return r;
}

void late_row_free(struct late_row *r)
{
	if (!r)
		return;
	for (int i = 0; i < LATE_STRETCHES_MAX; i++)
		tape_free(r->list[i].tape);
	free(r);
}

static struct stretch *find(struct late_row *r, struct id id)
{
	for (int i = 0; i < LATE_STRETCHES_MAX; i++)
		if (id_equals(r->list[i].id, id))
			return &r->list[i];
	return NULL;
}

/* A free place, or that of the stretch that was closed first: its last answer may have been lost,
 * so it is remembered as long as there is room. NULL: none. */
static struct stretch *make_room(struct late_row *r)
{
	struct stretch *oldest = NULL;

	for (int i = 0; i < LATE_STRETCHES_MAX; i++) {
		struct stretch *s = &r->list[i];

		if (!id_is_set(s->id))
			return s;
		if (s->is_done && (!oldest || s->heard_us < oldest->heard_us))
			oldest = s;
	}
	return oldest;
}

/* Every packet can be read, and was made when it can have been. */
static enum err check(const struct stretch *s, struct bytes rest, int64_t now_us)
{
	struct backfill_packet packet;
	struct rtp rtp;

	while (rest.n > 0) {
		TRY(backfill_parse(&rest, &packet));
		TRY(rtp_parse(packet.rtp, &rtp));
		int64_t at_us = packet.at_us + s->shift_us;
		if (at_us > now_us + AHEAD_US || at_us < now_us - LATE_REACH_US)
			return ERR_BAD_INPUT;
	}
	return ERR_OK;
}

static enum err open_tape(struct late_row *r, struct stretch *s, const struct late_piece *p,
			  int64_t at_us)
{
	s->tape = tape_new(p->part.visit);
	TRY(tape_open(s->tape, &r->options, &p->part, s->wall, at_us));
	s->part = journal_number(tape_journal(s->tape));
	TRY(tape_leg(s->tape, &p->who, at_us));
	return tape_tell(s->tape, &p->who, ENTRY_BROUGHT, at_us);
}

static bool is_key(enum backfill_codec codec, struct bytes payload)
{
	struct h264 h;
	struct vp8 v;

	if (codec == BACKFILL_VP8)
		return !vp8_parse(payload, &v) && v.starts_frame && v.key_frame;
	return !h264_parse(payload, &h) && h.starts_key;
}

static enum err take_packet(struct stretch *s, const struct late_piece *p,
			    const struct backfill_packet *packet)
{
	static const enum tap_codec pictures[] = {
		[BACKFILL_H264] = TAP_H264, [BACKFILL_VP8] = TAP_VP8
	};
	bool is_sound = packet->line == BACKFILL_SOUND;
	struct intake_item item = { .kind = INTAKE_PACKET,
				    .packet_kind = TAP_RTP,
				    .at_us = s->newest_us,
				    .n = (uint32_t)packet->rtp.n };
	struct rtp rtp;

	TRY(rtp_parse(packet->rtp, &rtp));
	s->has_key = s->has_key || (!is_sound && is_key(p->picture, rtp.payload));
	if (!is_sound && !s->has_key) /* it stands in the part that was lost, and needs that one */
		return ERR_OK;
	item.source = (struct tap_source){
		.visit = p->part.visit,
		.leg = p->who.leg,
		.epoch = p->who.epoch,
		.track = is_sound ? TAP_AUDIO : TAP_VIDEO,
		.codec = is_sound ? TAP_OPUS : pictures[p->picture],
		.payload_type = rtp.payload_type,
		.clock_rate = is_sound ? 48000 : 90000,
		.ssrc = rtp.ssrc,
	};
	return tape_take(s->tape, &item, packet->rtp);
}

static enum err take_packets(struct late_row *r, struct stretch *s, const struct late_piece *p,
			     struct instant now, int64_t now_us)
{
	struct bytes rest = p->packets;
	struct backfill_packet packet;

	while (rest.n > 0) {
		TRY(backfill_parse(&rest, &packet));
		int64_t at_us = packet.at_us + s->shift_us;
		if (!s->tape || at_us > s->newest_us) /* chunks never go back */
			s->newest_us = at_us;
		s->wall.ms = now.ms - (now_us - s->newest_us) / 1000;
		if (!s->tape)
			TRY(open_tape(r, s, p, s->newest_us));
		TRY(take_packet(s, p, &packet));
	}
	return s->tape ? tape_cut(s->tape, s->wall, s->newest_us) : ERR_OK;
}

static void drop_tape(struct stretch *s)
{
	tape_free(s->tape);
	s->tape = NULL;
}

/* Remembered, so that its last piece may come twice. */
static void finish(struct late_row *r, struct stretch *s)
{
	struct journal *j = s->tape ? tape_journal(s->tape) : NULL;
	enum err e = j ? journal_close(j, s->wall, s->newest_us) : ERR_OK;

	if (e)
		r->listener.failed(r->listener.owner, j, e);
	else if (j)
		r->listener.closed(r->listener.owner, j);
	drop_tape(s);
	s->is_done = true;
}

/* What is on the disk stays; the rest becomes another stretch. */
static void fail(struct late_row *r, struct stretch *s, enum err why)
{
	if (s->tape && tape_journal(s->tape))
		r->listener.failed(r->listener.owner, tape_journal(s->tape), why);
	drop_tape(s);
	*s = (struct stretch){ 0 };
}

/* A leg brings one stretch at a time, so that none takes the places of the others: what it brought
 * of an older one is kept, and the rest begins anew. */
static void end_older(struct late_row *r, const struct late_piece *p)
{
	for (int i = 0; i < LATE_STRETCHES_MAX; i++) {
		struct stretch *s = &r->list[i];

		if (!id_is_set(s->id) || s->is_done || !id_equals(s->visit, p->part.visit) ||
		    !id_equals(s->leg, p->who.leg))
			continue;
		finish(r, s);
		*s = (struct stretch){ 0 };
	}
}

/* The first word: its way is short, so that the clocks are compared by it. */
static enum err begin(struct late_row *r, const struct late_piece *p, int64_t now_us,
		      struct stretch **out)
{
	struct stretch *s = find(r, p->stretch);

	if (p->packets.n || p->clock_us < 0 || p->clock_us > BACKFILL_CLOCK_MAX)
		return ERR_BAD_INPUT;
	if (!s)
		end_older(r, p);
	*out = s ? s : make_room(r);
	if (!*out)
		return ERR_TOO_MANY;
	if (!s || s->next == 1)
		**out = (struct stretch){ .id = p->stretch,
					  .visit = p->part.visit,
					  .leg = p->who.leg,
					  .next = 1,
					  .shift_us = now_us - p->clock_us };
	return ERR_OK;
}

enum err late_take(struct late_row *r, const struct late_piece *p, struct instant now,
		   int64_t now_us, struct late_answer *out)
{
	struct stretch *s = find(r, p->stretch);

	*out = (struct late_answer){ 0 };
	if (p->number == 0)
		TRY(begin(r, p, now_us, &s));
	if (!s)
		return ERR_OK;
	s->heard_us = now_us;
	if (p->number > 0 && p->number == s->next && !s->is_done) {
		TRY(check(s, p->packets, now_us));
		enum err e = take_packets(r, s, p, now, now_us);
		if (e) {
			fail(r, s, e);
			return e;
		}
		s->next++;
		if (p->is_last)
			finish(r, s);
	}
	*out = (struct late_answer){ s->next, s->part };
	return ERR_OK;
}

void late_turn(struct late_row *r, int64_t now_us)
{
	for (int i = 0; i < LATE_STRETCHES_MAX; i++) {
		struct stretch *s = &r->list[i];

		if (!id_is_set(s->id) || now_us - s->heard_us < LATE_IDLE_US)
			continue;
		finish(r, s);
		*s = (struct stretch){ 0 };
	}
}

void late_close(struct late_row *r)
{
	for (int i = 0; i < LATE_STRETCHES_MAX; i++)
		if (r->list[i].tape)
			finish(r, &r->list[i]);
}
