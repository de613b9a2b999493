/* From an offer to a leg and an answer: which line is which track or feed. */
#include "media/engine/join.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is gathered on the way. */
struct making {
	const struct joining *j;
	struct sdp_offer *offer;
	struct meet_choice choice;
	struct sdp_slot slots[SDP_LINES_MAX];
	int n_slots[LEG_KINDS];
	struct leg *leg;
};

static uint32_t new_ssrc(void)
{
	uint32_t ssrc;

	random_fill(&ssrc, sizeof ssrc);
	return ssrc ? ssrc : 1;
}

static bool client_sends(const struct sdp_line *l)
{
	return l->direction == SDP_SENDONLY || l->direction == SDP_SENDRECV;
}

static bool client_receives(const struct sdp_line *l)
{
	return l->direction == SDP_RECVONLY || l->direction == SDP_SENDRECV;
}

static void name_document(struct leg_document *d, const struct sdp_line *l)
{
	d->mid_id = l->extensions[SDP_MID];
	d->ssrc = l->repair ? l->repaired : l->n_ssrcs ? l->ssrcs[0] : 0;
	memcpy(d->mid, l->mid, sizeof d->mid);
}

static void add_track(struct making *m, const struct sdp_line *l, const struct sdp_format *f)
{
	int kind = l->media == SDP_AUDIO ? LEG_AUDIO : l->is_document ? LEG_DOCUMENT : LEG_VIDEO;
	const struct sdp_format *rtx = sdp_find_rtx(l, f);
	struct track *t = &m->leg->tracks[kind];

	if (t->is_on)
		return;
	if (kind == LEG_DOCUMENT)
		name_document(&m->leg->document, l);
	if (sdp_has_transport(l, f)) /* the same for all lines of a bundle */
		m->leg->arrivals.id = l->extensions[SDP_TRANSPORT_CC];
	t->is_on = true;
	t->feedback = f->feedback;
	t->level_id = kind == LEG_AUDIO ? l->extensions[SDP_AUDIO_LEVEL] : 0;
	if (rtx && f->feedback & SDP_FB_NACK)
		t->rtx = (struct track_rtx){ true, rtx->payload_type, l->repaired, l->repair };
	t->loss.is_apart = t->rtx.is_on;
	t->source.payload_type = f->payload_type;
	t->source.clock_rate = f->clock_rate;
	t->source.codec = f->codec == SDP_OPUS   ? TAP_OPUS
			  : f->codec == SDP_H264 ? TAP_H264
						 : TAP_VP8;
}

/* One track for each size; the offer names the smallest first. */
static void add_layers(struct making *m, const struct sdp_line *l)
{
	struct track *largest = &m->leg->tracks[LEG_VIDEO];
	struct leg_layers *layers = &m->leg->layers;

	if (layers->n || !sdp_has_layers(l))
		return;
	layers->n = (int)l->n_rids;
	layers->rid_id = l->extensions[SDP_RID];
	layers->repaired_id = l->extensions[SDP_REPAIRED_RID];
	for (int i = 0; i < layers->n; i++)
		memcpy(layers->rids[i], l->rids[layers->n - 1 - i], sizeof layers->rids[i]);
	largest->is_layer = true;
	for (int i = 1; i < layers->n; i++)
		largest[i] = *largest;
	layers->tape.is_on = true;
	layers->tape.line = (struct feed_line){
		.ssrc = new_ssrc(),
		.clock_rate = largest->source.clock_rate,
		.payload_type = largest->source.payload_type,
	};
}

/* The slots count for each kind by itself: pairs, in the order of the lines; documents have the
 * one behind them. -1: no more. */
static int slot_of(struct making *m, const struct sdp_line *l, enum leg_kind kind)
{
	if (l->is_document && kind == LEG_VIDEO)
		return m->leg->feeds[PLACES_DOCUMENT_SLOT][kind].is_on ? -1 : PLACES_DOCUMENT_SLOT;
	return m->n_slots[kind] == m->j->stage->places.n - 1 ? -1 : m->n_slots[kind]++;
}

static void name_slot(struct sdp_slot *s, int slot, enum leg_kind kind)
{
	char name[16] = "document";

	if (slot != PLACES_DOCUMENT_SLOT)
		snprintf(name, sizeof name, "slot-%d", slot);
	snprintf(s->stream, sizeof s->stream, "%s", name);
	snprintf(s->track, sizeof s->track, "%s-%s", name, kind == LEG_AUDIO ? "audio" : "video");
}

static void add_feed(struct making *m, size_t line, const struct sdp_format *f)
{
	const struct sdp_line *l = &m->offer->lines[line];
	const struct sdp_format *rtx = sdp_find_rtx(l, f);
	enum leg_kind kind = l->media == SDP_AUDIO ? LEG_AUDIO : LEG_VIDEO;
	int slot = slot_of(m, l, kind);
	bool wide = sdp_has_transport(l, f) && (rtx || kind == LEG_AUDIO);
	struct sdp_slot *s = &m->slots[line];
	struct feed *feed;

	if (slot < 0)
		return;
	feed = &m->leg->feeds[slot][kind];
	feed->is_on = true;
	feed->line = (struct feed_line){
		.ssrc = new_ssrc(),
		.clock_rate = f->clock_rate,
		.payload_type = f->payload_type,
		.mid_id = l->extensions[SDP_MID],
		.level_id = kind == LEG_AUDIO ? l->extensions[SDP_AUDIO_LEVEL] : 0,
		.time_id = l->extensions[SDP_ABS_SEND_TIME],
		.wide_id = wide ? l->extensions[SDP_TRANSPORT_CC] : 0,
		.is_document = slot == PLACES_DOCUMENT_SLOT,
	};
	snprintf(feed->line.mid, sizeof feed->line.mid, "%s", l->mid);
	if (rtx) {
		feed->line.rtx_ssrc = new_ssrc();
		feed->line.rtx_type = rtx->payload_type;
		random_fill(&feed->sent.rtx_seq, sizeof feed->sent.rtx_seq);
	}
	s->ssrc = feed->line.ssrc;
	s->rtx = feed->line.rtx_ssrc;
	name_slot(s, slot, kind);
}

