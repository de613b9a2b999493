/* RTCP with a leg: what it says about our feeds and its tracks, and what we ask of it. */
#include "media/engine/leg_rtcp.h"

#include "broker/common/base/log.h"
#include "media/engine/layers.h"
#include "media/engine/leg_room.h"
#include "media/engine/note.h"

#define CNAME TEXT("xinqiao")

struct feed_place {
	struct feed *feed;
	struct leg *source; /* NULL: nobody sits there */
	struct track *track;
};

static bool find_feed(struct leg *l, uint32_t ssrc, struct feed_place *out)
{
	for (int slot = 0; slot < LEG_SLOTS; slot++)
		for (int kind = 0; kind < LEG_KINDS; kind++) {
			struct feed *f = &l->feeds[slot][kind];

			if (!f->is_on || f->line.ssrc != ssrc)
				continue;
			out->feed = f;
			out->source = places_source(l->places, l->place, slot);
			out->track = out->source ? layers_shown(out->source, kind, f) : NULL;
			return true;
		}
	return false;
}

static void record_report(struct leg *l, const struct track *track, const struct rtcp *r,
			  const struct turn *t)
{
	struct tap_packet p = {
		.source = layers_source(l, track),
		.kind = TAP_SENDER_REPORT,
		.arrival_us = t->now_us,
		.bytes = { r->body.at - 4, r->body.n + 4 },
	};
	struct rtcp_sender s;
	uint8_t room[64];
	struct sink out;

	if (track->source.track == TAP_DOCUMENT && !l->places->seats[l->place].shows)
		return;
	sink_init(&out, room, sizeof room);
	if (track->is_layer) {
		if (rtcp_parse_sender(r, &s) || !layers_copy_report(l, track, s, &out))
			return;
		p.bytes = sink_bytes(&out);
	}
	if (t->tap && places_is_covered(l->places, track->source.track))
		t->tap->take(t->tap->owner, &p);
}

/* Once for a source: its reports may go on like that for hours. */
static void tell_refused(const struct leg *l, struct track *track)
{
	if (!track->clock.is_refused)
		log_odd("leg.reports_refused", "visit=%s leg=%s ssrc=%u", l->places->visit.text,
			l->id.text, track->source.ssrc);
	track->clock.is_refused = true;
}

static void take_sender(struct leg *l, const struct rtcp *r, const struct turn *t)
{
	struct rtcp_sender s;

	if (rtcp_parse_sender(r, &s))
		return;
	for (int i = 0; i < LEG_TRACKS; i++) {
		struct track *track = &l->tracks[i];

		if (!track->serial || track->source.ssrc != s.ssrc)
			continue;
		if (!l->clock.is_known)
			l->clock.add = (int64_t)(t->ntp - s.ntp);
		l->clock.is_known = true;
		if (track_take_report(track, &s, t->now_us))
			tell_refused(l, track);
		record_report(l, track, r, t);
	}
}

