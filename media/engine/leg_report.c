/* What is told of a leg: its state, and windows of quality. */
#include "media/engine/leg_report.h"

#include "media/engine/layers.h"

static uint32_t jitter_ms(const struct track *t)
{
	return t->serial
		       ? (uint32_t)((uint64_t)(t->stats.jitter >> 4) * 1000 / t->source.clock_rate)
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
		const struct leg *from = places_source(l->places, l->place, slot);
		const struct feed *f = &l->feeds[slot][LEG_VIDEO];

		if (!from)
			continue;
		seen_watch(&l->link.seen, f->is_on && !f->layer.is_off ? f->line.ssrc : 0);
		return from;
	}
	seen_watch(&l->link.seen, 0);
	return NULL;
}

void leg_watch_quality(struct leg *l, const struct turn *t)
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
	quality_end(&l->quality, &now, sound_ms > picture_ms ? sound_ms : picture_ms, shown,
		    t->now_us);
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
		.visit = l->places->visit,
		.leg = l->id,
		.epoch = l->epoch,
		.place = l->place,
		.state = l->state,
		.muted = l->places->seats[l->place].muted,
		.camera_off = l->places->seats[l->place].camera_off,
		.shows = l->places->seats[l->place].shows,
		.step = layers_step(l, now_us),
		.still_ms = still_us(l, now_us) / 1000,
		.rx_bytes = l->counts.rx_bytes,
		.rx_packets = l->counts.rx_packets,
		.tx_bytes = l->link.tx_bytes,
		.lost = lost_of(l),
		.rtt_ms = l->counts.rtt_ms,
		.quality = l->quality.last,
	};
}
