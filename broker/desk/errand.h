/*
 * An errand: one exchange on its way through the broker - the loop, the writer, a media server,
 * the archive (route.h) - and who gets the reply. Owned by the loop; while its job is with the
 * writer only the writer touches the exchange.
 */
#ifndef BROKER_DESK_ERRAND_H
#define BROKER_DESK_ERRAND_H

#include "broker/desk/handles.h"
#include "broker/wire/exchange.h"

struct desk;
struct archive_job;

#define ERRANDS_MAX     4096 /* at once; then requests are refused as busy */
#define ERRANDS_PEOPLE  3584 /* of them; the others are for media servers and for ourselves */
#define ERRANDS_BUCKETS 1024

/* What an errand waits for outside of the writer. */
struct errand_wait {
	int64_t tag;          /* the request's id; 0: nothing */
	struct handle server; /* the media server's connection */
	int64_t until_us;
	struct archive_job *job; /* the archive's, back with its result */
};

struct errand {
	struct errand *next; /* of its bucket */
	struct desk *desk;
	struct exchange *exchange;
	void (*done)(struct errand *e); /* the reply is there; the errand ends after it */
	/* Each second of a study; NULL: nobody looks. Set by connections only. */
	void (*progress)(struct errand *e, struct study *s);
	struct handle from; /* who waits */
	struct errand_wait wait;
	bool studies;                 /* its job is with the study lane */
	struct archive_job *verifies; /* with the archive; its progress alone may be touched */
};

struct errands {
	struct errand *buckets[ERRANDS_BUCKETS]; /* by exchange */
	int n;
	int posted; /* jobs with the writer, health checks included */
	int64_t last_tag;
	void (*go)(struct errand *e, enum exchange_step step); /* who takes the next step */
};

/* NULL when too many are under way. Without an address it is our own. */
struct errand *errand_new(struct desk *d, const struct caller *who, struct text address,
			  void (*done)(struct errand *e));

/* Goes as far as it can; the errand may have ended when they return. */
void errand_take(struct errand *e, struct text in);
void errand_start(struct errand *e, const char *internal, const void *in);

/* An errand of the broker itself; NULL when too many are under way. */
struct errand *errand_new_own(struct desk *d, void (*done)(struct errand *e));

/* The same, begun. False: there was no room, which the log says; then `done` is not called. */
bool errand_begin(struct desk *d, const char *internal, const void *in,
		  void (*done)(struct errand *e));

/* A write that nobody waits for. */
void errand_post(struct desk *d, const char *internal, const void *in);

/* Ends of waiting: the media server's answer or its failure. */
void errand_answer(struct errand *e, enum err err, struct text result);
/* One of these that a person has under way: a second one waits for it to end. NULL: none. */
struct errand *errand_find_of(const struct desk *d, const struct caller *who,
			      bool (*is)(const struct errand *e));
/* Of an exchange; NULL: none. */
struct errand *errand_find(struct desk *d, const struct exchange *x);
/* Ends it: nobody may use it any more. */
void errand_free(struct errand *e);
struct errand *errand_find_waiting(struct desk *d, int64_t tag); /* NULL: none */

/* Each second: how far studies are. */
void errands_tick(struct desk *d);
/* The connection is gone: its studies and what it has the archive verify end at their next slice. */
void errands_forget(struct desk *d, struct handle peer);

/* Calls `each` for every errand that waits for a media server or the archive. */
void errands_walk(struct desk *d, void (*each)(struct errand *e, void *with), void *with);

/* Frees what waits for others; the writer must have nothing of ours any more. */
void errands_clear(struct desk *d);

#endif
