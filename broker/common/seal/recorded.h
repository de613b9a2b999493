/*
 * The words of a sealed recording that the media server writes and the broker tells on: why something
 * is not in it, what is not, what happened. A media server may be newer than the broker: what these
 * tables do not have goes out as the last word of them, and the package keeps its own. Read only: any
 * thread.
 */
#ifndef BROKER_COMMON_SEAL_RECORDED_H
#define BROKER_COMMON_SEAL_RECORDED_H

enum gap_why {                    /* words in recorded.c: never rename */
	       GAP_LOST,          /* packets that never came */
	       GAP_DROPPED,       /* the disk was too slow */
	       GAP_KEY_FRAME,     /* pictures without the one they build on */
	       GAP_CLOCK_JUMP,    /* the sender's clock jumped: the place was clamped */
	       GAP_DISK,          /* a write failed: the part ended */
	       GAP_SERVER_LOST,   /* the media server died between two parts */
	       GAP_LEG_LOST,      /* the leg was away and came back */
	       GAP_LINK_DOWN,     /* nothing came from the leg at all, and then again */
	       GAP_NO_PICTURE,    /* no picture came, nobody said why */
	       GAP_MUTED,         /* by whoever receives: not carried, as people wanted it */
	       GAP_NOT_CONSENTED, /* consent did not cover it */
	       GAP_LIMIT,         /* a limit of the journal was used up too fast */
	       GAP_CAMERA_OFF, /* as whoever sat there said: an empty picture, as people wanted it */
	       GAP_TOO_MUCH,   /* more was sent than a leg, or all of a visit, may send */
	       GAP_WHY_COUNT
};

/* Words in recorded.c: never rename. Said to people in their own language where they read them. */
enum entry_what { /* stored: never renumber */
		  ENTRY_JOINED = 1,
		  ENTRY_LOST = 2, /* silent, may come back */
		  ENTRY_BACK = 3,
		  ENTRY_LEFT = 4,
		  ENTRY_SHOWS = 5, /* a document */
		  ENTRY_SHOWED = 6,
		  ENTRY_MUTED = 7, /* by whoever receives */
		  ENTRY_HEARD = 8, /* and no longer */
		  ENTRY_BROUGHT =
			  9, /* what follows was kept while the link was down, and brought later */
		  ENTRY_CAMERA_OFF = 10, /* as whoever sits there says */
		  ENTRY_CAMERA_ON = 11,  /* and no longer */
		  ENTRY_WHAT_COUNT
};

enum entry_media { /* stored: never renumber */
		   ENTRY_AUDIO = 1,
		   ENTRY_VIDEO = 2,
		   ENTRY_DOCUMENT = 3, /* a screen or a document camera: a picture too */
		   ENTRY_MEDIA_COUNT
};

/* By their enums, then "other"; NULL at the end. The first one of media is "all", that of chapters "". */
extern const char *const gap_words[GAP_WHY_COUNT + 2];
extern const char *const chapter_words[ENTRY_WHAT_COUNT + 2];
extern const char *const media_words[ENTRY_MEDIA_COUNT + 2];

#endif
