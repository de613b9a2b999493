/*
 * The messages as the wire finds them: by name, in order, and as their document (OpenRPC). Read only:
 * any thread.
 */
#ifndef BROKER_WIRE_MESSAGES_H
#define BROKER_WIRE_MESSAGES_H

#include "broker/service/message.h"

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