static void take_blocks(struct leg *l, const struct rtcp *r, const struct turn *t)
{
	struct rtcp_block blocks[RTCP_BLOCKS_MAX];
	struct feed_place at;
	size_t n;

	if (rtcp_parse_blocks(r, blocks, RTCP_BLOCKS_MAX, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		int64_t us;

		if (!find_feed(l, blocks[i].ssrc, &at))
			continue;
		us = feed_round_trip_us(at.feed, &blocks[i], t->now_us);
		if (!at.feed->line.wide_id)
			feed_limit(at.feed, &blocks[i], l->ceiling_bps);
		quality_take_block(&l->quality, &blocks[i], at.feed->line.clock_rate);
		if (us < 0)
			continue;
		l->counts.rtt_ms = us / 1000;
		for (int k = 0; k < LEG_TRACKS; k++)
			l->tracks[k].loss.round_trip_us = us;
	}
}

static void take_nack(struct leg *l, const struct rtcp *r, const struct turn *t)
{
	uint16_t seqs[RTCP_NACKS_MAX];
	struct rtcp_feedback f;
	struct feed_place at;
	size_t n;

	if (rtcp_parse_feedback(r, &f) || rtcp_parse_nack(r, seqs, RTCP_NACKS_MAX, &n))
		return;
	if (!find_feed(l, f.media, &at) || !at.track)
		return;
	for (size_t i = 0; i < n; i++)
		feed_resend(at.feed, at.track, seqs[i], &l->link, t);
}

static void take_told(struct leg *l, const struct transport *told, int64_t now_us)
{
	uint64_t before = estimate_bps(&l->link.estimate);

	estimate_take(&l->link.estimate, told, &l->link.seen, now_us);
	if (estimate_bps(&l->link.estimate) < before)
		layers_choose(l, now_us);
}

static void take_feedback(struct leg *l, const struct rtcp *r, const struct turn *t)
{
	struct transport told;

	if (transport_parse(r, &told))
		take_nack(l, r, t);
	else
		take_told(l, &told, t->now_us);
}

static void want_key(struct leg *l, uint32_t ssrc, const struct turn *t)
{
	struct feed_place at;

	if (!find_feed(l, ssrc, &at) || !at.track || !leg_is_live(at.source))
		return;
	track_want_key(at.track);
	leg_ask(at.source, false, t);
}

static void take_key_request(struct leg *l, const struct rtcp *r, const struct turn *t)
{
	struct rtcp_feedback f;
	uint32_t ssrc;
	uint8_t number;

	if (rtcp_is_pli(r) && !rtcp_parse_feedback(r, &f))
		want_key(l, f.media, t);
	for (size_t i = 0; i < RTCP_BLOCKS_MAX && !rtcp_parse_fir(r, i, &ssrc, &number); i++)
		want_key(l, ssrc, t);
}

void leg_take_rtcp(struct leg *l, struct bytes packet, const struct turn *t)
{
	struct rtcp r;
	enum err e;

	while (!(e = rtcp_next(&packet, &r))) {
		if (r.type == RTCP_SR)
			take_sender(l, &r, t);
		if (r.type == RTCP_SR || r.type == RTCP_RR)
			take_blocks(l, &r, t);
		else if (r.type == RTCP_RTPFB)
			take_feedback(l, &r, t);
		else if (r.type == RTCP_PSFB)
			take_key_request(l, &r, t);
	}
	if (e != ERR_NOT_FOUND)
		t->counts->malformed++;
}

static void add_report(struct leg *l, bool full, const struct turn *t, struct sink *out)
{
	struct rtcp_block blocks[LEG_TRACKS];
	size_t n = 0;

	for (int i = 0; full && i < LEG_TRACKS; i++)
		if (l->tracks[i].serial)
			blocks[n++] = track_block(&l->tracks[i], t->now_us);
	rtcp_format_receiver(l->ssrc, blocks, n, out);
	rtcp_format_cname(l->ssrc, CNAME, out);
}

/* Browsers listen to it only under a source that they send. */
static void tell_arrivals(struct leg *l, const struct turn *t, struct sink *out)
{
	const struct track *picture = leg_first_picture(l);
	const struct track *track = picture->serial ? picture : &l->tracks[LEG_AUDIO];
	const struct rtcp_feedback f = { l->ssrc, track->source.ssrc };

	if (track->serial)
		arrivals_format(&l->arrivals, f, t->now_us, out);
}

/* RFC 3550 s6.1: a compound begins with a report and a name. */
void leg_ask(struct leg *l, bool report, const struct turn *t)
{
	const struct track *video = leg_first_picture(l);
	struct sink out;
	size_t empty;

	sink_init(&out, out_next(t->out)->at, OUT_PACKET_MAX - SRTP_EXTRA);
	add_report(l, report, t, &out);
	empty = out.n;
	for (int i = 0; i < LEG_TRACKS; i++)
		track_ask(&l->tracks[i], l->ssrc, t->now_us, &out);
	if (report && video->serial && l->ceiling_bps)
		rtcp_format_remb(l->ssrc, leg_ceiling_bps(l), &video->source.ssrc, 1, &out);
	tell_arrivals(l, t, &out);
	if ((report || out.n > empty) && !sink_is_full(&out))
		link_send_rtcp(&l->link, out.n, t);
	for (int i = 0; i < LEG_TRACKS; i++)
		note_gap(l, &l->tracks[i], t);
	leg_update_due(l, t);
}

void leg_report_feeds(struct leg *l, const struct turn *t)
{
	for (int slot = 0; slot < LEG_SLOTS; slot++) {
		struct leg *source = places_source(l->places, l->place, slot);

		for (int kind = 0; source && kind < LEG_KINDS; kind++) {
			struct feed *f = &l->feeds[slot][kind];

			feed_report(f, layers_shown(source, kind, f), source->clock.add, &l->link,
				    t);
		}
	}
}