static void add_lines(struct making *m)
{
	for (size_t i = 0; i < m->offer->n_lines; i++) {
		const struct sdp_line *l = &m->offer->lines[i];
		const struct sdp_format *f;

		if (l->refused)
			continue;
		f = sdp_find_format(l, l->media == SDP_VIDEO ? m->choice.leg.picture : SDP_OPUS);
		if (f && client_sends(l))
			add_track(m, l, f);
		if (f && client_sends(l))
			add_layers(m, l);
		if (f && client_receives(l))
			add_feed(m, i, f);
	}
}

/* A line at least must be answered: sound alone is a leg too. */
static bool is_answered(const struct making *m)
{
	for (size_t i = 0; i < m->offer->n_lines; i++) {
		const struct sdp_line *l = &m->offer->lines[i];

		if (!l->refused &&
		    sdp_find_format(l, l->media == SDP_VIDEO ? m->choice.leg.picture : SDP_OPUS))
			return true;
	}
	return false;
}

static void name_sources(struct leg *l, const struct stage_order *o)
{
	for (int i = 0; i < LEG_TRACKS; i++) {
		struct tap_source *s = &l->tracks[i].source;

		s->visit = l->places->visit;
		s->leg = o->leg;
		s->epoch = o->epoch;
		s->track = i == LEG_AUDIO      ? TAP_AUDIO
			   : i == LEG_DOCUMENT ? TAP_DOCUMENT
					       : TAP_VIDEO;
	}
}

static enum err make_leg(struct making *m, const struct stage_order *o, const struct turn *t,
			 struct leg **out)
{
	const struct link_options link = {
		.certificate = m->j->options->certificate,
		.dtls_server = sdp_is_dtls_server(m->offer),
		.peer = m->offer->fingerprint,
		.number = m->j->number,
	};
	OWN(leg) l = calloc(1, sizeof *l);

	if (!l)
		abort();
	l->places = &m->j->stage->places;
	l->id = o->leg;
	l->epoch = o->epoch;
	l->place = m->j->place;
	l->codecs = m->choice.leg;
	l->number = m->j->number;
	l->ssrc = new_ssrc();
	l->counts.rtt_ms = -1;
	l->ceiling_bps = m->j->options->ceiling_bps;
	l->times.heard_us = t->now_us;
	l->times.report_us = t->now_us + LEG_REPORT_US;
	TRY(link_init(&l->link, &link, t->now_us));
	name_sources(l, o);
	*out = leg_give(&l);
	return ERR_OK;
}

static enum err answer(const struct making *m, struct stage_order *o)
{
	const struct engine_options *options = m->j->options;
	uint64_t session;
	struct sdp_answer a = {
		.offer = m->offer,
		.video = m->choice.leg.picture,
		.ufrag = text_of(m->leg->link.ufrag),
		.password = text_of(m->leg->link.password),
		.fingerprint = m->j->fingerprint,
		.addresses = options->addresses,
		.n_addresses = options->n_addresses,
		.slots = m->slots,
		.cname = TEXT("xinqiao"),
	};
	char *room = malloc(SDP_ANSWER_MAX);
	struct sink out;

	if (!room)
		abort();
	random_fill(&session, sizeof session);
	a.session = session >> 2;
	sink_init(&out, room, SDP_ANSWER_MAX);
	sdp_format_answer(&a, &out);
	if (!sink_is_full(&out))
		stage_order_set_text(o, (struct text){ room, out.n });
	free(room);
	return sink_is_full(&out) ? ERR_TOO_LARGE : ERR_OK;
}

static enum err make(struct making *m, struct stage_order *o, const struct turn *t)
{
	TRY(sdp_parse(text_of(o->text), m->offer));
	m->choice = meet_choose(&m->j->stage->meet, &m->j->stage->places, m->j->place, m->offer,
				t->now_us);
	if (!is_answered(m))
		return ERR_MEDIA_REFUSED;
	TRY(make_leg(m, o, t, &m->leg));
	add_lines(m);
	return answer(m, o);
}

enum err join_make(const struct joining *j, struct stage_order *o, const struct turn *t,
		   struct leg **out)
{
	struct making m = { .j = j, .offer = malloc(sizeof *m.offer) };
	enum err e;

	if (!m.offer)
		abort();
	e = o->text ? make(&m, o, t) : ERR_BAD_INPUT;
	if (!e)
		o->moved = meet_take(&j->stage->meet, &j->stage->places, &m.choice, t);
	free(m.offer);
	if (e) {
		leg_free(m.leg);
		return e;
	}
	o->place = j->place;
	o->slots = m.n_slots[LEG_VIDEO] > m.n_slots[LEG_AUDIO] ? m.n_slots[LEG_VIDEO]
							       : m.n_slots[LEG_AUDIO];
	*out = m.leg;
	return ERR_OK;
}
