/* Chooses the codec of a stage from what all offer. */
#include "media/engine/meet.h"

#include "broker/common/base/log.h"
#include "media/engine/note.h"

static unsigned bit(enum sdp_codec c)
{
	return c == SDP_OTHER_CODEC ? 0 : 1u << c;
}

static unsigned offered(const struct engine_options *options, const struct sdp_offer *o)
{
	bool has_picture = false;
	unsigned bits = 0;
	enum sdp_codec c;

	for (size_t i = 0; i < o->n_lines; i++)
		has_picture |= o->lines[i].media == SDP_VIDEO && !o->lines[i].refused;
	for (size_t i = 0; has_picture && i < options->n_codecs; i++)
		if (sdp_choose_video(o, &options->codecs[i], 1, &c) == ERR_OK)
			bits |= bit(c);
	return bits;
}

/* Who was lost may come back and is asked again then. */
static bool is_here(const struct leg *l)
{
	return l && (l->state == LEG_NEW || l->state == LEG_LIVE) && l->codecs.offered;
}

static enum sdp_codec first_of(const struct engine_options *options, unsigned bits)
{
	for (size_t i = 0; i < options->n_codecs; i++)
		if (bits & bit(options->codecs[i]))
			return options->codecs[i];
	return SDP_OTHER_CODEC;
}

/* What the stage should have, with somebody in `place` who offers these; -1: nobody new. One codec
 * that all have; else the one that is there, as long as anybody has it. */
static enum sdp_codec find_best(const struct meeting *m, const struct places *p, int place,
				unsigned bits)
{
	unsigned all = bits ? bits : ~0u, any = bits;

	for (int i = 0; i < p->n; i++) {
		if (i == place || !is_here(p->legs[i]))
			continue;
		all &= p->legs[i]->codecs.offered;
		any |= p->legs[i]->codecs.offered;
	}
	if (!any)
		return m->codec;
	if (bit(m->codec) & (all ? all : any))
		return m->codec;
	return first_of(m->options, all ? all : any);
}

static bool may_move(const struct meeting *m, int64_t now_us)
{
	return m->codec == SDP_OTHER_CODEC ||
	       m->paid_us - now_us <= (MEET_BURST - 1) * MEET_EACH_US;
}

struct meet_choice meet_choose(const struct meeting *m, const struct places *p, int place,
			       const struct sdp_offer *o, int64_t now_us)
{
	unsigned bits = offered(m->options, o);
	enum sdp_codec best = find_best(m, p, place, bits);
	struct meet_choice c = { .stage = m->codec, .leg = { .offered = bits } };

	if (best != m->codec && may_move(m, now_us))
		c.stage = best;
	if (bits & bit(c.stage))
		c.leg.picture = c.stage;
	return c;
}

static bool move(struct meeting *m, struct places *p, enum sdp_codec codec, const struct turn *t)
{
	enum sdp_codec old = m->codec;

	if (codec == old)
		return false;
	m->codec = codec;
	if (old == SDP_OTHER_CODEC)
		return false;
	m->paid_us = (m->paid_us > t->now_us ? m->paid_us : t->now_us) + MEET_EACH_US;
	log_info("stage.moved", "visit=%s from=%s to=%s", p->visit.text, sdp_codec_name(old),
		 sdp_codec_name(codec));
	for (int i = 0; i < p->n; i++) /* what was counted stands in the part before */
		note_carried(p, i, t);
	note_stage(p, TAP_STAGE_MOVED, t);
	return true;
}

bool meet_take(struct meeting *m, struct places *p, const struct meet_choice *c,
	       const struct turn *t)
{
	return move(m, p, c->stage, t);
}

void meet_review(struct meeting *m, struct places *p, const struct turn *t)
{
	enum sdp_codec best = find_best(m, p, -1, 0);

	if (best != m->codec && may_move(m, t->now_us))
		move(m, p, best, t);
}

enum leg_picture meet_picture(const struct meeting *m, const struct leg *l)
{
	enum sdp_codec wanted = l->codecs.offered & bit(m->codec) ? m->codec : SDP_OTHER_CODEC;

	if (l->codecs.picture != wanted)
		return LEG_PICTURE_AGAIN;
	return wanted == SDP_OTHER_CODEC ? LEG_PICTURE_NONE : LEG_PICTURE_SHARED;
}
