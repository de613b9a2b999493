/*
 * Every sentence for people, by language: the lines of config/words/, which the build puts into the
 * program as sorted tables. Below wire there are keys and arguments alone. Read only, any thread.
 */
#ifndef BROKER_WIRE_WORDS_H
#define BROKER_WIRE_WORDS_H

#include "broker/common/base/text.h"

enum language { /* of whoever reads it; who does not say so reads Chinese */
		LANGUAGE_ZH,
		LANGUAGE_EN,
		LANGUAGE_COUNT
};

struct word_line {
	const char *key;
	const char *sentence;
};

struct word_table {
	const struct word_line *lines; /* sorted by key */
	size_t n;
};

extern const struct word_table word_tables[LANGUAGE_COUNT];

/* The sentence of "why.missing", with its holes; every key of the program has one. */
const char *words_find(enum language language, const char *key);

/* What the values of an Accept-Language header (RFC 9110 s12.5.4) like best of ours. */
enum language words_language(struct text accept);

#endif
