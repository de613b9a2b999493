/* Finds sentences, and the language of who reads them. */
#include "broker/wire/words.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* "en" and "en-GB" are English. */
static bool is_of(struct text range, const char *language)
{
	size_t n = strlen(language);

	return range.n >= n && !strncasecmp(range.at, language, n) &&
	       (range.n == n || range.at[n] == '-');
}

/* The q of "q=0.8" in thousandths; 1000 where there is none, 0 where it cannot be read. */
static int weight_of(struct text parameters)
{
	struct text t = text_trim(parameters);
	int64_t whole = 0, part = 0;

	if (!t.n)
		return 1000;
	if (t.n < 3 || strncasecmp(t.at, "q=", 2))
		return 0;
	t = (struct text){ t.at + 2, t.n - 2 };
	struct text before = text_next(&t, '.');
	if (text_parse_int(before, 0, 1, &whole))
		return 0;
	if (t.n && (t.n > 3 || text_parse_int(t, 0, 999, &part)))
		return 0;
	for (size_t digits = t.n; digits < 3; digits++)
		part *= 10;
	return whole ? 1000 : (int)part;
}

enum language words_language(struct text accept)
{
	static const char *const names[LANGUAGE_COUNT] = { "zh", "en" };
	enum language best = LANGUAGE_ZH;
	int most = 0;

	while (accept.n) {
		struct text rest = text_next(&accept, ',');
		struct text range = text_trim(text_next(&rest, ';'));
		int weight = weight_of(rest);

		for (int i = 0; i < LANGUAGE_COUNT; i++)
			if (is_of(range, names[i]) && weight > most) {
				best = (enum language)i;
				most = weight;
			}
	}
	return best;
}
