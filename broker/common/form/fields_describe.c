/* JSON Schema of a table of members. */
#include "broker/common/form/fields.h"

#include "broker/common/form/base64.h"
#include "broker/common/form/fields_limits.h"

int64_t field_max(const struct field *f)
{
	if (f->max)
		return f->max;
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_SAID:
		return FIELD_TEXT_MAX;
	case FIELD_LINES:
		return FIELD_LINES_MAX;
	case FIELD_BYTES:
		return FIELD_BYTES_MAX;
	case FIELD_INSTANT:
		return FIELD_INSTANT_MAX;
	case FIELD_LIST:
	case FIELD_TEXTS:
		return FIELD_LIST_MAX;
	case FIELD_END:
	case FIELD_INT:
	case FIELD_BOOL:
	case FIELD_DAY:
	case FIELD_CODE12:
	case FIELD_ID:
	case FIELD_WORD:
	case FIELD_OBJECT:
	case FIELD_JSON:
		break;
	}
	return FIELD_INT_MAX;
}

static void add_words(const char *const *words, struct buffer *out)
{
	const char *between = "";

	buffer_addf(out, "\"type\":\"string\",\"enum\":[");
	for (; *words; words++) {
		if (!**words)
			continue;
		buffer_addf(out, "%s", between);
		json_add_text(out, text_of(*words));
		between = ",";
	}
	buffer_addf(out, "]");
}

static void add_list(const struct field *f, struct buffer *out)
{
	buffer_addf(out, "\"type\":\"array\",");
	if (f->min)
		buffer_addf(out, "\"minItems\":%lld,", (long long)f->min);
	buffer_addf(out, "\"maxItems\":%lld,\"items\":", (long long)field_max(f));
	if (f->kind == FIELD_LIST) {
		fields_describe(f->of, out);
	} else if (f->words) {
		buffer_addf(out, "{");
		add_words(f->words, out);
		buffer_addf(out, "}");
	} else {
		buffer_addf(out, "{\"type\":\"string\",\"maxLength\":%d}", FIELD_ITEM_MAX);
	}
}

static void add_number(const struct field *f, struct buffer *out)
{
	buffer_addf(out, "\"type\":\"integer\",\"minimum\":%lld,\"maximum\":%lld",
		    (long long)f->min, (long long)field_max(f));
	if (f->kind == FIELD_INSTANT)
		buffer_addf(out, ",\"x-kind\":\"instant\"");
}

static void add_text(const struct field *f, struct buffer *out)
{
	if (f->words) {
		add_words(f->words, out);
		return;
	}
	buffer_addf(out, "\"type\":\"string\"");
	if (f->min)
		buffer_addf(out, ",\"minLength\":%lld", (long long)f->min);
	buffer_addf(out, ",\"maxLength\":%lld", (long long)field_max(f));
}

/* What stands in the schema of a member, without its braces; false: nothing. */
static bool add_kind(const struct field *f, struct buffer *out)
{
	switch (f->kind) {
	case FIELD_END:
	case FIELD_JSON:
		return false;
	case FIELD_TEXT:
	case FIELD_SAID:
	case FIELD_LINES:
		add_text(f, out);
		break;
	case FIELD_BYTES:
		buffer_addf(out,
			    "\"type\":\"string\",\"contentEncoding\":\"base64\","
			    "\"maxLength\":%lld",
			    (long long)BASE64_LENGTH(field_max(f)));
		break;
	case FIELD_INT:
	case FIELD_INSTANT:
		add_number(f, out);
		break;
	case FIELD_BOOL:
		buffer_addf(out, "\"type\":\"boolean\"");
		break;
	case FIELD_DAY:
		buffer_addf(out, "\"type\":\"string\",\"format\":\"date\"");
		break;
	case FIELD_CODE12:
		buffer_addf(out, "\"type\":\"string\",\"pattern\":\"^[0-9]{12}$\"");
		break;
	case FIELD_ID:
		buffer_addf(out,
			    "\"type\":\"string\",\"pattern\":\"^[0-7][0-9A-HJKMNP-TV-Z]{25}$\"");
		break;
	case FIELD_WORD:
		add_words(f->words, out);
		break;
	case FIELD_OBJECT:
		buffer_addf(out, "\"allOf\":[");
		fields_describe(f->of, out);
		buffer_addf(out, "]");
		break;
	case FIELD_LIST:
	case FIELD_TEXTS:
		add_list(f, out);
		break;
	}
	return true;
}

void field_describe(const struct field *f, struct buffer *out)
{
	if (f->kind == FIELD_OBJECT && !f->help) {
		fields_describe(f->of, out);
		return;
	}
	buffer_addf(out, "{");
	bool more = add_kind(f, out);
	if (f->help) {
		buffer_addf(out, "%s\"description\":", more ? "," : "");
		json_add_text(out, text_of(f->help));
	}
	buffer_addf(out, "}");
}

void fields_describe(const struct field *fields, struct buffer *out)
{
	const char *between = "";

	buffer_addf(out, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
	for (const struct field *f = fields; f && f->name; f++) {
		buffer_addf(out, "%s", between);
		json_add_text(out, text_of(f->name));
		buffer_addf(out, ":");
		field_describe(f, out);
		between = ",";
	}
	buffer_addf(out, "},\"required\":[");
	between = "";
	for (const struct field *f = fields; f && f->name; f++) {
		if (f->optional)
			continue;
		buffer_addf(out, "%s", between);
		json_add_text(out, text_of(f->name));
		between = ",";
	}
	buffer_addf(out, "]}");
}
