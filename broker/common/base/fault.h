/*
 * What was wrong with a request: a word with its arguments, and the sentence made of them for whoever
 * has no words of its own. A value; everything in it is in the arena or static.
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
	struct text text;    /* of a time: in Chinese words */
	struct text text_en; /* empty: there is no English name */
	int64_t number;
	struct instant at;
};

struct argument argument_number(const char *name, int64_t number);
struct argument argument_text(const char *name, struct text text);
struct argument argument_name(const char *name, struct text text, struct text text_en);
struct argument argument_time(const char *name, struct instant at, struct text text);

/* For fault_of: ARGUMENTS(argument_number("n", 3), argument_number("max", 2)) */
#define ARGUMENTS(...) ((const struct argument[]){ __VA_ARGS__, { .number = 0 } })

struct fault {
	const char *field; /* the member at fault, "commitments[1].due" within; NULL: none */
	struct text say;   /* a sentence for people in Chinese, may be empty */
	enum why why;      /* WHY_NONE: the error's own word says enough */
	const struct argument *arguments;
	size_t argument_n;
};

/* `arguments` ends with one without a name (ARGUMENTS) and is copied; NULL: none. */
struct fault fault_of(enum why why, const char *field, const struct argument *arguments,
		      struct arena *a);

#endif
