/*
 * JSON-RPC 2.0 frames between the broker and the programs on its line, as media servers and kiosks
 * read and write them: requests both ways, answers both ways. Pure.
 */
#ifndef BROKER_COMMON_TALK_FRAME_H
#define BROKER_COMMON_TALK_FRAME_H

#include "broker/common/form/fields.h"

/* A frame from the broker; texts and values live in the arena. With a method it is a request
 * (id > 0) or a notification (id 0); without one it is an answer to our request `id`. */
struct frame {
	int64_t id;
	struct text method;
	struct json params;
	struct json result;
	enum err err;    /* of an answer; a word that we do not know is ERR_BAD_INPUT */
	struct text say; /* the broker's sentence, for the log */
};

/* ERR_BAD_INPUT: not JSON, not JSON-RPC, or neither request nor answer. */
MUST_USE enum err frame_parse(struct text in, struct arena *a, struct frame *out);

/* id 0: a notification. */
void frame_format_request(int64_t id, const char *method, const struct field *fields,
			  const void *in, struct buffer *out);
/* fields NULL: an empty result. */
void frame_format_result(int64_t id, const struct field *fields, const void *result,
			 struct buffer *out);
/* field NULL: none is at fault. */
void frame_format_error(int64_t id, enum err err, const char *field, struct buffer *out);

#endif
