/* A stage: packets of one leg go to all others, and to the tap. */
#include "media/engine/stage.h"

#include "media/engine/document.h"
#include "media/engine/layers.h"
#include "media/engine/leg_report.h"
#include "media/engine/leg_rtcp.h"

#include <assert.h>
#include <stdlib.h>

#define CARRIED_US 1000000 /* what was carried is told so often, while it comes */

void stage_free(struct stage *s)
{
	if (!s)
		return;
	for (int i = 0; i < STAGE_PLACES_MAX; i++)
		leg_free(s->legs[i]);
	free(s);
}

enum err stage_find_place(const struct stage *s, struct id leg, uint32_t epoch, int *out)
{
	int place = -1;

	for (int i = s->places - 1; i >= 0; i--) {
		bool fresh = !id_is_set(s->seats[i].leg);

		if (id_equals(s->seats[i].leg, leg)) {
			if (epoch <= s->seats[i].epoch)
				return ERR_STALE_EPOCH;
			*out = i;
			return ERR_OK;
		}
		/* One that nobody comes back to, else one that somebody left. */
		if (fresh || (!s->legs[i] && (place < 0 || id_is_set(s->seats[place].leg))))
			place = i;
	}
	if (place < 0)
		return ERR_TOO_MANY;
	*out = place;
	return ERR_OK;
}

struct leg *stage_source(const struct stage *s, int place, int slot)
{
	int at = slot < place ? slot : slot + 1;

	if (slot == LEG_DOCUMENT_SLOT)
		return document_source(s, place);
	return at < s->places ? s->legs[at] : NULL;
}

bool stage_is_covered(const struct stage *s, enum tap_track track)
{
	return s->cover.record && (track == TAP_AUDIO ? s->cover.audio : s->cover.video);
}

static void tell(const struct stage *s, struct tap_note *n, const struct turn *t)
{
	if (!t->tap || !t->tap->note)
		return;
	n->source.visit = s->visit;
	n->at_us = t->now_us;
	n->record = s->cover.record;
	n->video = s->cover.video;
	n->audio = s->cover.audio;
	t->tap->note(t->tap->owner, n);
}

void stage_note(const struct stage *s, enum tap_event e, const struct turn *t)
{
	struct tap_note n = { .event = e };

	tell(s, &n, t);
}

void stage_note_leg(const struct leg *l, enum tap_event e, const struct turn *t)
{
	struct tap_note n = { .event = e, .source.leg = l->id, .source.epoch = l->epoch };

	tell(l->stage, &n, t);
	if (e != TAP_LEG_JOINED)
		return;
	n.event = l->stage->seats[l->place].muted ? TAP_LEG_MUTED : TAP_LEG_HEARD;
	tell(l->stage, &n, t);
	if (!l->stage->seats[l->place].camera_off)
		return;
	n.event = TAP_LEG_CAMERA_OFF;
	tell(l->stage, &n, t);
}

void stage_mute(struct stage *s, int place, bool muted, const struct turn *t)
{
	struct seat *seat = &s->seats[place];
	struct tap_note n = { .event = muted ? TAP_LEG_MUTED : TAP_LEG_HEARD,
			      .source.leg = seat->leg, .source.epoch = seat->epoch };

	if (seat->muted == muted)
		return;
	seat->muted = muted;
	if (muted)
		speaker_forget(&s->speaker, place);
	if (seat->joined)
		tell(s, &n, t);
}

void stage_camera(struct stage *s, int place, bool off, const struct turn *t)
{
	struct seat *seat = &s->seats[place];
	struct tap_note n = { .event = off ? TAP_LEG_CAMERA_OFF : TAP_LEG_CAMERA_ON,
			      .source.leg = seat->leg, .source.epoch = seat->epoch };

	if (seat->camera_off == off)
		return;
	seat->camera_off = off;
	if (seat->joined)
		tell(s, &n, t);
}

static void note_started(const struct leg *l, const struct track *track, const struct turn *t)
{
	struct tap_note n = { .event = TAP_TRACK_STARTED, .source = layers_source(l, track) };

	if (track->serial && stage_is_covered(l->stage, track->source.track))
		tell(l->stage, &n, t);
}

void stage_note_gap(const struct leg *l, struct track *track, const struct turn *t)
{
	struct tap_note n = { .event = TAP_TRACK_GAP, .source = layers_source(l, track) };

	n.lost = track->loss.untold;
	track->loss.untold = 0;
	if (track->is_layer && track->serial != l->layers.tape.from.serial)
		return; /* another size is recorded */
	if (n.lost && stage_is_covered(l->stage, track->source.track))
		tell(l->stage, &n, t);
}

