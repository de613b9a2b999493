/*
 * The messages: one sorted table of name, kind, who may send it, what goes in, what comes out and
 * the function. It is read by the decoder, the gate, the documentation, the test of refusals and
 * the fuzzer. Internal messages finish others or come from the link itself; nobody can send them.
 * Read only: any thread.
 */
#ifndef BROKER_WIRE_MESSAGE_H
#define BROKER_WIRE_MESSAGE_H

#include "broker/service/call.h"

enum message_kind {
	MESSAGE_READ,  /* on the loop, with the reader */
	MESSAGE_WRITE, /* on the writer, answered after the commit */
	MESSAGE_STUDY, /* on the study lane: long, read in slices, one of a caller at a time */
	MESSAGE_LIVE   /* for the link itself: decoded, answered {}, nothing is stored */
};

struct message {
	const char *name;
	enum message_kind kind;
	uint32_t roles; /* 0: internal */
	const struct field *in;
	size_t in_size;
	const struct field *out;
	size_t out_size;
	handler *run;
	const char *help;
};

/* A request of the broker to a media server. */
struct media_message {
	const char *name;
	const struct field *in;
	const struct field *out;
	size_t out_size;
};

const struct message *message_find(struct text name);          /* NULL: none */
const struct message *message_find_internal(const char *name); /* NULL: none */
const struct media_message *message_find_media(const char *name);

/* All that can be sent, sorted by name. */
const struct message *message_at(size_t i, size_t *n);

/* The OpenRPC 1.3 document of them all. */
void messages_describe(struct buffer *out);

#endif
