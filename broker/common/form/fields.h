/*
 * Structs and JSON by a table of members. One table reads a message, writes a result, documents
 * both and tells the tests and the fuzzer what to try. The table ends with { 0 }.
 */
#ifndef BROKER_COMMON_FORM_FIELDS_H
#define BROKER_COMMON_FORM_FIELDS_H

#include "broker/common/base/arena.h"
#include "broker/common/base/clock.h"
#include "broker/common/base/fault.h"
#include "broker/common/base/ids.h"

enum field_kind {
	FIELD_END,
	FIELD_TEXT,    /* struct text, clean UTF-8 on one line, at most `max` code points */
	FIELD_LINES,   /* the same, line breaks allowed */
	FIELD_BYTES,   /* struct bytes, in base64; at most `max` bytes */
	FIELD_INT,     /* int64_t in [min, max] */
	FIELD_BOOL,    /* bool */
	FIELD_INSTANT, /* struct instant, JSON number of ms UTC */
	FIELD_DAY,     /* struct text "YYYY-MM-DD", a real date */
	FIELD_CODE12,  /* struct text of 12 digits */
	FIELD_ID,      /* struct id */
	FIELD_WORD,    /* int, index into `words` */
	FIELD_OBJECT,  /* struct, by `of` */
	FIELD_LIST,    /* struct list of structs by `of`, at most `max` items */
	FIELD_TEXTS,   /* struct list of struct text, at most `max` items */
	FIELD_JSON,    /* struct json: any value, borrowed from the document */
	FIELD_SAID     /* struct said: of a result; a text once it is said (broker/wire/say.h) */
};

/* A list in a message: n items of the table's item size, in the arena. */
struct list {
	const void *items;
	size_t n;
};

/* A value of a parsed document, owned by the document (json_parse). NULL: absent. */
struct json {
	const void *value;
};

struct field {
	const char *name; /* of the JSON member */
	enum field_kind kind;
	bool optional; /* may be absent or null; the struct member stays zero, see fields_format */
	size_t offset;
	int64_t min; /* of a number, of code points, bytes, items: 1 refuses the empty text */
	int64_t max; /* the same; 0: the kind's default */
	const char *const *words; /* of a word, or all that a text may say; NULL at the end */
	bool may_grow; /* the words of a text: a reader takes one that only a newer writer knows */
	const struct field *of;
	size_t item_size;
	const char *help;   /* one sentence for the documentation */
	const char *sample; /* of a text, for the documentation's example; NULL: "text" */
};

/* F(visit_book_in, from, INSTANT, .help = "start of the slot") */
#define F(type, member, kind_, ...)                                                                \
	{                                                                                          \
		.name = #member, .kind = FIELD_##kind_, .offset = offsetof(struct type, member),   \
		__VA_ARGS__                                                                        \
	}

/* A list of structs by their table, and one struct inside another. */
#define FL(type, member, item, most, ...)                                                          \
	{                                                                                          \
		.name = #member, .kind = FIELD_LIST, .offset = offsetof(struct type, member),      \
		.max = (most), .of = item##_fields, .item_size = sizeof(struct item), __VA_ARGS__  \
	}
#define FO(type, member, item, ...)                                                                \
	{                                                                                          \
		.name = #member, .kind = FIELD_OBJECT, .offset = offsetof(struct type, member),    \
		.of = item##_fields, .item_size = sizeof(struct item), __VA_ARGS__                 \
	}
#define OPTIONAL .optional = true

#define FIELD_TEXT_MAX  200 /* code points, where max is 0 */
#define FIELD_LINES_MAX 20000
#define FIELD_BYTES_MAX 1000
#define FIELD_LIST_MAX  500

/* An object or array: parse once, read many. Freed with the arena it was given (arena keeps it). */
MUST_USE enum err json_parse(struct text in, struct arena *a, struct json *out);
/* The value as JSON text in the arena. */
struct text json_format(struct json v, struct arena *a);

/* Reads a JSON object into a struct. Unknown members are refused with ERR_BAD_INPUT. A table of
 * NULL takes no members; an absent value is an object without members. Texts are borrowed from the
 * document. On failure *fault names the member. */
MUST_USE enum err fields_parse(struct json in, const struct field *fields, struct arena *a,
			       void *out, struct fault *fault);

/* Writes a struct as a JSON object. Optional members are left out when they are absent: an empty
 * text or bytes, an unset id, a number or instant of 0, a list with items NULL, an object of which every
 * member is absent or false, a word of -1 or with the empty word. A bool is always written. */
void fields_format(const struct field *fields, const void *in, struct buffer *out);

/* What a text from elsewhere may say: itself where the words have it or it is empty, else `other`. */
struct text fields_word(const char *const *words, struct text t, const char *other);

/* A JSON string with its quotes. */
void json_add_text(struct buffer *out, struct text t);

/* JSON Schema (draft 7) of an object by its table, and of one member. */
void fields_describe(const struct field *fields, struct buffer *out);
void field_describe(const struct field *f, struct buffer *out);

/* An example of a member that its own table accepts. */
void field_example(const struct field *f, struct buffer *out);
/* The same of an object with all its members. */
void fields_example(const struct field *fields, struct buffer *out);

#endif