static void tell_track(struct stage *s, int place, enum tap_track track, const struct turn *t)
{
	struct seat *seat = &s->seats[place];
	struct carried *c = &seat->carried[track];
	struct tap_note n = { .event = TAP_CARRIED, .source.leg = seat->leg,
			      .source.epoch = seat->epoch, .source.track = track,
			      .packets = c->packets, .bytes = c->bytes, .from_us = c->from_us };

	if (c->packets > 0)
		tell(s, &n, t);
	*c = (struct carried){ 0 };
}

void stage_tell_limited(struct leg *l, const struct turn *t)
{
	struct budget_over *over = &l->budget.over;
	struct tap_note n = { .event = TAP_LEG_LIMITED, .source.leg = l->id, .source.epoch = l->epoch,
			      .lost = over->packets, .from_us = over->from_us,
			      .till_us = over->till_us };

	if (over->packets > 0)
		tell(l->stage, &n, t);
	over->packets = 0;
}

void stage_tell_carried(struct stage *s, int place, const struct turn *t)
{
	if (s->legs[place])
		stage_tell_limited(s->legs[place], t);
	for (int i = 0; i < STAGE_TRACKS; i++)
		tell_track(s, place, (enum tap_track)i, t);
}

/* Counted here and not by the recorder: what it should have. */
static void count_carried(struct leg *from, const struct tap_packet *p, const struct rtp *rtp,
			  const struct turn *t)
{
	enum tap_track track = p->source.track;
	struct carried *c = &from->stage->seats[from->place].carried[track];

	if (!rtp->payload.n)
		return;
	if (c->packets > 0 && t->now_us - c->from_us >= CARRIED_US)
		tell_track(from->stage, from->place, track, t);
	if (c->packets == 0)
		c->from_us = t->now_us;
	c->packets++;
	c->bytes += p->bytes.n;
}

static void record(struct leg *from, struct track *track, const struct track_packet *packet,
		   struct bytes bytes, const struct turn *t)
{
	struct tap_packet p = {
		.source = layers_source(from, track),
		.kind = TAP_RTP,
		.arrival_us = t->now_us,
		.bytes = bytes,
	};
	uint8_t room[RING_PACKET_MAX];
	struct sink out;

	if (!t->tap || !stage_is_covered(from->stage, track->source.track))
		return;
	sink_init(&out, room, sizeof room);
	if (track->is_layer) {
		if (!layers_copy(from, track, packet, &out))
			return;
		p.bytes = sink_bytes(&out);
	}
	count_carried(from, &p, &packet->rtp, t);
	t->tap->take(t->tap->owner, &p);
}

