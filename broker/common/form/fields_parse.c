/* JSON into structs by their tables; every refusal says which member and what to do. */
#include "broker/common/form/fields.h"

#include "broker/common/form/base64.h"
#include "broker/common/form/fields_limits.h"

#include <jansson.h>
#include <string.h>

/* Where we are in a message. */
struct reader {
	struct arena *arena;
	struct fault *fault;
};

static enum err read_object(const struct reader *r, const json_t *in, const struct field *fields,
			    void *out);

static enum err refuse(const struct reader *r, const char *name, enum why why,
		       const struct argument *arguments)
{
	*r->fault = fault_of(why, name, arguments, r->arena);
	return ERR_BAD_INPUT;
}

static enum err read_text(const struct reader *r, const struct field *f, const json_t *v,
			  struct text *out)
{
	struct text t = { json_string_value(v), json_string_length(v) };
	bool lines = f->kind == FIELD_LINES;

	if (!json_is_string(v))
		return refuse(r, f->name, WHY_NOT_TEXT, NULL);
	if (!text_is_clean(t, lines))
		return refuse(r, f->name, lines ? WHY_NOT_CLEAN : WHY_NOT_ONE_LINE, NULL);
	int64_t n = (int64_t)text_length(t), max = field_max(f);
	if (n > max)
		return refuse(r, f->name, WHY_TOO_LONG,
			      ARGUMENTS(argument_number("n", n), argument_number("max", max)));
	if (n < f->min)
		return refuse(r, f->name, n ? WHY_TOO_SHORT : WHY_EMPTY,
			      ARGUMENTS(argument_number("min", f->min)));
	*out = t;
	return ERR_OK;
}

static enum err read_bytes(const struct reader *r, const struct field *f, const json_t *v,
			   struct bytes *out)
{
	struct text t = { json_string_value(v), json_string_length(v) };
	long long max = field_max(f);

	if (!json_is_string(v))
		return refuse(r, f->name, WHY_NOT_BASE64_TEXT, NULL);
	if (t.n > BASE64_LENGTH((size_t)max))
		return refuse(r, f->name, WHY_TOO_MANY_BYTES,
			      ARGUMENTS(argument_number("max", max)));
	if (base64_parse(t, r->arena, out))
		return refuse(r, f->name, WHY_NOT_BASE64, NULL);
	if ((int64_t)out->n < f->min || (int64_t)out->n > max)
		return refuse(
			r, f->name, WHY_BYTES_OUT_OF_RANGE,
			ARGUMENTS(argument_number("min", f->min), argument_number("max", max)));
	return ERR_OK;
}

static enum err read_number(const struct reader *r, const struct field *f, const json_t *v,
			    int64_t *out)
{
	if (!json_is_integer(v))
		return refuse(r, f->name, WHY_NOT_NUMBER, NULL);
	int64_t n = json_integer_value(v);
	if (n < f->min || n > field_max(f))
		return refuse(r, f->name, WHY_OUT_OF_RANGE,
			      ARGUMENTS(argument_number("min", f->min),
					argument_number("max", field_max(f))));
	*out = n;
	return ERR_OK;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_code12(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!is_digit(t.at[i]))
			return false;
	return t.n == 12;
}

static int two(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

/* A real date from 1970 on. */
static bool is_day(struct text t)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (t.n != 10)
		return false;
	for (size_t i = 0; i < t.n; i++)
		if (i == 4 || i == 7 ? t.at[i] != '-' : !is_digit(t.at[i]))
			return false;
	int year = two(t.at) * 100 + two(t.at + 2), month = two(t.at + 5), day = two(t.at + 8);
	if (year < 1970 || month < 1 || month > 12)
		return false;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day >= 1 && day <= lengths[month - 1] + (month == 2 && leap);
}

static enum err read_form(const struct reader *r, const struct field *f, const json_t *v,
			  struct text *out)
{
	struct text t = { json_string_value(v), json_string_length(v) };

	if (f->kind == FIELD_DAY && (!json_is_string(v) || !is_day(t)))
		return refuse(r, f->name, WHY_NOT_DAY, NULL);
	if (f->kind == FIELD_CODE12 && (!json_is_string(v) || !is_code12(t)))
		return refuse(r, f->name, WHY_NOT_CODE, NULL);
	*out = t;
	return ERR_OK;
}

static enum err read_id(const struct reader *r, const struct field *f, const json_t *v,
			struct id *out)
{
	struct text t = { json_string_value(v), json_string_length(v) };

	if (!json_is_string(v) || id_parse(t, out))
		return refuse(r, f->name, WHY_NOT_ID, NULL);
	return ERR_OK;
}

static enum err read_word(const struct reader *r, const struct field *f, const json_t *v, int *out)
{
	struct buffer all;

	for (int i = 0; json_is_string(v) && f->words[i]; i++) {
		if (f->words[i][0] && strcmp(json_string_value(v), f->words[i]) == 0) {
			*out = i;
			return ERR_OK;
		}
	}
	buffer_init(&all, r->arena);
	for (int i = 0; f->words[i]; i++)
		if (f->words[i][0])
			buffer_addf(&all, "%s%s", all.n ? "、" : "", f->words[i]);
	return refuse(r, f->name, WHY_NOT_OFFERED,
		      ARGUMENTS(argument_text("words", buffer_text(&all))));
}

