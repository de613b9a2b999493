/* The way of an RTP packet across a stage: read, given to its track, to the tap and to all others. */
#include "media/engine/document.h"
#include "media/engine/layers.h"
#include "media/engine/leg_rtcp.h"
#include "media/engine/note.h"
#include "media/engine/stage.h"

#include <assert.h>

static void record(struct stage *s, struct leg *from, struct track *track,
		   const struct track_packet *p, const struct turn *t)
{
	struct tap_packet tapped = {
		.source = layers_source(from, track),
		.kind = TAP_RTP,
		.arrival_us = t->now_us,
		.bytes = p->whole,
	};
	uint8_t room[RING_PACKET_MAX];
	struct sink out;

	if (!t->tap || !places_is_covered(&s->places, track->source.track))
		return;
	sink_init(&out, room, sizeof room);
	if (track->is_layer) {
		if (!layers_copy(from, track, p, &out))
			return;
		tapped.bytes = sink_bytes(&out);
	}
	if (p->rtp.payload.n)
		note_count(&s->places, from->place, &tapped, t);
	t->tap->take(t->tap->owner, &tapped);
}

static void forward(struct stage *s, const struct leg *from, struct track *track,
		    const struct track_packet *p, const struct turn *t)
{
	enum leg_kind kind = track->source.track == TAP_AUDIO ? LEG_AUDIO : LEG_VIDEO;
	bool is_document = track->source.track == TAP_DOCUMENT;

	for (int i = 0; i < s->places.n; i++) {
		struct leg *to = s->places.legs[i];
		int slot = is_document       ? PLACES_DOCUMENT_SLOT
			   : from->place < i ? from->place
					     : from->place - 1;

		if (kind == LEG_VIDEO && to && to->codecs.picture != from->codecs.picture)
			continue; /* one of them has still to join again */
		if (to && to != from && leg_is_live(to))
			feed_forward(&to->feeds[slot][kind], track, p, &to->link, t);
	}
}

/* RFC 9143 s9.2: in the answer sound and pictures have payload types of their own, and so has what
 * is sent again for each (`again`). NULL: it is of none. */
static struct track *find_track(struct leg *l, const struct rtp *r, bool again)
{
	for (int i = 0; i < LEG_TRACKS; i++) {
		struct track *t = &l->tracks[i];
		uint8_t type = again ? t->rtx.payload_type : t->source.payload_type;

		if (!(again ? t->rtx.is_on : t->is_on) || type != r->payload_type)
			continue;
		if (i != LEG_VIDEO)
			return t;
		return document_owns(l, r, again) ? &l->tracks[LEG_DOCUMENT]
						  : layers_find(l, r, again);
	}
	return NULL;
}

static void start(struct stage *s, const struct leg *from, const struct track *track,
		  const struct turn *t)
{
	note_started(from, track, t);
	for (int i = 0; track->is_layer && i < s->places.n; i++)
		if (s->places.legs[i])
			layers_choose(s->places.legs[i], t->now_us);
}

static_assert(SPEAKER_PLACES == PLACES_MAX, "one voice for each place");

static void take_level(struct stage *s, int place, const struct track *track,
		       const struct track_packet *p)
{
	struct bytes level;

	if (track->level_id && rtp_find_element(&p->rtp, track->level_id, &level) && level.n)
		speaker_take(&s->speaker, place, level.at[0], p->at_us);
}

/* To the tap and to everybody else. */
static void pass_on(struct stage *s, struct leg *from, struct track *track,
		    const struct track_packet *p, const struct turn *t)
{
	if (p->is_first)
		start(s, from, track, t);
	if (track->source.track == TAP_VIDEO && !p->is_again &&
	    track == layers_largest(from, t->now_us))
		quality_take_picture(&from->quality, track, p);
	if (track->source.track == TAP_AUDIO && s->places.seats[from->place].muted)
		return;
	if (track->source.track == TAP_AUDIO)
		take_level(s, from->place, track, p);
	if (track->source.track == TAP_DOCUMENT && !document_show(&s->places, from, t))
		return;
	record(s, from, track, p, t);
	forward(s, from, track, p, t);
	if (track_due_us(track) <= t->now_us)
		leg_ask(from, false, t);
}

static void count_refusal(enum err e, const struct turn *t)
{
	if (e == ERR_DUPLICATE)
		t->counts->replayed++;
	else if (e != ERR_NOT_FOUND)
		t->counts->malformed++;
}

static void take_arrival(struct arrivals *a, const struct rtp *r, int64_t now_us)
{
	struct bytes number;

	if (a->id && rtp_find_element(r, a->id, &number) && number.n == 2)
		arrivals_take(a, read_u16(number.at), now_us);
}

/* Its header is read here, once. One that cannot be read has its type still (SRTP lets nothing
 * through that is shorter) and is counted by it. */
void stage_take(struct stage *s, struct leg *from, struct bytes packet, const struct turn *t)
{
	struct track_packet p = { .whole = packet,
				  .at_us = t->now_us,
				  .rtp.payload_type = packet.at[1] & 0x7f };
	enum err e = rtp_parse(packet, &p.rtp);
	struct track *track = find_track(from, &p.rtp, false);
	bool again = !track;
	uint8_t room[RING_PACKET_MAX];
	struct sink repeated;

	from->times.media_us = t->now_us;
	take_arrival(&from->arrivals, &p.rtp, t->now_us);
	if (again)
		track = find_track(from, &p.rtp, true);
	if (!track) {
		t->counts->unknown++;
		return;
	}
	sink_init(&repeated, room, sizeof room);
	if (!e)
		e = again ? track_take_rtx(track, &repeated, &p)
			  : track_take(track, s->serials, &p);
	if (e)
		count_refusal(e, t);
	else
		pass_on(s, from, track, &p, t);
}
