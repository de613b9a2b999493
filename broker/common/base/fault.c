/* Faults: the sentence of a word with its holes filled in. */
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

struct argument argument_time(const char *name, struct instant at, struct text text)
{
	return (struct argument){ .name = text_of(name), .text = text, .at = at };
}

/* "due" of "commitments[1].due": the name that is known where the fault is seen. */
static const char *last_name(const char *field)
{
	const char *dot = field ? strrchr(field, '.') : NULL;

	return dot ? dot + 1 : field ? field : "";
}

static void fill_hole(const struct fault *f, struct text name, struct buffer *out)
{
	if (text_is(name, "field")) {
		buffer_addf(out, "%s", last_name(f->field));
		return;
	}
	for (size_t i = 0; i < f->argument_n; i++) {
		const struct argument *one = &f->arguments[i];

		if (!text_equals(one->name, name))
			continue;
		if (one->text.n)
			buffer_add(out, one->text.at, one->text.n);
		else
			buffer_addf(out, "%lld", (long long)one->number);
		return;
	}
	assert(!"a hole of the sentence has no argument");
}

static struct text fill(const struct fault *f, struct arena *a)
{
	struct buffer out;
	struct text rest = text_of(why_says[f->why]);

	buffer_init(&out, a);
	while (rest.n) {
		const char *hole = memchr(rest.at, '{', rest.n);
		size_t plain = hole ? (size_t)(hole - rest.at) : rest.n;

		buffer_add(&out, rest.at, plain);
		rest = (struct text){ rest.at + plain, rest.n - plain };
		if (!hole)
			break;
		rest = (struct text){ rest.at + 1, rest.n - 1 };
		fill_hole(f, text_next(&rest, '}'), &out);
	}
	return buffer_text(&out);
}

struct fault fault_of(enum why why, const char *field, const struct argument *arguments,
		      struct arena *a)
{
	struct fault f = { .field = field, .why = why };
	size_t n = 0;

	while (arguments && arguments[n].name.n)
		n++;
	assert(n <= ARGUMENTS_MAX);
	if (n) {
		struct argument *copy = ARENA_LIST(a, struct argument, n);

		memcpy(copy, arguments, n * sizeof(*copy));
		f.arguments = copy;
		f.argument_n = n;
	}
	f.say = fill(&f, a);
	return f;
}
