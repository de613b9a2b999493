/*
 * The media side of a live visit: places with legs, who sees whom, what is recorded. Net thread;
 * owned by the engine.
 */
#ifndef MEDIA_ENGINE_STAGE_H
#define MEDIA_ENGINE_STAGE_H

#include "media/engine/leg.h"
#include "media/engine/speaker.h"

#define STAGE_PLACES_MAX (ENGINE_SLOTS_MAX + 1)
#define STAGE_GONE_MAX   16

/* What the tap was given of one track of a seat, not told yet. */
struct carried {
	uint32_t packets; /* those that carry media */
	uint64_t bytes;
	int64_t from_us;
};

#define STAGE_TRACKS 3 /* enum tap_track */

/* Who had a place last; epochs up to this one are fenced. */
struct seat {
	struct id leg;
	uint32_t epoch;
	bool joined; /* the tap knows it */
	bool muted;  /* its sound goes to nobody and into no recording */
	bool camera_off; /* as whoever sits there says, of this epoch */
	bool shows;  /* its document goes to everybody else */
	struct carried carried[STAGE_TRACKS];
};

struct stage {
	struct id visit;
	struct stage_cover cover;
	struct meeting meet;
	int places;
	uint32_t *serials; /* of the engine, for sources */
	struct leg *legs[STAGE_PLACES_MAX];
	struct seat seats[STAGE_PLACES_MAX];
	struct speaker speaker;
	struct leg_report gone[STAGE_GONE_MAX]; /* not told yet */
	int n_gone;
};

/* Legs that are still there are freed with it. */
void stage_free(struct stage *s);
OWNABLE(stage)

/* Its old place, or a free one. ERR_STALE_EPOCH: this or a later epoch was here; ERR_TOO_MANY. */
MUST_USE enum err stage_find_place(const struct stage *s, struct id leg, uint32_t epoch,
				   int *out);

/* The leg in a receive slot of this place, or whose document is shown; NULL: nobody. */
struct leg *stage_source(const struct stage *s, int place, int slot);

/* What reaches one of its legs, and time that passes for it: the stage reacts to what became of the
 * leg. Something verified came; a datagram of the handshake; timers: silence, requests, reports. */
void stage_hear(struct stage *s, struct leg *l, const struct turn *t);
void stage_take_dtls(struct stage *s, struct leg *l, struct bytes d, const struct turn *t);
void stage_tick(struct stage *s, struct leg *l, const struct turn *t);

/* A decrypted RTP packet from a leg: forwarded and recorded. */
void stage_take(struct stage *s, struct leg *from, struct bytes packet, const struct turn *t);

/* What is recorded from now on. */
void stage_set_cover(struct stage *s, struct stage_cover c, const struct turn *t);

/* Tells the tap what it should have got of this seat. */
void stage_tell_carried(struct stage *s, int place, const struct turn *t);

/* What its budget kept out since the last time; nothing where there is nothing. */
void stage_tell_limited(struct leg *l, const struct turn *t);

/* The sound of a seat goes to nobody, or to everybody again. */
/* Its empty picture is wanted: told to the tap and in reports. */
void stage_camera(struct stage *s, int place, bool off, const struct turn *t);

void stage_mute(struct stage *s, int place, bool muted, const struct turn *t);

struct leg_report stage_report(const struct stage *s, const struct leg *l, int64_t now_us);

/* Takes the leg from its place for good, and frees it. */
void stage_remove(struct stage *s, struct leg *l, const struct turn *t);

/* Every publisher is asked for a key frame. */
void stage_want_keys(struct stage *s, const struct turn *t);

/* For the tap: notes of the stage, of a leg, of a track. */
void stage_note(const struct stage *s, enum tap_event e, const struct turn *t);
void stage_note_leg(const struct leg *l, enum tap_event e, const struct turn *t);
void stage_note_gap(const struct leg *l, struct track *track, const struct turn *t);
bool stage_is_covered(const struct stage *s, enum tap_track track);

#endif
