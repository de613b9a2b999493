/*
 * All legs of the load generator with their loop: commands come on standard input, what happens
 * is told on standard output. One thread.
 */
#ifndef TESTS_BENCH_LEGS_CROWD_H
#define TESTS_BENCH_LEGS_CROWD_H

#include "tests/bench/legs/leg.h"

#define CROWD_MAX        1024 /* legs */
#define CROWD_LINE_BYTES 2048

struct crowd_options {
	struct way_settings way;
	const char *profile; /* of SRTP, as OpenSSL names it */
	const char *video;   /* files of clips; NULL: made up */
	const char *audio;
	int frames;  /* of made-up video, a second */
	int packets; /* a frame */
	int bytes;   /* a packet */
};

struct crowd {
	struct certificate *certificate;
	struct way *way;
	struct clip clips[LEG_KINDS];
	struct leg *legs; /* CROWD_MAX of them */
	struct leg_counts gone;
	int n; /* up to the highest that was used */
	int epoll;
	bool sends;
	bool ends;
	size_t line_n;
	char line[CROWD_LINE_BYTES];
};

MUST_USE enum err crowd_init(struct crowd *g, const struct crowd_options *o);
/* Until it is told to quit. */
void crowd_run(struct crowd *g);
void crowd_clear(struct crowd *g);

/* crowd_commands.c: carries out what has come. */
void crowd_on_input(struct crowd *g);

#endif
