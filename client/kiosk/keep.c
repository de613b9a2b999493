/* From a loss to its end. */
#include "client/kiosk/keep.h"

#include "broker/common/base/log.h"

#include <stdlib.h>
#include <string.h>

void keep_init(struct keep *k, const struct kiosk_settings *s)
{
	*k = (struct keep){ .settings = s };
	if (s->keep.megabytes)
		k->spool = spool_new(s->keep.megabytes << 20);
	catchup_init(&k->catchup, k->spool, s->keep.rate);
}

void keep_clear(struct keep *k)
{
	alone_free(k->alone);
	if (k->spool && spool_size(k->spool))
		log_odd("kiosk.backfill_lost", "bytes=%lld", (long long)spool_size(k->spool));
	spool_free(k->spool);
	memset(k, 0, sizeof(*k));
}

void keep_free_camera(struct keep *k)
{
	alone_free(k->alone);
	k->alone = NULL;
}

void keep_take_joined(struct keep *k, struct id visit, struct id leg, int64_t epoch,
		      enum codec picture)
{
	if (k->spool && !id_equals(k->call.visit, visit))
		spool_forget(k->spool);
	k->call.visit = visit;
	k->call.leg = leg;
	k->call.epoch = epoch;
	k->call.picture = picture;
}

void keep_take_packet(struct keep *k)
{
	if (!id_is_set(k->stretch.id))
		return;
	spool_end(k->spool);
	log_info("kiosk.kept", "visit=%s leg=%s bytes=%lld", k->stretch.visit.text,
		 k->stretch.leg.text, (long long)spool_size(k->spool));
	k->stretch = (struct spool_stretch){ 0 };
}

static void open_camera(struct keep *k)
{
	if (k->alone)
		return;
	enum err err = alone_new(k->settings, k->call.picture, k->spool, &k->alone);
	if (err)
		log_odd("kiosk.not_kept", "err=%s", err_word(err));
}

void keep_lose(struct keep *k, struct instant now)
{
	if (!k->spool || !k->is_recorded || !id_is_set(k->call.visit))
		return;
	open_camera(k);
	if (id_is_set(k->stretch.id)) /* a try to come back that failed */
		return;
	k->stretch = (struct spool_stretch){
		.id = id_new(clock_now()),
		.visit = k->call.visit,
		.leg = k->call.leg,
		.epoch = k->call.epoch,
		.picture = k->call.picture == CODEC_VP8 ? BACKFILL_VP8 : BACKFILL_H264,
	};
	k->since = now;
	spool_begin(k->spool, &k->stretch, now.ms * 1000);
	log_info("kiosk.keeps", "visit=%s leg=%s", k->stretch.visit.text, k->stretch.leg.text);
}

/* The visit is over, or its resident took the consent back. */
static void end(struct keep *k, bool discards, struct instant now)
{
	bool is_end_of_visit = now.ms - k->since.ms < KEEP_END_MS;

	keep_free_camera(k);
	if (id_is_set(k->stretch.id)) {
		spool_end(k->spool);
		if (discards || is_end_of_visit)
			spool_discard(k->spool, k->stretch.id);
	}
	if (k->spool)
		spool_forget(k->spool);
	k->stretch = (struct spool_stretch){ 0 };
}

void keep_take_visit(struct keep *k, struct id visit, bool is_recorded, struct instant now)
{
	if (id_is_set(k->call.visit) && !id_equals(visit, k->call.visit)) {
		end(k, false, now);
		memset(&k->call, 0, sizeof(k->call));
	} else if (k->is_recorded && !is_recorded) {
		end(k, true, now);
	}
	k->is_recorded = is_recorded;
	if (k->spool && spool_is_full(k->spool) != k->is_told) {
		k->is_told = !k->is_told;
		log_odd("kiosk.spool_full", "full=%d bytes=%lld", k->is_told,
			(long long)spool_size(k->spool));
	}
}
