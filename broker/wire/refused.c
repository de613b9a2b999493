/* What an error says: its word, why, the sentence, what would work. */
#include "broker/wire/refused.h"

#include "broker/wire/say.h"

static const struct field span_fields[] = {
	F(span, from, INSTANT),
	F(span, till, INSTANT),
	{ 0 },
};

/* struct line_fault with its sentence. */
struct line_said {
	int64_t line;
	struct text field;
	struct text why;
	struct text say;
};

static const struct field line_said_fields[] = {
	F(line_said, line, INT),
	F(line_said, field, TEXT, OPTIONAL),
	F(line_said, why, TEXT, .words = tree_why_words),
	F(line_said, say, TEXT),
	{ 0 },
};

#define ARGUMENT_TEXT_MAX 2000 /* the longest are all the words that a member may have */

static const struct field argument_fields[] = {
	F(argument, name, TEXT),
	F(argument, text, TEXT, OPTIONAL, .max = ARGUMENT_TEXT_MAX, .help = "of a time: in words"),
	F(argument, text_en, TEXT, OPTIONAL, .help = "a name that is known in English"),
	F(argument, number, INT, OPTIONAL, .min = -((INT64_C(1) << 53) - 1),
	  .help = "where there is no text; left out: 0"),
	F(argument, at, INSTANT, OPTIONAL),
	{ 0 },
};

struct body {
	struct text word;
	struct text field;
	struct text say;
	struct text why;
	struct list arguments;
	struct list instead;
	struct list faults;
};

const struct field refused_fields[] = {
	F(body, word, TEXT, .words = err_words),
	F(body, field, TEXT, OPTIONAL),
	F(body, say, TEXT),
	F(body, why, TEXT, OPTIONAL, .words = why_words,
	  .help = "more than the word says; x-refusals has its sentence"),
	FL(body, arguments, argument, ARGUMENTS_MAX, OPTIONAL,
	   .help = "what stands in the holes of the sentence"),
	FL(body, instead, span, 100, OPTIONAL),
	FL(body, faults, line_said, 100, OPTIONAL),
	{ 0 },
};

static struct list say_lines(const struct refused *r, struct arena *a)
{
	const struct line_fault *from = r->faults.items;
	struct line_said *lines = from ? ARENA_LIST(a, struct line_said, r->faults.n) : NULL;

	for (size_t i = 0; i < r->faults.n; i++) {
		struct text key = arena_format(a, "tree_fault." TEXT_FMT, TEXT_ARG(from[i].why));

		lines[i] = (struct line_said){ from[i].line, from[i].field, from[i].why,
					       text_of(words_find(r->language, key.at)) };
	}
	return (struct list){ lines, r->faults.n };
}

void refused_format(const struct refused *r, struct buffer *out)
{
	struct body body = {
		.word = text_of(err_word(r->err)),
		.field = text_of(r->fault->field),
		.say = say_fault(r->language, r->err, r->fault, out->arena),
		.why = text_of(why_words[r->fault->why]),
		.arguments = say_arguments(r->language, r->fault, out->arena),
		.instead = r->instead,
		.faults = say_lines(r, out->arena),
	};

	fields_format(refused_fields, &body, out);
}