static void forward(struct stage *s, const struct leg *from, struct track *track,
		    const struct track_packet *p, const struct turn *t)
{
	enum leg_kind kind = track->source.track == TAP_AUDIO ? LEG_AUDIO : LEG_VIDEO;
	bool is_document = track->source.track == TAP_DOCUMENT;

	for (int i = 0; i < s->places; i++) {
		struct leg *to = s->legs[i];
		int slot = is_document	      ? LEG_DOCUMENT_SLOT
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

static void start(struct leg *from, const struct track *track, const struct turn *t)
{
	const struct stage *s = from->stage;

	note_started(from, track, t);
	for (int i = 0; track->is_layer && i < s->places; i++)
		if (s->legs[i])
			layers_choose(s->legs[i], t->now_us);
}

static_assert(SPEAKER_PLACES == STAGE_PLACES_MAX, "one voice for each place");

static void take_level(struct leg *from, const struct track *track, const struct track_packet *p,
		       const struct turn *t)
{
	struct bytes level;

	if (track->level_id && rtp_find_element(&p->rtp, track->level_id, &level) && level.n)
		speaker_take(&from->stage->speaker, from->place, level.at[0], t->now_us);
}

/* To the tap and to everybody else. */
static void pass_on(struct leg *from, struct track *track, const struct track_packet *p,
		    struct bytes packet, const struct turn *t)
{
	struct stage *s = from->stage;

	if (p->is_first)
		start(from, track, t);
	if (track->source.track == TAP_VIDEO && !p->is_again &&
	    track == layers_largest(from, t->now_us))
		quality_take_picture(&from->quality, track, p);
	if (track->source.track == TAP_AUDIO && s->seats[from->place].muted)
		return;
	if (track->source.track == TAP_AUDIO)
		take_level(from, track, p, t);
	if (track->source.track == TAP_DOCUMENT && !document_show(from, t))
		return;
	record(from, track, p, packet, t);
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

static void note_arrival(struct leg *from, const struct rtp *r, const struct turn *t)
{
	struct bytes number;

	if (from->arrivals.id && rtp_find_element(r, from->arrivals.id, &number) && number.n == 2)
		arrivals_take(&from->arrivals, read_u16(number.at), t->now_us);
}

/* Its header is read here, once. One that cannot be read has its type still (SRTP lets nothing
 * through that is shorter) and is counted by it. */
void stage_take(struct stage *s, struct leg *from, struct bytes packet, const struct turn *t)
{
	struct track_packet p = { .at_us = t->now_us, .rtp.payload_type = packet.at[1] & 0x7f };
	enum err e = rtp_parse(packet, &p.rtp);
	struct track *track = find_track(from, &p.rtp, false);
	bool again = !track;
	uint8_t room[RING_PACKET_MAX];
	struct sink repeated;

	from->times.media_us = t->now_us;
	note_arrival(from, &p.rtp, t);
	if (again)
		track = find_track(from, &p.rtp, true);
	if (!track) {
		t->counts->unknown++;
		return;
	}
	if (!e && again) {
		sink_init(&repeated, room, sizeof room);
		e = track_take_rtx(track, packet, &repeated, &p);
		packet = sink_bytes(&repeated);
	} else if (!e) {
		e = track_take(track, packet, s->serials, &p);
	}
	if (e)
		count_refusal(e, t);
	else
		pass_on(from, track, &p, packet, t);
}

void stage_set_cover(struct stage *s, struct stage_cover c, const struct turn *t)
{
	const struct stage_cover old = s->cover;
	bool began = c.record && (!old.record || (c.video && !old.video) || (c.audio && !old.audio));

	if (old.record == c.record && old.video == c.video && old.audio == c.audio)
		return;
	for (int i = 0; i < s->places; i++)
		stage_tell_carried(s, i, t);
	s->cover = c;
	stage_note(s, TAP_STAGE_CHANGED, t);
	if (!began)
		return;
	for (int i = 0; i < s->places; i++)
		for (int k = 0; s->legs[i] && k < LEG_TRACKS; k++)
			note_started(s->legs[i], &s->legs[i]->tracks[k], t);
	stage_want_keys(s, t);
}

void stage_want_keys(struct stage *s, const struct turn *t)
{
	for (int i = 0; i < s->places; i++) {
		struct leg *l = s->legs[i];

		if (!l || !leg_is_live(l))
			continue;
		for (int k = LEG_VIDEO; k < LEG_TRACKS; k++)
			track_want_key(&l->tracks[k]);
		leg_ask(l, false, t);
	}
}

static void react(struct stage *s, struct leg *l, unsigned events, const struct turn *t)
{
	if (events & LEG_EVENT_JOINED) {
		s->seats[l->place].joined = true;
		stage_note_leg(l, TAP_LEG_JOINED, t);
		layers_choose(l, t->now_us);
	}
	if (events & LEG_EVENT_LOST)
		stage_note_leg(l, TAP_LEG_LOST, t);
	if (events & LEG_EVENT_BACK)
		stage_note_leg(l, TAP_LEG_BACK, t);
}

void stage_hear(struct stage *s, struct leg *l, const struct turn *t)
{
	react(s, l, leg_hear(l, t), t);
}

void stage_take_dtls(struct stage *s, struct leg *l, struct bytes d, const struct turn *t)
{
	react(s, l, leg_take_dtls(l, d, t), t);
	leg_update_due(l, t);
}

void stage_tick(struct stage *s, struct leg *l, const struct turn *t)
{
	bool report = t->now_us >= l->times.report_us;

	react(s, l, leg_tick(l, t), t);
	if (report)
		l->times.report_us = (t->now_us + LEG_REPORT_US) / LEG_BEAT_US * LEG_BEAT_US;
	if (leg_is_live(l))
		leg_ask(l, report, t);
	if (leg_is_live(l) && report) {
		leg_report_feeds(l, t);
		layers_choose(l, t->now_us);
		leg_watch_quality(l, t);
	}
	if (report) {
		stage_tell_limited(l, t);
		document_tick(l, t);
		meet_review(s, t);
	}
	leg_update_due(l, t);
}

struct leg_report stage_report(const struct stage *s, const struct leg *l, int64_t now_us)
{
	struct leg_report r = leg_report(l, now_us);

	r.speaks = speaker_is(&s->speaker, l->place);
	r.picture = meet_picture(l);
	return r;
}

void stage_remove(struct stage *s, struct leg *l, const struct turn *t)
{
	struct leg_report r = stage_report(s, l, t->now_us);

	stage_tell_carried(s, l->place, t);
	r.state = LEG_GONE;
	document_hide(l, t);
	speaker_forget(&s->speaker, l->place);
	if (s->n_gone < STAGE_GONE_MAX)
		s->gone[s->n_gone++] = r;
	link_close(&l->link, t);
	if (s->seats[l->place].joined)
		stage_note_leg(l, TAP_LEG_LEFT, t);
	s->legs[l->place] = NULL;
	leg_free(l);
}
