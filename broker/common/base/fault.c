/* Faults and sentences to be said: words with their arguments. */
#include "broker/common/base/fault.h"

#include <assert.h>
#include <string.h>

struct argument argument_number(const char *name, int64_t number)
{
	return (struct argument){ .name = text_of(name), .number = number };
}

struct argument argument_text(const char *name, struct text text)
{
	return (struct argument){ .name = text_of(name), .text = text };
}

struct argument argument_name(const char *name, struct text text, struct text text_en)
{
	return (struct argument){ .name = text_of(name), .text = text, .text_en = text_en };
}

struct argument argument_time(const char *name, struct instant at)
{
	return (struct argument){ .name = text_of(name), .at = at };
}

struct argument argument_key(const char *name, const char *key)
{
	return (struct argument){ .name = text_of(name), .key = key };
}

struct said said_of(const char *key, const struct argument *arguments, struct arena *a)
{
	struct said s = { .key = key };
	size_t n = 0;

	while (arguments && arguments[n].name.n)
		n++;
	assert(n <= ARGUMENTS_MAX);
	if (n) {
		struct argument *copy = ARENA_LIST(a, struct argument, n);

		memcpy(copy, arguments, n * sizeof(*copy));
		s.arguments = copy;
		s.argument_n = n;
	}
	return s;
}

struct fault fault_of(enum why why, const char *field, const struct argument *arguments,
		      struct arena *a)
{
	struct said s = said_of(why_keys[why], arguments, a);

	return (struct fault){ field, why, s.arguments, s.argument_n };
}
