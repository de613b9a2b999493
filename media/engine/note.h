/*
 * What the tap is told beside packets: of a stage, of its seats, of their tracks. Net thread.
 */
#ifndef MEDIA_ENGINE_NOTE_H
#define MEDIA_ENGINE_NOTE_H

#include "media/engine/leg.h"
#include "media/engine/places.h"

void note_stage(const struct places *p, enum tap_event e, const struct turn *t);

/* Of whoever had the place last. */
void note_seat(const struct places *p, int place, enum tap_event e, const struct turn *t);

/* A source that sends, if it is recorded. */
void note_started(const struct leg *l, const struct track *track, const struct turn *t);
/* What never came of a track, since the last time. */
void note_gap(const struct leg *l, struct track *track, const struct turn *t);
/* What its budget kept out, since the last time. */
void note_limited(struct leg *l, const struct turn *t);

/* Counts a packet of a seat that the tap is about to get: what the recorder should have is counted
 * here and not by the recorder. */
void note_count(struct places *p, int place, const struct tap_packet *packet, const struct turn *t);
/* Tells what was counted of a seat, and what its budget kept out. */
void note_carried(struct places *p, int place, const struct turn *t);

#endif
