/*
 * A message: its name, who may send it, what goes in and comes out, and the function that serves it.
 * Each stands with its function in a file of its own; messages.h lists them all. Read by the decoder,
 * the gate, the documentation, the test of refusals and the fuzzer. Read only: any thread.
 */
#ifndef BROKER_SERVICE_MESSAGE_H
#define BROKER_SERVICE_MESSAGE_H

#include "broker/service/call.h"

enum message_kind {
	MESSAGE_READ,  /* on the loop, with the reader */
	MESSAGE_WRITE, /* on the writer, answered after the commit */
	MESSAGE_STUDY, /* on the study lane: long, read in slices, one of a caller at a time */
	MESSAGE_LIVE   /* for the desk itself: decoded, answered {}, nothing is stored */
};

/* What the desk does beside answering. */
enum message_note {
	NOTE_NOTHING,
	NOTE_SERVER, /* the connection is this media server from now on */
	NOTE_REPORT, /* what a media server says of its visits; a sign of life */
	NOTE_JOIN,   /* the connection hears of this visit: it is in it */
	NOTE_LEAVE,
	NOTE_LOOK /* it hears of it as long as there is room, if it is live */
};

struct message {
	const char *name;
	enum message_kind kind;
	uint32_t
		roles; /* 0: internal; it finishes another or the broker starts it, nobody can send it */
	const struct field *in;
	size_t in_size;
	const struct field *out;
	size_t out_size;
	handler *run;
	const char *help;
	uint64_t errors; /* CAN(NOT_FOUND) | ...: beside those that all of its kind may answer */
	/* A write that does no harm when it is asked twice: it carries a key, an epoch or the whole
	 * state. Clients ask again after their line was cut. Reads may always. */
	bool again;
	bool by_address; /* limited for each address: whoever asks has no session */
	bool replaces;   /* the tree: one at a time */
	enum why busy;   /* of a STUDY: what who asked for it is told when asking for another one */
	enum message_note note;
};

#define CAN(e) (UINT64_C(1) << ERR_##e)

_Static_assert(ERR_COUNT <= 64, "a set of errors is 64 bits");

/* Those who take part in visits, who book them, who work on matters. */
#define VISIT_PEOPLE  (ROLE_CLERK | ROLE_DUTY | ROLE_OFFICIAL | ROLE_RECORDER)
#define DESK          (ROLE_CLERK | ROLE_DUTY)
#define MATTER_PEOPLE (VISIT_PEOPLE | ROLE_ARCHIVIST | ROLE_SUPERVISOR)

/* IN(visit_book): struct visit_book_in by visit_book_in_fields. */
#define IN(x)  .in = x##_in_fields, .in_size = sizeof(struct x##_in)
#define OUT(x) .out = x##_out_fields, .out_size = sizeof(struct x##_out)

/* A member under another name than its path. */
#define FN(type, member, name_, kind_, ...)                                                        \
	{                                                                                          \
		.name = name_, .kind = FIELD_##kind_, .offset = offsetof(struct type, member),     \
		__VA_ARGS__                                                                        \
	}

/* A list by pages: what the page before answered as `next`, and what the next one takes. */
#define AFTER(type)                                                                                \
	F(type, after, TEXT, OPTIONAL, .max = 200, .help = "`next` of the page before, as it was")
#define NEXT(type)                                                                                 \
	F(type, next, TEXT, OPTIONAL,                                                              \
	  .help = "there may be more: ask again with this as `after`; left out: these are all")

#endif