/* A text of a closed set. */
static enum err read_one_of(const struct reader *r, const struct field *f, const json_t *v,
			    struct text *out)
{
	int word;

	TRY(read_word(r, f, v, &word));
	*out = text_of(f->words[word]);
	return ERR_OK;
}

/* Puts the name of the outer member in front of the inner one's. */
static enum err within(const struct reader *r, const char *name, size_t i, enum err e)
{
	struct fault *fault = r->fault;

	if (e && fault->field)
		fault->field =
			i == SIZE_MAX
				? arena_format(r->arena, "%s.%s", name, fault->field).at
				: arena_format(r->arena, "%s[%zu].%s", name, i, fault->field).at;
	return e;
}

static enum err read_item(const struct reader *r, const struct field *f, size_t i, const json_t *v,
			  void *out)
{
	const struct field one = { .name = f->name, .kind = FIELD_TEXT, .max = FIELD_ITEM_MAX };

	if (f->kind == FIELD_TEXTS)
		return read_text(r, &one, v, out);
	if (!json_is_object(v))
		return refuse(r, f->name, WHY_NOT_GROUPS, NULL);
	return within(r, f->name, i, read_object(r, v, f->of, out));
}

static enum err read_list(const struct reader *r, const struct field *f, const json_t *v,
			  struct list *out)
{
	size_t n = json_array_size(v);
	size_t size = f->kind == FIELD_TEXTS ? sizeof(struct text) : f->item_size;

	if (!json_is_array(v))
		return refuse(r, f->name, WHY_NOT_LIST, NULL);
	if ((int64_t)n > field_max(f))
		return refuse(r, f->name, WHY_TOO_MANY_ITEMS,
			      ARGUMENTS(argument_number("n", (int64_t)n),
					argument_number("max", field_max(f))));
	if ((int64_t)n < f->min)
		return refuse(r, f->name, WHY_TOO_FEW_ITEMS,
			      ARGUMENTS(argument_number("min", f->min)));
	char *items = arena_get(r->arena, n * size);
	for (size_t i = 0; i < n; i++)
		TRY(read_item(r, f, i, json_array_get(v, i), items + i * size));
	*out = (struct list){ items, n };
	return ERR_OK;
}

static enum err read_value(const struct reader *r, const struct field *f, const json_t *v,
			   void *out)
{
	switch (f->kind) {
	case FIELD_END:
		return ERR_OK;
	case FIELD_TEXT:
	case FIELD_SAID:
	case FIELD_LINES:
		return f->words && !f->may_grow ? read_one_of(r, f, v, out)
						: read_text(r, f, v, out);
	case FIELD_BYTES:
		return read_bytes(r, f, v, out);
	case FIELD_INT:
		return read_number(r, f, v, out);
	case FIELD_BOOL:
		if (!json_is_boolean(v))
			return refuse(r, f->name, WHY_NOT_YES_OR_NO, NULL);
		*(bool *)out = json_is_true(v);
		return ERR_OK;
	case FIELD_INSTANT:
		return read_number(r, f, v, &((struct instant *)out)->ms);
	case FIELD_DAY:
	case FIELD_CODE12:
		return read_form(r, f, v, out);
	case FIELD_ID:
		return read_id(r, f, v, out);
	case FIELD_WORD:
		return read_word(r, f, v, out);
	case FIELD_OBJECT:
		if (!json_is_object(v))
			return refuse(r, f->name, WHY_NOT_GROUP, NULL);
		return within(r, f->name, SIZE_MAX, read_object(r, v, f->of, out));
	case FIELD_LIST:
	case FIELD_TEXTS:
		return read_list(r, f, v, out);
	case FIELD_JSON:
		((struct json *)out)->value = v;
		return ERR_OK;
	}
	return ERR_BAD_INPUT;
}

static enum err refuse_unknown(const struct reader *r, const json_t *in, const struct field *fields)
{
	const char *name;
	json_t *v;

	json_object_foreach((json_t *)in, name, v)
	{
		const struct field *f = fields;
		while (f && f->name && strcmp(f->name, name) != 0)
			f++;
		if (f && f->name)
			continue;
		struct text t = text_of(name);
		if (t.n > 60 || !text_is_clean(t, false))
			t = TEXT("?");
		return refuse(r, arena_copy(r->arena, t), WHY_UNKNOWN_MEMBER, NULL);
	}
	return ERR_OK;
}

static enum err read_object(const struct reader *r, const json_t *in, const struct field *fields,
			    void *out)
{
	size_t known = 0;

	for (const struct field *f = fields; f && f->name; f++) {
		const json_t *v = json_object_get(in, f->name);
		known += v != NULL;
		if (v && !json_is_null(v))
			TRY(read_value(r, f, v, (char *)out + f->offset));
		else if (!f->optional)
			return refuse(r, f->name, WHY_MISSING, NULL);
	}
	return known == json_object_size(in) ? ERR_OK : refuse_unknown(r, in, fields);
}

enum err fields_parse(struct json in, const struct field *fields, struct arena *a, void *out,
		      struct fault *fault)
{
	const json_t *object = in.value;
	const struct reader r = { a, fault };

	if (object && !json_is_object(object))
		return refuse(&r, NULL, WHY_NO_MEMBERS, NULL);
	return read_object(&r, object, fields, out);
}
