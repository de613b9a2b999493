/* Compares what the stage carried with what the films hold. */
#include "broker/common/seal/manifest.h"

#include "broker/common/seal/recorded.h"

#define SHORT_MS  2000 /* a camera may leave before its first whole picture */
#define TAIL      64   /* packets of a picture that the end of the part cut off */
#define KEY_FRAME 256  /* packets: one that came with a hole is left out as a whole */
#define BURST     4    /* times as many packets as usual may fall into a gap */
#define TAIL_PART 50   /* or this share of them, 2 %: what came too late to be put in order */

static bool is_why(const struct manifest_gap *g, enum gap_why why)
{
	return text_is(g->why, gap_words[why]);
}

static bool is_of(const struct manifest_gap *g, const struct manifest_carried *c)
{
	return (!id_is_set(g->leg) || id_equals(g->leg, c->leg)) &&
	       (text_is(g->media, media_words[0]) || text_equals(g->media, c->media));
}

/* Packets that the stage carried and the recorder did not take. What a leg sent beyond its own
 * budget the stage never carried: that excuses nothing. */
static bool is_dropped(const struct manifest_gap *g)
{
	return is_why(g, GAP_DROPPED) || (is_why(g, GAP_TOO_MUCH) && !id_is_set(g->leg));
}

static int64_t dropped(const struct manifest *m, const struct manifest_carried *c)
{
	const struct manifest_gap *g = m->gaps.items;
	int64_t n = 0;

	for (size_t i = 0; i < m->gaps.n; i++)
		if (is_dropped(&g[i]) && is_of(&g[i], c))
			n += g[i].packets;
	return n;
}

static int64_t lacking(const struct manifest_carried *c)
{
	return c->packets > c->journaled ? c->packets - c->journaled : 0;
}

/* What was dropped is told without its leg: it excuses no more than so many packets of all legs
 * together, or what one leg floods would excuse what another lacks. */
static bool is_excused(const struct manifest *m, const struct manifest_carried *c)
{
	const struct manifest_carried *all = m->carried.items;
	const struct manifest_gap *g = m->gaps.items;
	int64_t left = 0;

	for (size_t i = 0; i < m->gaps.n; i++)
		if (is_dropped(&g[i]))
			left += g[i].packets;
	for (size_t i = 0; i < m->carried.n; i++)
		left -= lacking(&all[i]);
	return left >= 0 && lacking(c) <= dropped(m, c);
}

/* A gap that packets of the journal may have fallen into. */
static bool is_told(const struct manifest_gap *g, const struct manifest_carried *c)
{
	return is_of(g, c) &&
	       (is_why(g, GAP_LOST) || is_why(g, GAP_KEY_FRAME) || is_why(g, GAP_TOO_MUCH));
}

/* How many packets of the journal may be in no film: what is told excuses as much as its time. */
static int64_t excused(const struct manifest *m, const struct manifest_carried *c)
{
	const struct manifest_gap *g = m->gaps.items;
	int64_t n = TAIL + c->journaled / TAIL_PART;

	for (size_t i = 0; i < m->gaps.n; i++) {
		int64_t ms = g[i].till_ms - g[i].from_ms;

		if (!is_told(&g[i], c))
			continue;
		ms = ms < 0 ? 0 : ms < c->ms ? ms : c->ms;
		n += KEY_FRAME + (c->ms > 0 ? BURST * (c->journaled * ms / c->ms) : 0);
	}
	return n;
}

enum manifest_short manifest_compare(const struct manifest *m, const struct manifest_carried *c)
{
	int64_t left_out = c->journaled - c->filmed;

	if (lacking(c) > 0 && !is_excused(m, c))
		return MANIFEST_NOT_JOURNALED;
	if (c->filmed == 0 && c->ms > SHORT_MS)
		return MANIFEST_NO_FILM;
	if (left_out > excused(m, c))
		return MANIFEST_NOT_FILMED;
	return MANIFEST_WHOLE;
}
