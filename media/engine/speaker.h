/*
 * Who speaks on a stage, by the levels that packets of sound carry (RFC 6464), for pages that show
 * one picture large. A cough does not count, silence keeps the one who spoke last. Only the present
 * is known here: nothing is kept, summed up or reported of how long anybody spoke. Pure; net thread.
 */
#ifndef MEDIA_ENGINE_SPEAKER_H
#define MEDIA_ENGINE_SPEAKER_H

#include <stdbool.h>
#include <stdint.h>

#define SPEAKER_PLACES   12
#define SPEAKER_QUIET    50      /* -dBov; quieter is nobody speaking */
#define SPEAKER_AHEAD    6       /* dB that a newcomer must be louder */
#define SPEAKER_AFTER_US 600000  /* with so much sound, pauses between words not counted */
#define SPEAKER_REST_US  1500000 /* between two changes */
#define SPEAKER_FALL_DB  20      /* a second: how loudness fades in a pause */

struct speaker_voice {
	int32_t loudness; /* 127 - dBov, quick to rise and slow to fall, scaled by 256 */
	int64_t at_us;    /* of the last packet */
	int64_t sound_us; /* while it was louder than the speaker */
};

struct speaker {
	struct speaker_voice voices[SPEAKER_PLACES];
	int now; /* place + 1; 0: nobody spoke yet */
	int64_t changed_us;
};

/* A packet of the place's sound with this level, -dBov from 0 (loudest) to 127. */
void speaker_take(struct speaker *s, int place, uint8_t level, int64_t now_us);

/* Whoever sits there now has said nothing yet. */
void speaker_forget(struct speaker *s, int place);

bool speaker_is(const struct speaker *s, int place);

#endif
