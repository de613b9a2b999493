/* Examples for the documentation, made by the tables so that they never say what is refused. */
#include "broker/common/form/fields.h"

#include "broker/common/form/base64.h"
#include "broker/common/form/fields_limits.h"

#define EXAMPLE_INSTANT "1778547600000" /* 2026-05-12 09:00 +08:00 */
#define EXAMPLE_DAY     "2026-05-12"
#define EXAMPLE_CODE    "990101101001"
#define EXAMPLE_ID      "01KRDAB2M00000000000000001"

/* The first word that is not empty: the empty one means that the member is absent. */
static const char *first_word(const char *const *words)
{
	while (words[0] && !*words[0])
		words++;
	return words[0] ? words[0] : "";
}

static const char *plain_text(const struct field *f)
{
	if (f->words)
		return first_word(f->words);
	return f->sample ? f->sample : "text";
}

static void add_text(const struct field *f, struct buffer *out)
{
	struct text t = text_of(plain_text(f));
	int64_t n = (int64_t)text_length(t);
	struct buffer longer;

	if (f->words || (n >= f->min && n <= field_max(f))) {
		json_add_text(out, t);
		return;
	}
	buffer_init(&longer, out->arena);
	for (int64_t i = 0; i < f->min || !i; i++)
		buffer_addf(&longer, "x");
	json_add_text(out, buffer_text(&longer));
}

static void add_bytes(const struct field *f, struct buffer *out)
{
	int64_t n = f->min > 3 ? f->min : 3;
	uint8_t *at = arena_get(out->arena, (size_t)n);
	char *text = arena_get(out->arena, BASE64_LENGTH((size_t)n) + 1);

	base64_format((struct bytes){ at, (size_t)n }, text);
	json_add_text(out, (struct text){ text, BASE64_LENGTH((size_t)n) });
}

static void add_item(const struct field *f, struct buffer *out)
{
	if (f->kind == FIELD_LIST)
		fields_example(f->of, out);
	else
		json_add_text(out, text_of(plain_text(f)));
}

static void add_list(const struct field *f, struct buffer *out)
{
	buffer_addf(out, "[");
	for (int64_t i = 0; i < f->min || !i; i++) {
		if (i)
			buffer_addf(out, ",");
		add_item(f, out);
	}
	buffer_addf(out, "]");
}

void field_example(const struct field *f, struct buffer *out)
{
	switch (f->kind) {
	case FIELD_END:
		break;
	case FIELD_TEXT:
	case FIELD_SAID:
	case FIELD_LINES:
		add_text(f, out);
		break;
	case FIELD_BYTES:
		add_bytes(f, out);
		break;
	case FIELD_INT:
		buffer_addf(out, "%lld", (long long)(f->min > 1 || field_max(f) < 1 ? f->min : 1));
		break;
	case FIELD_BOOL:
		buffer_addf(out, "true");
		break;
	case FIELD_INSTANT:
		buffer_addf(out, EXAMPLE_INSTANT);
		break;
	case FIELD_DAY:
		buffer_addf(out, "\"" EXAMPLE_DAY "\"");
		break;
	case FIELD_CODE12:
		buffer_addf(out, "\"" EXAMPLE_CODE "\"");
		break;
	case FIELD_ID:
		buffer_addf(out, "\"" EXAMPLE_ID "\"");
		break;
	case FIELD_WORD:
		json_add_text(out, text_of(first_word(f->words)));
		break;
	case FIELD_OBJECT:
		fields_example(f->of, out);
		break;
	case FIELD_LIST:
	case FIELD_TEXTS:
		add_list(f, out);
		break;
	case FIELD_JSON:
		buffer_addf(out, "{}");
		break;
	}
}

void fields_example(const struct field *fields, struct buffer *out)
{
	buffer_addf(out, "{");
	for (const struct field *f = fields; f && f->name; f++) {
		if (f != fields)
			buffer_addf(out, ",");
		json_add_text(out, text_of(f->name));
		buffer_addf(out, ":");
		field_example(f, out);
	}
	buffer_addf(out, "}");
}
