/*
 * One request from its text to its reply. It owns an arena and everything made on the way. It
 * belongs to the loop; between exchange_job and the job's return it belongs to the writer.
 *
 *   exchange_take --> REPLY | LIVE | READ | WRITE | STUDY
 *   READ: exchange_read --> REPLY | WRITE (a refusal that the audit log has to have)
 *   WRITE: post exchange_job to the writer; when it is back: exchange_written --> REPLY | MEDIA |
 *          ARCHIVE
 *   MEDIA, ARCHIVE: do call.then, then exchange_answered --> REPLY | WRITE
 */
#ifndef BROKER_WIRE_EXCHANGE_H
#define BROKER_WIRE_EXCHANGE_H

#include "broker/store/reader.h"
#include "broker/store/study.h"
#include "broker/store/writer.h"
#include "broker/wire/messages.h"
#include "broker/wire/words.h"

#define WIRE_REQUEST_MAX (8u << 20)   /* bytes of a request: tree.import is the largest */
#define WIRE_SMALL_MAX   (256u << 10) /* of every other one */

enum exchange_step {
	EXCHANGE_REPLY,  /* exchange_reply is what to send; empty: nothing (a notification) */
	EXCHANGE_LIVE,   /* the same, and exchange_live is for the desk */
	EXCHANGE_READ,   /* exchange_read: short, on the loop at once */
	EXCHANGE_WRITE,  /* post the job */
	EXCHANGE_STUDY,  /* the same, to the study lane */
	EXCHANGE_MEDIA,  /* ask the media server */
	EXCHANGE_ARCHIVE /* run the archive's job */
};

/* What requests need of the broker; the loop's, outlives every exchange. */
struct wire {
	struct reader *reader;
	const struct tree *tree; /* changed by wire_set_tree only */
	const struct rules *rules;
	struct wire_limits *limits; /* wire/limits.h; NULL: none */
	struct tree *old[16];       /* trees that jobs may still read; freed by wire_clear */
	int old_n;
	bool replacing; /* a message that may replace the tree is under way: one at a time */
};

/* Takes over the tree. The oldest of the earlier ones is freed when too many are kept: the writer's
 * queue is in order, so jobs that could read it have run. */
void wire_set_tree(struct wire *w, struct tree *t);
/* Frees the trees; no exchange may be left. */
void wire_clear(struct wire *w);

struct exchange;

/* `address` is where the caller sits, for the limits. Heap: pair with exchange_free. */
struct exchange *exchange_new(struct wire *w, const struct caller *who, struct text address);
void exchange_free(struct exchange *x);
OWNABLE(exchange)

/* In which language its sentences are; without it in Chinese. */
void exchange_speak(struct exchange *x, enum language language);

/* Takes a request apart and gates it. */
enum exchange_step exchange_take(struct exchange *x, struct text in, struct instant now);

/* Answers a request that nobody has room for, without running it. */
enum exchange_step exchange_refuse(struct exchange *x, struct text in, enum err why,
				   struct instant now);

/* Ends a request that cannot begin now, with the word why. */
enum exchange_step exchange_deny(struct exchange *x, enum err err, enum why why);

/* An internal message of the broker itself (session.open, media.gone ...): `in` is copied, what it
 * points to has to live until the answer (exchange_keep). There is no reply; exchange_out is the
 * result. */
enum exchange_step exchange_start(struct exchange *x, const char *internal, const void *in,
				  struct instant now);

/* Runs it with the loop's reader, which stops what is not short. */
enum exchange_step exchange_read(struct exchange *x);

/* A copy that lives as long as the exchange. */
struct text exchange_keep(struct exchange *x, struct text t);

/* After the job came back. */
enum exchange_step exchange_written(struct exchange *x);

/* The media server's answer: its result as JSON, or its error. */
enum exchange_step exchange_answered(struct exchange *x, enum err err, struct text result,
				     struct instant now);

/* The archive's answer: struct archive_findings when it verified, else struct archive_taken. */
enum exchange_step exchange_archived(struct exchange *x, enum err err, const void *result,
				     struct instant now);

/* Of an EXCHANGE_STUDY. */
struct study *exchange_study(struct exchange *x);

struct job *exchange_job(struct exchange *x);
struct exchange *exchange_of_job(struct job *j);

/* The reply's text; empty for a notification. HTTP status by exchange_err and err_http. */
struct text exchange_reply(const struct exchange *x);
enum err exchange_err(const struct exchange *x);
const void *exchange_out(const struct exchange *x); /* the result struct, when ERR_OK */

/* Of an EXCHANGE_LIVE: the message's name and its struct. */
const struct message *exchange_message(const struct exchange *x);
const void *exchange_in(const struct exchange *x);

const struct caller *exchange_caller(const struct exchange *x);

/* The call's `now` of the message that ran last. */
struct instant exchange_now(const struct exchange *x);

/* What to do for EXCHANGE_MEDIA and EXCHANGE_ARCHIVE. */
const struct then *exchange_then(const struct exchange *x);

/* Requests to media servers to send now, before anything else; NULL: none. After a commit only. */
const struct ask *exchange_tells(const struct exchange *x);

/* The frame of a request to a media server, in the arena. */
struct text ask_format(const struct ask *a, int64_t id, struct arena *arena);

/* The answer of a media server: which request, how it ended, its result as JSON. Of a request or a
 * notification its method alone. */
struct answer {
	struct text method;
	int64_t id;
	enum err err; /* ERR_MEDIA_REFUSED for an error */
	struct text say;
	struct text result;
};

/* Is this frame an answer (it has no method)? ERR_BAD_INPUT when it is a request, whose method is
 * set, or no JSON. */
MUST_USE enum err answer_parse(struct text in, struct arena *a, struct answer *out);
#endif
