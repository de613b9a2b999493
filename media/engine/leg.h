/*
 * One live connection of a seat, in its place on the stage: its transport, sound, picture and
 * document coming in, a pair of feeds for each receive slot and a feed for the document. Net
 * thread; owned by the stage.
 */
#ifndef MEDIA_ENGINE_LEG_H
#define MEDIA_ENGINE_LEG_H

#include "media/engine/arrivals.h"
#include "media/engine/budget.h"
#include "media/engine/engine.h"
#include "media/engine/feed.h"
#include "media/engine/meet.h"
#include "media/engine/places.h"
#include "media/engine/quality.h"

#define LEG_SILENT_US      INT64_C(10000000) /* then it is lost */
/* The others are told sooner that nothing comes: a voice or a picture sends many times a second, so a
 * second without is no accident of the line; who sends neither is heard by the checks of its way, which
 * browsers make each 2.5 s. */
#define LEG_MEDIA_STILL_US INT64_C(1000000)
#define LEG_CHECK_STILL_US INT64_C(6000000)
#define LEG_LOST_US        INT64_C(120000000) /* lost so long: gone */
#define LEG_REPORT_US      INT64_C(1000000)
#define LEG_SOUND_BPS      50000          /* of one voice */
#define LEG_BEAT_US        INT64_C(20000) /* reports of all legs go on the same beats */

enum leg_kind { LEG_AUDIO, LEG_VIDEO, LEG_KINDS };

#define LEG_LAYERS   SDP_LAYERS_MAX
#define LEG_DOCUMENT (LEG_VIDEO + LEG_LAYERS)
#define LEG_TRACKS   (LEG_DOCUMENT + 1)
#define LEG_SLOTS    (PLACES_DOCUMENT_SLOT + 1)

/* What happens to a leg. */
enum leg_event {
	LEG_EVENT_JOINED = 1, /* connected: its media may pass */
	LEG_EVENT_LOST = 2,   /* silent, or its line is dead */
	LEG_EVENT_BACK = 4    /* heard again, in the same epoch */
};

/* A picture that comes in several sizes (RFC 8853): its tracks begin at LEG_VIDEO, the largest
 * first. */
struct leg_layers {
	int n;          /* 0: one size */
	uint8_t rid_id; /* header extensions */
	uint8_t repaired_id;
	char rids[LEG_LAYERS][SDP_RID_MAX + 1];
	struct feed tape; /* the largest that comes, as one source, for the tap */
};

/* How packets of the document are known. */
struct leg_document {
	uint8_t mid_id; /* header extension */
	char mid[SDP_MID_MAX + 1];
	uint32_t ssrc; /* as offered; 0: it was not told */
};

struct leg_times {
	int64_t heard_us; /* when something verified came; until then when it was opened */
	int64_t media_us; /* when sound or a picture came; 0: never */
	int64_t lost_us;
	int64_t report_us; /* of our next report */
	int64_t due_us;    /* stage_tick is wanted */
};

struct leg_counts {
	uint64_t rx_bytes;
	uint64_t rx_packets;
	int64_t rtt_ms; /* -1: not known */
};

struct leg_clock {
	int64_t add; /* NTP, from its clock to ours */
	bool is_known;
};

struct leg {
	const struct places *places; /* of its stage: who else is there */
	struct id id;
	uint32_t epoch;
	int place;
	int number; /* in the engine */
	enum leg_state state;
	uint32_t ssrc; /* of our reports */
	struct link link;
	struct budget budget;
	struct arrivals arrivals;
	struct track tracks[LEG_TRACKS];
	struct leg_layers layers;
	struct leg_document document;
	struct leg_codecs codecs;
	struct feed feeds[LEG_SLOTS][LEG_KINDS];
	uint64_t ceiling_bps; /* it is asked to send no more video */
	struct leg_clock clock;
	struct leg_times times;
	struct leg_counts counts;
	struct quality quality;
};

void leg_free(struct leg *l);
OWNABLE(leg)

/* Connected, its media may pass. */
bool leg_is_live(const struct leg *l);

/* Of the sizes of its picture the largest that ever came; the first, if none did. */
const struct track *leg_first_picture(const struct leg *l);

/* Each returns what happened to the leg by it, LEG_EVENT_ bits, for its stage to react to: something
 * verified came from it; a datagram of the handshake; time passed. */
unsigned leg_hear(struct leg *l, const struct turn *t);
unsigned leg_take_dtls(struct leg *l, struct bytes d, const struct turn *t);
unsigned leg_tick(struct leg *l, const struct turn *t);

/* Works out when stage_tick is wanted for it, and lets the engine know. */
void leg_update_due(struct leg *l, const struct turn *t);

#endif
