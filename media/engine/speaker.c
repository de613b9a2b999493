/* Loudness of each voice, and who is ahead with enough of it. */
#include "media/engine/speaker.h"

#define RISE      2 /* packets */
#define SCALE     256
#define PACKET_US 60000 /* at most */

static int32_t loudness_of(const struct speaker_voice *v, int64_t now_us)
{
	int64_t fallen = (now_us - v->at_us) * SPEAKER_FALL_DB * SCALE / 1000000;

	return fallen < v->loudness ? v->loudness - (int32_t)fallen : 0;
}

static void hear(struct speaker_voice *v, int32_t loudness, int64_t now_us)
{
	int32_t before = loudness_of(v, now_us);

	v->loudness = loudness > before ? before + (loudness - before) / RISE : before;
	v->at_us = now_us;
}

static bool is_ahead(const struct speaker *s, int place, int64_t now_us)
{
	int32_t loud = loudness_of(&s->voices[place], now_us);
	int32_t least = (127 - SPEAKER_QUIET) * SCALE;

	if (s->now) {
		int32_t beat = loudness_of(&s->voices[s->now - 1], now_us) + SPEAKER_AHEAD * SCALE;

		least = beat > least ? beat : least;
	}
	return loud >= least;
}

void speaker_take(struct speaker *s, int place, uint8_t level, int64_t now_us)
{
	struct speaker_voice *v = &s->voices[place];
	int64_t since_us = now_us - v->at_us;

	hear(v, (127 - (level & 127)) * SCALE, now_us);
	if (s->now == place + 1)
		return;
	if (!is_ahead(s, place, now_us))
		v->sound_us = 0;
	else if ((level & 127) <= SPEAKER_QUIET)
		v->sound_us += since_us < PACKET_US ? since_us : PACKET_US;
	if (v->sound_us < SPEAKER_AFTER_US || (s->now && now_us - s->changed_us < SPEAKER_REST_US))
		return;
	s->now = place + 1;
	s->changed_us = now_us;
	v->sound_us = 0;
}

void speaker_forget(struct speaker *s, int place)
{
	s->voices[place] = (struct speaker_voice){ 0 };
	if (s->now == place + 1)
		s->now = 0;
}

bool speaker_is(const struct speaker *s, int place)
{
	return s->now == place + 1;
}
