/* Numbers with their units. */
#include "broker/common/form/settings_value.h"

#include "broker/common/base/clock.h"

struct scale {
	const char *word;
	int64_t size;
};

/* The largest first: the first that divides is printed. "s" must come after "ms". */
static const struct scale times[] = {
	{ "d", DAY_MS },    { "h", HOUR_MS }, { "min", MINUTE_MS },
	{ "s", SECOND_MS }, { "ms", 1 },      { 0 },
};
static const struct scale sizes[] = {
	{ "G", INT64_C(1) << 30 }, { "M", 1 << 20 }, { "k", 1 << 10 }, { "", 1 }, { 0 },
};
static const struct scale ones[] = { { "", 1 }, { 0 } };

static const struct scale *scales_of(enum setting_kind kind)
{
	switch (kind) {
	case SETTING_TIME:
		return times;
	case SETTING_SIZE:
		return sizes;
	case SETTING_INT:
	case SETTING_BOOL:
	case SETTING_TEXT:
	case SETTING_END:
		break;
	}
	return ones;
}

static enum err parse_bool(struct text t, int64_t *out)
{
	if (!text_is(t, "yes") && !text_is(t, "no"))
		return ERR_BAD_SETTING;
	*out = text_is(t, "yes");
	return ERR_OK;
}

enum err settings_value_parse(enum setting_kind kind, struct text t, int64_t *out)
{
	struct text digits = t;
	int64_t v;

	if (kind == SETTING_BOOL)
		return parse_bool(t, out);
	while (digits.n && (digits.at[digits.n - 1] < '0' || digits.at[digits.n - 1] > '9'))
		digits.n--;
	struct text unit = { t.at + digits.n, t.n - digits.n };
	if (text_parse_int(digits, INT64_MIN, INT64_MAX, &v))
		return ERR_BAD_SETTING;
	for (const struct scale *s = scales_of(kind); s->word; s++) {
		if (!text_is(unit, s->word) && !(v == 0 && unit.n == 0))
			continue;
		return __builtin_mul_overflow(v, s->size, out) ? ERR_BAD_SETTING : ERR_OK;
	}
	return ERR_BAD_SETTING;
}

void settings_value_format(enum setting_kind kind, int64_t v, struct buffer *out)
{
	const struct scale *s = scales_of(kind);

	if (kind == SETTING_BOOL) {
		buffer_addf(out, "%s", v ? "yes" : "no");
		return;
	}
	while (s[1].word && (v % s->size != 0 || v == 0))
		s++;
	buffer_addf(out, "%lld%s", (long long)(v / s->size), s->word);
}
