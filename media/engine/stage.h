/*
 * The media side of a live visit: its legs in their places, what passes between them and to the tap,
 * and what follows when one comes, goes or is lost. Net thread; owned by the engine.
 */
#ifndef MEDIA_ENGINE_STAGE_H
#define MEDIA_ENGINE_STAGE_H

#include "media/engine/leg.h"
#include "media/engine/places.h"
#include "media/engine/speaker.h"

#define STAGE_GONE_MAX 16

struct stage {
	struct places places; /* owns the legs there */
	struct meeting meet;
	uint32_t *serials; /* of the engine, for sources */
	struct speaker speaker;
	struct leg_report gone[STAGE_GONE_MAX]; /* not told yet */
	int n_gone;
};

/* Legs that are still there are freed with it. */
void stage_free(struct stage *s);
OWNABLE(stage)

/* What reaches one of its legs, and time that passes for it: the stage reacts to what became of the
 * leg. Something verified came; a datagram of the handshake; timers: silence, requests, reports. */
void stage_hear(struct stage *s, struct leg *l, const struct turn *t);
void stage_take_dtls(struct stage *s, struct leg *l, struct bytes d, const struct turn *t);
void stage_tick(struct stage *s, struct leg *l, const struct turn *t);

/* A decrypted RTP packet from a leg: forwarded and recorded. */
void stage_take(struct stage *s, struct leg *from, struct bytes packet, const struct turn *t);

/* What is recorded from now on. */
void stage_set_cover(struct stage *s, struct stage_cover c, const struct turn *t);

/* Its empty picture is wanted: told to the tap and in reports. */
void stage_camera(struct stage *s, int place, bool off, const struct turn *t);

/* The sound of a seat goes to nobody, or to everybody again. */
void stage_mute(struct stage *s, int place, bool muted, const struct turn *t);

struct leg_report stage_report(const struct stage *s, const struct leg *l, int64_t now_us);

/* Takes the leg from its place for good, and frees it. */
void stage_remove(struct stage *s, struct leg *l, const struct turn *t);

/* Every publisher is asked for a key frame. */
void stage_want_keys(struct stage *s, const struct turn *t);

#endif
