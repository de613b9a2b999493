/* The order of the pieces, the pauses between them, and what to do when one is not taken. */
#include "client/kiosk/catchup.h"

#include "broker/common/base/log.h"

void catchup_init(struct catchup *c, struct spool *spool, int64_t kbps)
{
	*c = (struct catchup){ .spool = spool, .kbps = kbps, .pause_ms = CATCHUP_PAUSE_MS_MIN };
}

static void begin(struct catchup *c, struct id source, struct id stretch)
{
	c->source = source;
	c->stretch = stretch;
	c->number = 0;
}

static void give_up(struct catchup *c, struct id stretch, enum err why)
{
	log_odd("kiosk.backfill_refused", "stretch=%s err=%s", stretch.text, err_word(why));
	spool_discard(c->spool, stretch);
	begin(c, (struct id){ "" }, (struct id){ "" });
}

bool catchup_next(struct catchup *c, int64_t now_us, bool in_call, struct visit_backfill_in *out)
{
	struct spool_piece p;

	if (c->is_asked || now_us / 1000 < c->at.ms || !spool_peek(c->spool, &p))
		return false;
	const struct spool_stretch *s = &p.stretch;
	if (now_us - s->from_us > CATCHUP_REACH_US) {
		give_up(c, s->id, ERR_TOO_LATE);
		return false;
	}
	if (!id_equals(c->source, s->id))
		begin(c, s->id, s->id);
	*out = (struct visit_backfill_in){
		.visit = s->visit,
		.leg = s->leg,
		.epoch = s->epoch,
		.stretch = c->stretch,
		.number = c->number,
		.clock_us = now_us,
		.age_ms = (now_us - s->from_us) / 1000 + 1,
		.picture = s->picture,
		.is_last = c->number > 0 && p.is_last,
	};
	if (c->number > 0)
		out->packets = p.packets;
	int64_t wait_ms = in_call ? (int64_t)out->packets.n * 8 / c->kbps : 0;
	c->at.ms = now_us / 1000 + (wait_ms > CATCHUP_STEP_MS ? wait_ms : CATCHUP_STEP_MS);
	c->is_asked = true;
	return true;
}

/* Whether asking again would change nothing. */
static bool is_final(enum err err)
{
	return err == ERR_FORBIDDEN || err == ERR_NOT_FOUND || err == ERR_WRONG_STATE ||
	       err == ERR_TOO_LATE || err == ERR_BAD_INPUT || err == ERR_UNKNOWN_METHOD;
}

static void pause(struct catchup *c, int64_t now_us)
{
	c->at.ms = now_us / 1000 + c->pause_ms;
	c->pause_ms *= 2;
	if (c->pause_ms > CATCHUP_PAUSE_MS_MAX)
		c->pause_ms = CATCHUP_PAUSE_MS_MAX;
}

static void take_done(struct catchup *c)
{
	struct spool_piece p;

	c->pause_ms = CATCHUP_PAUSE_MS_MIN;
	if (c->number++ == 0 || !spool_peek(c->spool, &p) || !id_equals(p.stretch.id, c->source))
		return;
	spool_pop(c->spool);
	if (!p.is_last)
		return;
	log_info("kiosk.brought", "visit=%s leg=%s pieces=%lld", p.stretch.visit.text,
		 p.stretch.leg.text, (long long)c->number - 1);
	begin(c, (struct id){ "" }, (struct id){ "" });
}

void catchup_take(struct catchup *c, enum err err, int64_t next, int64_t now_us)
{
	if (!c->is_asked)
		return;
	c->is_asked = false;
	if (is_final(err)) {
		give_up(c, c->source, err);
	} else if (err) {
		pause(c, now_us);
	} else if (next == c->number + 1) {
		take_done(c);
	} else { /* the media server knows nothing of it, or something else */
		log_odd("kiosk.backfill_again", "number=%lld next=%lld", (long long)c->number,
			(long long)next);
		begin(c, c->source, id_new(clock_now()));
		pause(c, now_us);
	}
}
