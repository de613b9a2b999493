/*
 * The files of a part: one for each leg, one for the documents it showed, a further one of either
 * where the video codec changed. Fed by the second reading of the journal. Also finds the gaps
 * that packets leave. One thread.
 */
#ifndef MEDIA_STUDIO_REEL_H
#define MEDIA_STUDIO_REEL_H

#include "media/studio/survey.h"

#define REEL_FILES_MAX 90
#define REEL_NAME_MAX  64

/* One file and what went into it. */
struct reel_file {
	char name[REEL_NAME_MAX];
	char poster[REEL_NAME_MAX]; /* "": none */
	int leg;                    /* number of its latest epoch in the survey */
	enum entry_codec video;     /* 0: none */
	bool has_audio;
	bool is_document; /* pictures of documents, nothing else */
	int64_t base_us;  /* the file's zero, in visit time */
	int64_t frames;
};

struct reel;

/* Reads the journal again and writes the files into the folder; adds to the survey's gaps. The
 * reader must be the one of the survey. */
MUST_USE enum err reel_new(const char *folder, struct survey *s, struct journal_reader *r,
			   struct reel **out);
void reel_free(struct reel *r);
OWNABLE(reel)

/* Files with at least one frame. */
int reel_files(const struct reel *r);
const struct reel_file *reel_file(const struct reel *r, int i);

#endif
