/* A leg through its life: connected, silent, gone. */
#include "media/engine/leg.h"

#include "broker/common/base/log.h"
#include "media/engine/document.h"
#include "media/engine/layers.h"
#include "media/engine/leg_rtcp.h"
#include "media/engine/stage.h"

#include <stdlib.h>

void leg_free(struct leg *l)
{
	if (!l)
		return;
	link_clear(&l->link);
	for (int i = 0; i < LEG_TRACKS; i++)
		track_clear(&l->tracks[i]);
	free(l);
}

bool leg_is_live(const struct leg *l)
{
	return l->state == LEG_LIVE;
}

const struct track *leg_first_picture(const struct leg *l)
{
	for (int i = LEG_VIDEO; i < LEG_DOCUMENT; i++)
		if (l->tracks[i].serial)
			return &l->tracks[i];
	return &l->tracks[LEG_VIDEO];
}

void leg_update_due(struct leg *l, const struct turn *t)
{
	int64_t due = l->times.report_us;
	int64_t link = link_due_us(&l->link, t->now_us);

	if (link < due)
		due = link;
	if (leg_is_live(l) && arrivals_due_us(&l->arrivals) < due - LEG_BEAT_US)
		due = (arrivals_due_us(&l->arrivals) / LEG_BEAT_US + 1) * LEG_BEAT_US;
	for (int i = 0; leg_is_live(l) && i < LEG_TRACKS; i++) {
		int64_t track = track_due_us(&l->tracks[i]);

		if (track < due)
			due = track;
	}
	l->times.due_us = due;
	if (due < *t->due_us)
		*t->due_us = due;
}

static void lose(struct leg *l, const struct turn *t)
{
	bool was_live = leg_is_live(l);

	l->state = LEG_LOST;
	l->times.lost_us = t->now_us;
	log_info("leg.lost", "visit=%s leg=%s epoch=%u", l->stage->visit.text, l->id.text, l->epoch);
	if (was_live)
		stage_note_leg(l, TAP_LEG_LOST, t);
}

/* The handshake may have ended, well or badly, or the peer said goodbye. */
static void see_link(struct leg *l, const struct turn *t)
{
	if (l->state == LEG_NEW && link_is_open(&l->link)) {
		l->state = LEG_LIVE;
		log_info("leg.live", "visit=%s leg=%s epoch=%u", l->stage->visit.text, l->id.text,
			 l->epoch);
		l->stage->seats[l->place].joined = true;
		stage_note_leg(l, TAP_LEG_JOINED, t);
		layers_choose(l, t->now_us);
	}
	if ((l->state == LEG_NEW || l->state == LEG_LIVE) && link_is_dead(&l->link))
		lose(l, t);
}

void leg_hear(struct leg *l, const struct turn *t)
{
	if (link_is_dead(&l->link))
		return;
	l->times.heard_us = t->now_us;
	if (l->state != LEG_LOST)
		return;
	l->state = LEG_LIVE;
	stage_note_leg(l, TAP_LEG_BACK, t);
}

void leg_take_dtls(struct leg *l, struct bytes d, const struct turn *t)
{
	enum err e = link_take_dtls(&l->link, d, t);

	if (e == ERR_BAD_INPUT)
		t->counts->malformed++;
	else if (e)
		log_odd("leg.refused", "visit=%s leg=%s epoch=%u", l->stage->visit.text, l->id.text,
			l->epoch);
	see_link(l, t);
	leg_update_due(l, t);
}

void leg_take_media(struct leg *l, struct bytes packet, const struct turn *t)
{
	l->times.media_us = t->now_us;
	stage_take(l->stage, l, packet, t);
}

static void watch_silence(struct leg *l, const struct turn *t)
{
	int64_t silent_us = t->now_us - l->times.heard_us;

	if (l->state == LEG_LIVE && silent_us >= LEG_SILENT_US)
		lose(l, t);
	if ((l->state == LEG_LOST && t->now_us - l->times.lost_us >= LEG_LOST_US) ||
	    (l->state == LEG_NEW && silent_us >= LEG_LOST_US))
		l->state = LEG_GONE;
}

