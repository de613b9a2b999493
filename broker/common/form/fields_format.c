/* Structs as JSON by their tables, straight into a buffer. */
#include "broker/common/form/fields.h"

#include "broker/common/form/base64.h"

#include <assert.h>
#include <string.h>

static bool is_absent(const struct field *f, const void *at);

static bool all_absent(const struct field *fields, const void *in)
{
	for (const struct field *f = fields; f && f->name; f++) {
		bool is_false =
			f->kind == FIELD_BOOL && !*(const bool *)((const char *)in + f->offset);
		if (!is_false && !is_absent(f, (const char *)in + f->offset))
			return false;
	}
	return true;
}

static bool is_absent(const struct field *f, const void *at)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_SAID:
	case FIELD_LINES:
	case FIELD_DAY:
	case FIELD_CODE12:
		return ((const struct text *)at)->n == 0;
	case FIELD_BYTES:
		return ((const struct bytes *)at)->n == 0;
	case FIELD_INT:
		return *(const int64_t *)at == 0;
	case FIELD_INSTANT:
		return ((const struct instant *)at)->ms == 0;
	case FIELD_ID:
		return !id_is_set(*(const struct id *)at);
	case FIELD_WORD:
		return *(const int *)at < 0 || !f->words[*(const int *)at][0];
	case FIELD_OBJECT:
		return all_absent(f->of, at);
	case FIELD_LIST:
	case FIELD_TEXTS:
		return ((const struct list *)at)->items == NULL;
	case FIELD_JSON:
		return ((const struct json *)at)->value == NULL;
	case FIELD_END:
	case FIELD_BOOL:
		break;
	}
	return false;
}

static void add_number(struct buffer *out, int64_t v)
{
	char digits[20];
	char *p = digits + sizeof(digits);
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		*--p = '-';
	buffer_add(out, p, (size_t)(digits + sizeof(digits) - p));
}

/* A string of plain characters: nothing in it needs a backslash. */
static void add_plain(struct buffer *out, const char *at, size_t n)
{
	char *end = buffer_room(out, n + 2);

	end[0] = '"';
	memcpy(end + 1, at, n);
	end[n + 1] = '"';
	end[n + 2] = '\0';
	out->n += n + 2;
}

static void add_bytes(struct buffer *out, struct bytes b)
{
	size_t n = BASE64_LENGTH(b.n);
	char *at = buffer_room(out, n + 2);

	at[0] = '"';
	base64_format(b, at + 1);
	at[n + 1] = '"';
	at[n + 2] = '\0';
	out->n += n + 2;
}

static void add_list(const struct field *f, const struct list *list, struct buffer *out)
{
	const char *item = list->items;

	buffer_add(out, "[", 1);
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buffer_add(out, ",", 1);
		if (f->kind == FIELD_TEXTS) {
			json_add_text(out, ((const struct text *)list->items)[i]);
		} else {
			fields_format(f->of, item, out);
			item += f->item_size;
		}
	}
	buffer_add(out, "]", 1);
}

static bool words_have(const char *const *words, struct text t)
{
	while (*words && !text_is(t, *words))
		words++;
	return *words;
}

struct text fields_word(const char *const *words, struct text t, const char *other)
{
	return !t.n || words_have(words, t) ? t : text_of(other);
}

static void add_json(const struct json *v, struct buffer *out)
{
	struct text t = json_format(*v, out->arena);

	buffer_add(out, t.at, t.n);
}

static void add_value(const struct field *f, const void *at, struct buffer *out)
{
	const struct text *t = at;

	switch (f->kind) {
	case FIELD_END:
		break;
	case FIELD_TEXT:
	case FIELD_SAID:
	case FIELD_LINES:
		assert(!f->words || words_have(f->words, *t));
		json_add_text(out, *t);
		break;
	case FIELD_DAY:
	case FIELD_CODE12:
		json_add_text(out, *t);
		break;
	case FIELD_BYTES:
		add_bytes(out, *(const struct bytes *)at);
		break;
	case FIELD_INT:
		add_number(out, *(const int64_t *)at);
		break;
	case FIELD_BOOL:
		if (*(const bool *)at)
			buffer_add(out, "true", 4);
		else
			buffer_add(out, "false", 5);
		break;
	case FIELD_INSTANT:
		add_number(out, ((const struct instant *)at)->ms);
		break;
	case FIELD_ID:
		add_plain(out, at, strlen(at));
		break;
	case FIELD_WORD:
		assert(*(const int *)at >= 0);
		json_add_text(out, text_of(f->words[*(const int *)at]));
		break;
	case FIELD_OBJECT:
		fields_format(f->of, at, out);
		break;
	case FIELD_LIST:
	case FIELD_TEXTS:
		add_list(f, at, out);
		break;
	case FIELD_JSON:
		add_json(at, out);
		break;
	}
}

void fields_format(const struct field *fields, const void *in, struct buffer *out)
{
	bool first = true;

	buffer_add(out, "{", 1);
	for (const struct field *f = fields; f && f->name; f++) {
		const void *at = (const char *)in + f->offset;
		if (f->optional && is_absent(f, at))
			continue;
		if (!first)
			buffer_add(out, ",", 1);
		first = false;
		add_plain(out, f->name, strlen(f->name));
		buffer_add(out, ":", 1);
		add_value(f, at, out);
	}
	buffer_add(out, "}", 1);
}
