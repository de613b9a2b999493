/*
 * What the engine gives away for recording: every packet that consent covers while the stage
 * records, decrypted, and the notices a journal needs to make sense of them. Called on the net
 * thread, which never waits: the taker copies and returns. The engine never calls media/record.
 */
#ifndef MEDIA_ENGINE_TAP_H
#define MEDIA_ENGINE_TAP_H

#include "broker/common/base/ids.h"

enum tap_track { TAP_AUDIO, TAP_VIDEO, TAP_DOCUMENT }; /* screen or document camera */
enum tap_codec { TAP_OPUS, TAP_H264, TAP_VP8 };
enum tap_kind { TAP_RTP, TAP_SENDER_REPORT };

/* The source of a leg; the same for all packets of one track. */
struct tap_source {
	struct id visit;
	struct id leg;
	uint32_t epoch;
	enum tap_track track;
	enum tap_codec codec;
	uint8_t payload_type;
	uint32_t clock_rate;
	uint32_t ssrc;
};

/* Everything is borrowed for the call. */
struct tap_packet {
	struct tap_source source;
	enum tap_kind kind;
	int64_t arrival_us; /* monotonic */
	struct bytes bytes; /* an RTP packet; or one RTCP sender report with its four-byte head */
};

enum tap_event {
	TAP_STAGE_OPENED,  /* video, audio, record are set */
	TAP_STAGE_CHANGED, /* the same three */
	TAP_STAGE_CLOSED,
	TAP_STAGE_MOVED, /* to another codec: what follows goes into the next part */
	TAP_LEG_JOINED,  /* connected: media may follow; again with each higher epoch */
	TAP_LEG_LOST,    /* silent; may come back with the same epoch */
	TAP_LEG_BACK,
	TAP_LEG_LEFT,       /* for good */
	TAP_LEG_SHOWS,      /* a document, to everybody */
	TAP_LEG_SHOWED,     /* and no longer */
	TAP_LEG_CAMERA_OFF, /* as whoever sits there says; also after JOINED */
	TAP_LEG_CAMERA_ON,
	TAP_LEG_MUTED,   /* its sound goes to nobody; one of these two is told after JOINED */
	TAP_LEG_HEARD,   /* and no longer */
	TAP_LEG_LIMITED, /* `lost` datagrams that came as its own when its budget was used up: nobody
			    * looked whether they were */
	TAP_CARRIED,     /* packets and bytes of this leg and track since the last time */
	TAP_TRACK_STARTED, /* source is whole; told for each track when recording starts as well */
	TAP_TRACK_GAP      /* `lost` packets of this source never came */
};

struct tap_note {
	enum tap_event event;
	struct tap_source source; /* visit always; leg and epoch of leg and track events */
	int64_t at_us;            /* monotonic */
	bool video;               /* what consent covers */
	bool audio;
	bool record;
	uint32_t lost;
	uint32_t packets; /* given to the tap, those that carry media */
	uint64_t bytes;
	int64_t from_us; /* when their counting began; of LIMITED the first and the last */
	int64_t till_us;
};

struct tap {
	void *owner;
	void (*take)(void *owner, const struct tap_packet *p);
	void (*note)(void *owner, const struct tap_note *n); /* may be NULL */
};

#endif
