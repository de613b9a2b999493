/*
 * The manifest of a part of a recording: what files there are, what is in them, their digests,
 * the gaps, the chapters and the head of the journal. Written by the media server, read by the
 * archive. Values; their texts live in an arena.
 */
#ifndef BROKER_COMMON_SEAL_MANIFEST_H
#define BROKER_COMMON_SEAL_MANIFEST_H

#include "broker/common/form/fields.h"
#include "broker/common/seal/digest.h"

#define MANIFEST_VERSION                                                                           \
	2 /* 1 has sentences for chapters, and neither sizes nor what was carried */
#define MANIFEST_BLOCK       (1u << 20) /* bytes with a digest of their own */
#define MANIFEST_FILES_MAX   200
#define MANIFEST_GAPS_MAX    20000
#define MANIFEST_NOTES_MAX   2000
#define MANIFEST_BYTES_MAX   (64u << 20)
#define MANIFEST_NAME_MAX    64
#define MANIFEST_SIZES_MAX   32
#define MANIFEST_CARRIED_MAX 1600
#define MANIFEST_LATE_FIRST  501 /* parts from this number on came after the fact */

/* Names of the files every package holds. */
#define MANIFEST_FILE  "manifest.json"
#define MANIFEST_SEAL  "manifest.sig"
#define MANIFEST_CERT  "signer.pem"
#define MANIFEST_CHAIN "journal.xqj"
#define MANIFEST_GAPS  "gapmap.json"

enum manifest_kind { /* words in manifest.c: never rename */
		     MANIFEST_JOURNAL,
		     MANIFEST_GAPMAP,
		     MANIFEST_MEDIA,
		     MANIFEST_POSTER
};

/* What was read back from a media file. */
struct manifest_video {
	struct text codec; /* h264, vp8 */
	int64_t width;     /* of the largest picture */
	int64_t height;
	int64_t frames;
	int64_t rate_mhz;  /* frames in 1000 s, pauses of more than a second left out */
	struct list sizes; /* struct manifest_size, the largest first */
};

/* So many pictures of the film are of this size. */
struct manifest_size {
	int64_t width;
	int64_t height;
	int64_t frames;
};

struct manifest_audio {
	struct text codec; /* opus */
	int64_t rate;
	int64_t channels;
	int64_t packets;
};

struct manifest_file {
	struct text name;
	int kind;      /* enum manifest_kind */
	struct id leg; /* none for the journal and the gap map */
	struct text seat;
	struct text seat_name;
	struct text media; /* video/mp4, video/webm, audio/mp4, audio/webm, image/jpeg */
	bool document;     /* a screen or a document camera of the leg, not the people */
	int64_t offset_ms; /* of the file's zero after the visit's zero */
	int64_t duration_ms;
	int64_t bytes;
	struct list video;  /* struct manifest_video, none or one */
	struct list audio;  /* struct manifest_audio, none or one */
	struct text sha256; /* 64 hexadecimal digits */
	struct list blocks; /* struct text, the SHA-256 of each MiB */
};

struct manifest_gap {
	int64_t from_ms; /* of visit time */
	int64_t till_ms;
	struct id leg;     /* none: all legs */
	struct text media; /* media_words */
	struct text why;   /* gap_words */
	int64_t packets;   /* lost, where known */
};

struct manifest_chapter {
	int64_t at_ms;
	struct text text; /* version 1: a sentence */
	struct text kind; /* chapter_words */
	struct id leg;
	struct text seat;
	struct text name; /* of the seat */
};

/* What the stage carried of a leg while consent covered it, and what became of it: sealed beside
 * the films, so that a film that holds less is found. */
struct manifest_carried {
	struct id leg;     /* none: of legs that are too many to tell */
	struct text media; /* audio, video, document */
	int64_t packets;   /* carried */
	int64_t bytes;
	int64_t ms;
	int64_t journaled; /* packets: in the journal... */
	int64_t filmed;    /* ...and in the films */
	struct text seat_name;
};

/* How the journal ends. */
struct manifest_journal {
	int64_t chunks;
	struct text head; /* hash of the last chunk, hexadecimal */
	bool recovered;   /* the media server died and the part was closed at the next start */
};

struct manifest {
	int64_t version;
	struct id visit;
	struct id recording;
	int64_t part;
	bool late;           /* came after the fact: it lies beside other parts in time */
	struct instant zero; /* the visit's zero, UTC */
	int64_t from_ms;     /* the part, in visit time */
	int64_t till_ms;
	struct instant made;
	struct text program; /* name and version of the finaliser and its libraries */
	struct manifest_journal journal;
	struct list files;    /* struct manifest_file */
	struct list gaps;     /* struct manifest_gap */
	struct list chapters; /* struct manifest_chapter */
	struct list notes;    /* struct text: what the finaliser found odd; words and arguments */
	struct list carried;  /* struct manifest_carried */
};

void manifest_format(const struct manifest *m, struct buffer *out);

/* Refuses unknown versions and members, unsafe file names, names that stand twice, block lists
 * that do not fit the size. */
MUST_USE enum err manifest_parse(struct text in, struct arena *a, struct manifest *out);

/* How a film falls short of what was carried. */
enum manifest_short {
	MANIFEST_WHOLE,
	MANIFEST_NOT_JOURNALED, /* less in the journal than the stage carried, and not told as dropped */
	MANIFEST_NOT_FILMED, /* less in the films than in the journal, and no gap says why */
	MANIFEST_NO_FILM     /* nothing at all in the films */
};
enum manifest_short manifest_compare(const struct manifest *m, const struct manifest_carried *c);

/* Letters, digits, `-`, `_`, `.`; not hidden; no path. */
bool manifest_name_is_safe(struct text name);

const struct manifest_file *manifest_find(const struct manifest *m, struct text name);

/* The gaps as the file gapmap.json: {"gaps":[...]}. */
void manifest_format_gaps(const struct manifest *m, struct buffer *out);

/* Reads the open file from its start; fills bytes, sha256 and blocks, in the arena. */
MUST_USE enum err manifest_digest(int fd, struct arena *a, struct manifest_file *f);

/* Whoever waits may lose interest: asked before each MiB, with how many bytes were read since it was
 * asked last; true: ERR_STOPPING. */
struct manifest_watch {
	bool (*stops)(void *owner, size_t bytes);
	void *owner;
};

/* Reads the open file and compares: ERR_OK; ERR_BROKEN_SEAL with the offset of the first MiB
 * that differs, or the size where the file is too short or too long; ERR_DISK. watch: NULL, nobody. */
MUST_USE enum err manifest_check_file(int fd, const struct manifest_file *f,
				      const struct manifest_watch *watch, uint64_t *offset);

#endif
