/*
 * Requests made from a message's table: one that fits, or one in which a member is broken in a
 * chosen way.
 */
#ifndef TESTS_UNIT_BROKER_WIRE_SAMPLE_H
#define TESTS_UNIT_BROKER_WIRE_SAMPLE_H

#include "broker/common/form/fields_limits.h"
#include "broker/wire/messages.h"
#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

#define MAKER __attribute__((unused)) static

enum sample_how { SAMPLE_FINE, SAMPLE_MISSING, SAMPLE_WRONG_TYPE, SAMPLE_TOO_LONG };

struct sample {
	const struct field *broken; /* NULL: none */
	enum sample_how how;
};

MAKER void sample_object(struct buffer *out, const struct field *fields, const struct sample *s);

MAKER void sample_repeat(struct buffer *out, const char *what, int64_t n, const char *between)
{
	for (int64_t i = 0; i < n; i++)
		buffer_addf(out, "%s%s", i ? between : "", what);
}

MAKER void sample_text(struct buffer *out, int64_t n)
{
	buffer_addf(out, "\"");
	sample_repeat(out, "信", n, "");
	buffer_addf(out, "\"");
}

MAKER void sample_fine(struct buffer *out, const struct field *f, const struct sample *s)
{
	int64_t n = f->min > 0 ? f->min : 1;

	switch (f->kind) {
	case FIELD_END:
		return;
	case FIELD_TEXT:
	case FIELD_SAID:
	case FIELD_LINES:
		if (f->words)
			json_add_text(out, text_of(f->words[0]));
		else
			sample_text(out, n);
		return;
	case FIELD_BYTES:
		buffer_addf(out, "\"AAAA\"");
		return;
	case FIELD_INT:
	case FIELD_INSTANT:
		buffer_addf(out, "%lld", (long long)n);
		return;
	case FIELD_BOOL:
		buffer_addf(out, "true");
		return;
	case FIELD_DAY:
		buffer_addf(out, "\"2026-05-12\"");
		return;
	case FIELD_CODE12:
		buffer_addf(out, "\"990101101201\"");
		return;
	case FIELD_ID:
		buffer_addf(out, "\"01ARZ3NDEKTSV4RRFFQ69G5FAV\"");
		return;
	case FIELD_WORD:
		json_add_text(out, text_of(f->words[0][0] ? f->words[0] : f->words[1]));
		return;
	case FIELD_LIST:
		buffer_addf(out, "[");
		sample_object(out, f->of, s);
		buffer_addf(out, "]");
		return;
	case FIELD_TEXTS:
		buffer_addf(out, "[\"x\"]");
		return;
	case FIELD_OBJECT:
		sample_object(out, f->of, s);
		return;
	case FIELD_JSON:
		buffer_addf(out, "{}");
		return;
	}
}

/* Can it be too long at all? */
MAKER bool sample_has_limit(const struct field *f)
{
	return f->kind != FIELD_BOOL && f->kind != FIELD_OBJECT && f->kind != FIELD_JSON &&
	       field_max(f) < INT64_MAX;
}

MAKER void sample_too_long(struct buffer *out, const struct field *f)
{
	int64_t n = field_max(f) + 1;

	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_SAID:
	case FIELD_LINES:
		sample_text(out, n);
		return;
	case FIELD_INT:
	case FIELD_INSTANT:
		buffer_addf(out, "%lld", (long long)n);
		return;
	case FIELD_BYTES:
		buffer_addf(out, "\"");
		sample_repeat(out, "AAAA", n / 3 + 1, "");
		buffer_addf(out, "\"");
		return;
	case FIELD_DAY:
		buffer_addf(out, "\"2026-05-123\"");
		return;
	case FIELD_CODE12:
		buffer_addf(out, "\"9901011012011\"");
		return;
	case FIELD_ID:
		buffer_addf(out, "\"01ARZ3NDEKTSV4RRFFQ69G5FAV0\"");
		return;
	case FIELD_WORD:
		buffer_addf(out, "\"no_such_word\"");
		return;
	case FIELD_LIST:
	case FIELD_TEXTS:
		buffer_addf(out, "[");
		sample_repeat(out, f->kind == FIELD_LIST ? "{}" : "\"\"", n, ",");
		buffer_addf(out, "]");
		return;
	case FIELD_END:
	case FIELD_BOOL:
	case FIELD_OBJECT:
	case FIELD_JSON:
		return;
	}
}

MAKER void sample_member(struct buffer *out, const struct field *f, const struct sample *s)
{
	json_add_text(out, text_of(f->name));
	buffer_addf(out, ":");
	if (f != s->broken || s->how == SAMPLE_FINE)
		sample_fine(out, f, s);
	else if (s->how == SAMPLE_TOO_LONG)
		sample_too_long(out, f);
	else if (f->kind == FIELD_TEXT || f->kind == FIELD_LINES || f->kind == FIELD_WORD)
		buffer_addf(out, "7");
	else
		buffer_addf(out, "\"no\"");
}

MAKER void sample_object(struct buffer *out, const struct field *fields, const struct sample *s)
{
	bool first = true;

	buffer_addf(out, "{");
	for (const struct field *f = fields; f && f->name; f++) {
		if (f == s->broken && s->how == SAMPLE_MISSING)
			continue;
		if (!first)
			buffer_addf(out, ",");
		first = false;
		sample_member(out, f, s);
	}
	buffer_addf(out, "}");
}

MAKER struct text sample_request(struct arena *a, const struct message *m, const struct sample *s)
{
	struct buffer out;

	buffer_init(&out, a);
	buffer_addf(&out, "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":", m->name);
	sample_object(&out, m->in, s);
	buffer_addf(&out, "}");
	return buffer_text(&out);
}

#endif
