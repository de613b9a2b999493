/* What an error says: its word, why, the sentence, what would work. */
#include "broker/wire/refused.h"

#include "broker/wire/say.h"

static const struct field span_fields[] = {
	F(span, from, INSTANT),
	F(span, till, INSTANT),
	{ 0 },
};

static const struct field line_fault_fields[] = {
	F(line_fault, line, INT),
	F(line_fault, field, TEXT, OPTIONAL),
	F(line_fault, why, TEXT, .words = tree_why_words),
	F(line_fault, say, TEXT),
	{ 0 },
};

#define ARGUMENT_TEXT_MAX 2000 /* the longest are all the words that a member may have */

static const struct field argument_fields[] = {
	F(argument, name, TEXT),
	F(argument, text, TEXT, OPTIONAL, .max = ARGUMENT_TEXT_MAX,
	  .help = "of a time: in Chinese words"),
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
	FL(body, faults, line_fault, 100, OPTIONAL),
	{ 0 },
};

struct text refused_say(const struct refused *r)
{
	return r->fault->say.n ? r->fault->say : err_say(r->err);
}

void refused_format(const struct refused *r, struct buffer *out)
{
	struct body body = {
		.word = text_of(err_word(r->err)),
		.field = text_of(r->fault->field),
		.say = refused_say(r),
		.why = text_of(why_words[r->fault->why]),
		.arguments = { r->fault->arguments, r->fault->argument_n },
		.instead = r->instead,
		.faults = r->faults,
	};

	fields_format(refused_fields, &body, out);
}
