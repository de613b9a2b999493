/* What is read from any bytes is written as JSON that reads back to the same text. */
#include "broker/common/form/fields.h"

#include <stdlib.h>

struct deed {
	int64_t unit;
	struct text act;
};

static const struct field deed_fields[] = {
	F(deed, unit, INT, .min = 1),
	F(deed, act, TEXT, .min = 1, .max = 5),
	{ 0 },
};

static const char *const kinds[] = { "suggestion", "report", "appeal", NULL };

struct message {
	struct text name, note, day, code;
	struct bytes packets;
	int64_t n;
	bool yes;
	struct instant from;
	struct id visit;
	int kind;
	struct deed deed;
	struct list deeds, roles;
	struct json any;
};

static const struct field message_fields[] = {
	F(message, name, TEXT, .max = 20),
	F(message, note, LINES, .optional = true),
	F(message, packets, BYTES, .optional = true, .min = 1, .max = 30),
	F(message, day, DAY, .optional = true),
	F(message, code, CODE12, .optional = true),
	F(message, n, INT, .optional = true, .min = -5, .max = 500),
	F(message, yes, BOOL, .optional = true),
	F(message, from, INSTANT, .optional = true),
	F(message, visit, ID, .optional = true),
	F(message, kind, WORD, .optional = true, .words = kinds),
	F(message, deed, OBJECT, .optional = true, .of = deed_fields),
	F(message, deeds, LIST, .optional = true, .of = deed_fields,
	  .item_size = sizeof(struct deed)),
	F(message, roles, TEXTS, .optional = true),
	F(message, any, JSON, .optional = true),
	{ 0 },
};

/* False: not a message, and then a word says why. */
static bool read_message(struct text in, struct arena *a, struct text *out)
{
	struct message m = { 0 };
	struct fault fault = { 0 };
	struct buffer b;
	struct json j;

	if (json_parse(in, a, &j))
		return false;
	if (fields_parse(j, message_fields, a, &m, &fault)) {
		if (!fault.why)
			abort();
		return false;
	}
	buffer_init(&b, a);
	fields_format(message_fields, &m, &b);
	*out = buffer_text(&b);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) a = arena_new();
	struct text one, two;

	if (!read_message((struct text){ (const char *)data, size }, a, &one))
		return 0;
	if (!read_message(one, a, &two) || !text_equals(one, two))
		abort();
	return 0;
}
