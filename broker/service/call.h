/*
 * One message being served: what a use case gets and what it leaves behind. A READ runs on the
 * loop with the reader, a WRITE on the writer inside a savepoint. It lives in its arena; one
 * thread at a time.
 */
#ifndef BROKER_SERVICE_CALL_H
#define BROKER_SERVICE_CALL_H

#include "broker/common/form/fields.h"
#include "broker/core/rights.h"
#include "broker/core/span.h"
#include "broker/core/tree.h"
#include "broker/service/rules.h"

struct db;
struct study;

/* A request to a media server, after the commit. `in` is the struct of the message's table
 * (service/media/media.h); its JSON is made by wire. */
struct ask {
	struct id server; /* of media.register */
	const char *method;
	const void *in;
	struct ask *next;
};

enum then_kind {
	THEN_NOTHING,
	THEN_MEDIA,  /* ask the media server; its answer is needed */
	THEN_ARCHIVE /* run a job on the archive's pool */
};

/* What has to happen between the commit and the reply. */
struct then {
	enum then_kind kind;
	struct ask ask;     /* THEN_ARCHIVE: `in` only (struct archive_ask) */
	const char *finish; /* an internal WRITE that gets the result (struct finished) */
};

/* What the archive is asked for: to take a package in, or to verify a recording. */
struct archive_ask {
	bool verifies; /* else put */
	struct id recording;
	struct id visit; /* put, and what follows */
	int64_t part;
	bool video; /* what consent covers */
	bool audio;
	struct text folder; /* the package, as the media server names it */
	struct text signer; /* whose seal it must bear */
	bool aside;         /* its number is another server's */
	bool filed;         /* a package of this number was filed */
	bool unclaimed;     /* nobody told of this number before */
};

/* The `in` of an internal message that finishes another. */
struct finished {
	const void *in;     /* of the message it finishes */
	const void *out;    /* that its handler left */
	enum err err;       /* of the job; it runs in either case */
	const void *result; /* the media server's answer by its table, NULL with an error; of the
			     * archive struct archive_findings or struct archive_taken */
};

/* An audit entry for a refusal: written although the refused work is rolled back. */
struct refusal {
	const char *act; /* NULL: none */
	struct text object;
	struct text purpose;
};

/* What went wrong in the lines of an imported text. */
struct line_fault {
	int64_t line;
	struct text field;
	struct text why; /* tree_why_words */
};

struct call {
	struct arena *arena;
	struct instant now;
	const struct caller *who;
	struct text address; /* of the connection; empty: the broker itself */
	struct db *db;
	const struct tree *tree;
	const struct rules *rules;
	struct study *study; /* of a STUDY; it has no tree, which may go while it runs */
	void *out;           /* zeroed result struct of the message's table */
	struct fault fault;  /* of a refusal: why, and which field */
	struct list instead; /* struct span: what would work */
	struct list faults;  /* struct line_fault */
	struct refusal refusal;
	struct ask *tells; /* requests to media servers whose answers nobody waits for */
	struct then then;
	struct tree *new_tree; /* tree.import: takes the place of `tree` after the commit */
};

/* A handler. */
typedef enum err handler(struct call *c, const void *in);

/* Refuses with a reason, its arguments by ARGUMENTS or NULL:
 * `return call_refuse(c, ERR_TOO_EARLY, "from", WHY_NO_RECEPTION, ARGUMENTS(argument_text(...)))`. */
enum err call_refuse(struct call *c, enum err e, const char *field, enum why why,
		     const struct argument *arguments);

/* ERR_FORBIDDEN with an audit entry that survives the rollback. */
enum err call_forbid(struct call *c, const char *act, struct text object, struct text purpose);

/* Writes the entry of a refusal, on the writer, at the end of a job that failed with `e`. */
void call_audit_refusal(struct call *c, enum err e);

/* Sent to the media server after the commit, in order, before `then`. */
void call_tell(struct call *c, struct id server, const char *method, const void *in);

bool call_has(const struct call *c, uint32_t roles);

/* The audit entry of this call: who, which account, from where. */
struct audit_entry;
struct audit_entry call_entry(const struct call *c, const char *act, struct text object,
			      struct text purpose, enum err result);

#endif
