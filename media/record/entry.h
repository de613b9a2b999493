/*
 * The entries of a journal: what stands in the sealed payload of a chunk, one after the other.
 * Part of the journal's format: add kinds, never change one. Pure.
 */
#ifndef MEDIA_RECORD_ENTRY_H
#define MEDIA_RECORD_ENTRY_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/base/sink.h"
#include "broker/common/seal/recorded.h"

enum entry_kind {                    /* stored: never renumber */
		  ENTRY_BEGIN = 1,   /* first of a part */
		  ENTRY_LEG = 2,     /* a leg came, or came back with a higher epoch */
		  ENTRY_TRACK = 3,   /* a source of a leg */
		  ENTRY_RTP = 4,     /* a packet, decrypted */
		  ENTRY_REPORT = 5,  /* an RTCP sender report (RFC 3550 s6.4.1) */
		  ENTRY_DROPPED = 6, /* packets that the recorder could not take */
		  ENTRY_CHAPTER = 7, /* a sentence; journals before ENTRY_EVENT have them */
		  ENTRY_COVER = 8,   /* consent changed */
		  ENTRY_LEG_END = 9,
		  ENTRY_EVENT = 10,   /* what somebody did, or what became of a leg */
		  ENTRY_CARRIED = 11, /* what the stage gave to the recorder */
		  ENTRY_MISSED = 12,  /* nothing was journaled just before this part, and why */
		  ENTRY_LIMITED = 13  /* packets beyond what a leg, or the visit, may send */
};

const char *entry_what_word(enum entry_what what);

enum entry_codec { /* stored: never renumber */
		   ENTRY_OPUS = 1,
		   ENTRY_H264 = 2,
		   ENTRY_VP8 = 3
};

#define ENTRY_SEAT_MAX     64 /* bytes */
#define ENTRY_NAME_MAX     256
#define ENTRY_TEXT_MAX     512
#define ENTRY_PACKET_MAX   2048
#define ENTRY_LEGS_MAX     512
#define ENTRY_TRACKS_MAX   2048
#define ENTRY_CHAPTERS_MAX 2000 /* in a part */

enum entry_missed {                        /* stored: never renumber */
		    ENTRY_MISSED_DISK = 1, /* the disk did not take it */
		    ENTRY_MISSED_LIMIT = 2 /* a limit of the journal was used up too fast */
};

struct entry_begin {
	struct instant zero;   /* the visit's, UTC */
	struct instant before; /* when the part before this one was cut off; 0: it was not */
	bool video;
	bool audio;
};

struct entry_leg {
	uint16_t number; /* of this leg and epoch in this part */
	struct id leg;
	uint32_t epoch;
	struct text seat;
	struct text name;
};

struct entry_track {
	uint16_t number; /* in this part */
	uint16_t leg;    /* entry_leg.number */
	enum entry_media media;
	enum entry_codec codec;
	uint32_t ssrc;
	uint8_t payload_type;
	uint32_t clock_rate;
};

struct entry_report {
	uint32_t ssrc;
	uint64_t ntp; /* 32.32 seconds since 1900, the sender's clock */
	uint32_t rtp;
};

struct entry_dropped {
	int64_t from_us; /* monotonic, first packet dropped */
	int64_t till_us;
	uint32_t packets;
	struct id leg; /* LIMITED only: whose they were; none: of the visit as a whole */
};

/* Whose is in it: nothing else need have been written of the leg. */
struct entry_event {
	enum entry_what what;
	struct id leg;
	struct text seat;
	struct text name;
};

/* Counted by the stage, apart from what the recorder did with it. Since the one before. */
struct entry_carried {
	struct id leg;
	enum entry_media media;
	uint32_t packets;
	uint64_t bytes;
	int64_t from_us; /* monotonic */
};

struct entry_missing {
	int64_t from_us; /* monotonic */
	int64_t till_us;
	enum entry_missed why;
};

struct entry {
	enum entry_kind kind;
	int64_t at_us;  /* monotonic clock of the media server */
	uint16_t track; /* RTP, REPORT, DROPPED (0xffff: all) */
	union {
		struct entry_begin begin;
		struct entry_leg leg;
		struct entry_track new_track;
		struct bytes packet;
		struct entry_report report;
		struct entry_dropped dropped;
		struct text chapter;
		struct entry_begin cover; /* video and audio only */
		uint16_t leg_end;
		struct entry_event event;
		struct entry_carried carried;
		struct entry_missing missed;
	};
};

void entry_format(const struct entry *e, struct sink *out);

/* Cuts the first entry off *rest; texts and packets stay borrowed. ERR_BROKEN_SEAL: not an entry. */
MUST_USE enum err entry_parse(struct bytes *rest, struct entry *out);

#endif
