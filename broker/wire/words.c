/* Finds sentences. */
#include "broker/wire/words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *key, const void *line)
{
	return strcmp(key, ((const struct word_line *)line)->key);
}

const char *words_find(enum language language, const char *key)
{
	const struct word_table *t = &word_tables[language];
	const struct word_line *line = bsearch(key, t->lines, t->n, sizeof(*t->lines), compare);

	assert(line);
	return line->sentence;
}
