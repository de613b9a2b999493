/*
 * What was wrong with a request: a word with its arguments. Whoever shows it makes a sentence of them
 * (broker/wire/say.h). A value; everything in it is in the arena or static.
 */
#ifndef BROKER_COMMON_BASE_FAULT_H
#define BROKER_COMMON_BASE_FAULT_H

#include "broker/common/base/arena.h"
#include "broker/common/base/clock.h"
#include "broker/common/base/why.h"

#define ARGUMENTS_MAX 8

/* One hole of the sentence: a number, or a text, or a time. Nothing personal: it may be shown to
 * whoever asked and kept in a program's log. */
struct argument {
	struct text name;
	struct text text;    /* of a time: empty until it is said */
	struct text text_en; /* empty: there is no English name */
	int64_t number;
	struct instant at;
	const char *key; /* of config/words, for both texts until they are said; NULL: none */
};

struct argument argument_number(const char *name, int64_t number);
struct argument argument_text(const char *name, struct text text);
struct argument argument_name(const char *name, struct text text, struct text text_en);
struct argument argument_time(const char *name, struct instant at);
struct argument argument_key(const char *name, const char *key);

/* For fault_of: ARGUMENTS(argument_number("n", 3), argument_number("max", 2)) */
#define ARGUMENTS(...) ((const struct argument[]){ __VA_ARGS__, { .number = 0 } })

/* A sentence that people will read: which one of config/words, and what stands in its holes. */
struct said {
	struct text text; /* in the reader's language, made when it is said */
	const char *key;  /* NULL: there is nothing to say */
	const struct argument *arguments;
	size_t argument_n;
};

/* `arguments` ends with one without a name (ARGUMENTS) and is copied; NULL: none. */
struct said said_of(const char *key, const struct argument *arguments, struct arena *a);

struct fault {
	const char *field; /* the member at fault, "commitments[1].due" within; NULL: none */
	enum why why;      /* WHY_NONE: the error's own word says enough */
	const struct argument *arguments;
	size_t argument_n;
};

/* Of the arguments as of those of said_of. */
struct fault fault_of(enum why why, const char *field, const struct argument *arguments,
		      struct arena *a);

#endif