static uint32_t jitter_ms(const struct track *t)
{
	return t->serial ? (uint32_t)((uint64_t)(t->stats.jitter >> 4) * 1000 / t->source.clock_rate)
			 : 0;
}

static uint64_t lost_of(const struct leg *l)
{
	uint64_t n = 0;

	for (int i = 0; i < LEG_TRACKS; i++)
		n += l->tracks[i].loss.lost;
	return n;
}

/* The picture that its quality is told of, the first that anybody sends it; NULL: nobody does. */
static const struct leg *find_shown(struct leg *l)
{
	for (int slot = 0; slot < ENGINE_SLOTS_MAX; slot++) {
		const struct leg *from = stage_source(l->stage, l->place, slot);
		const struct feed *f = &l->feeds[slot][LEG_VIDEO];

		if (!from)
			continue;
		seen_watch(&l->link.seen, f->is_on && !f->layer.is_off ? f->line.ssrc : 0);
		return from;
	}
	seen_watch(&l->link.seen, 0);
	return NULL;
}

static void watch_quality(struct leg *l, const struct turn *t)
{
	uint32_t sound_ms = jitter_ms(&l->tracks[LEG_AUDIO]);
	uint32_t picture_ms = jitter_ms(layers_largest(l, t->now_us));
	const struct leg *from = find_shown(l);
	bool is_told = l->link.estimate.is_told && l->link.seen.any;
	struct quality_shown shown = {
		.from = from ? &from->quality : NULL,
		.seen = is_told ? &l->link.seen.pace : NULL,
	};
	struct quality_totals now = {
		.rx_packets = l->counts.rx_packets,
		.lost = lost_of(l),
		.rx_bytes = l->counts.rx_bytes,
		.tx_bytes = l->link.tx_bytes,
	};

	if (!quality_is_due(&l->quality, t->now_us))
		return;
	seen_stand(&l->link.seen);
	quality_end(&l->quality, &now, sound_ms > picture_ms ? sound_ms : picture_ms,
		    shown, t->now_us);
}

void leg_tick(struct leg *l, const struct turn *t)
{
	bool report = t->now_us >= l->times.report_us;

	link_tick(&l->link, t);
	see_link(l, t);
	watch_silence(l, t);
	if (report)
		l->times.report_us = (t->now_us + LEG_REPORT_US) / LEG_BEAT_US * LEG_BEAT_US;
	if (leg_is_live(l))
		leg_ask(l, report, t);
	if (leg_is_live(l) && report) {
		leg_report_feeds(l, t);
		layers_choose(l, t->now_us);
		watch_quality(l, t);
	}
	if (report) {
		stage_tell_limited(l, t);
		document_tick(l, t);
		meet_review(l->stage, t);
	}
	leg_update_due(l, t);
}

/* Longer than is normal for what it sends; 0: it is heard. */
static int64_t still_us(const struct leg *l, int64_t now_us)
{
	bool sends = l->times.media_us > 0;
	int64_t age_us = now_us - (sends ? l->times.media_us : l->times.heard_us);

	return age_us >= (sends ? LEG_MEDIA_STILL_US : LEG_CHECK_STILL_US) ? age_us : 0;
}

struct leg_report leg_report(const struct leg *l, int64_t now_us)
{
	return (struct leg_report){
		.visit = l->stage->visit,
		.leg = l->id,
		.epoch = l->epoch,
		.place = l->place,
		.state = l->state,
		.muted = l->stage->seats[l->place].muted,
		.camera_off = l->stage->seats[l->place].camera_off,
		.shows = document_is_shown(l),
		.speaks = speaker_is(&l->stage->speaker, l->place),
		.step = layers_step(l, now_us),
		.still_ms = still_us(l, now_us) / 1000,
		.picture = meet_picture(l),
		.rx_bytes = l->counts.rx_bytes,
		.rx_packets = l->counts.rx_packets,
		.tx_bytes = l->link.tx_bytes,
		.lost = lost_of(l),
		.rtt_ms = l->counts.rtt_ms,
		.quality = l->quality.last,
	};
}
