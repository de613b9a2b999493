/* Sentences with their holes filled in. */
#include "broker/wire/say.h"

#include "broker/core/day.h"

#include <assert.h>
#include <string.h>

#define AS_KEY(name, word, http) [ERR_##name] = "error." word,
static const char *const err_keys[ERR_COUNT] = { ERRORS(AS_KEY) };

static const char *const month_keys[] = {
	NULL,      "month.1", "month.2", "month.3",  "month.4",  "month.5",  "month.6",
	"month.7", "month.8", "month.9", "month.10", "month.11", "month.12",
};

struct saying {
	enum language language;
	const char *field;
	const struct argument *arguments;
	size_t argument_n;
	struct arena *arena;
};

/* "due" of "commitments[1].due": the name that is known where the fault is seen. */
static const char *last_name(const char *field)
{
	const char *dot = field ? strrchr(field, '.') : NULL;

	return dot ? dot + 1 : field ? field : "";
}

static const struct argument *find_argument(const struct saying *s, struct text name)
{
	for (size_t i = 0; i < s->argument_n; i++)
		if (text_equals(s->arguments[i].name, name))
			return &s->arguments[i];
	return NULL;
}

static void fill(const struct saying *s, const char *sentence, struct buffer *out);

/* "12 May 09:40", local time. */
static struct text moment(enum language language, struct instant at, struct arena *a)
{
	int year, month, day;
	struct day d = day_at(at);
	int minute = (int)((at.ms - day_minute(d, 0).ms) / MINUTE_MS);
	struct buffer out;

	day_split(d, &year, &month, &day);
	const struct argument arguments[] = {
		argument_text("month", text_of(words_find(language, month_keys[month]))),
		argument_number("day", day),
		argument_text("clock", arena_format(a, "%02d:%02d", minute / 60, minute % 60)),
	};
	struct saying s = { language, NULL, arguments, 3, a };
	buffer_init(&out, a);
	fill(&s, words_find(language, "time.moment"), &out);
	return buffer_text(&out);
}

static void add_argument(const struct saying *s, const struct argument *one, struct buffer *out)
{
	struct text t = one->text;

	if (one->key)
		t = text_of(words_find(s->language, one->key));
	else if (one->at.ms)
		t = moment(s->language, one->at, s->arena);
	else if (s->language == LANGUAGE_EN && one->text_en.n)
		t = one->text_en;
	if (t.at)
		buffer_add(out, t.at, t.n);
	else
		buffer_addf(out, "%lld", (long long)one->number);
}

/* "n", or "n:day|days" for the one or the other by n. */
static void fill_hole(const struct saying *s, struct text hole, struct buffer *out)
{
	struct text forms = hole;
	struct text name = text_next(&forms, ':');

	if (text_is(name, "field")) {
		buffer_addf(out, "%s", last_name(s->field));
		return;
	}
	const struct argument *one = find_argument(s, name);
	assert(one);
	if (!forms.n) {
		add_argument(s, one, out);
		return;
	}
	struct text single = text_next(&forms, '|');
	struct text form = one->number == 1 ? single : forms;
	buffer_add(out, form.at, form.n);
}

static void fill(const struct saying *s, const char *sentence, struct buffer *out)
{
	struct text rest = text_of(sentence);

	while (rest.n) {
		const char *hole = memchr(rest.at, '{', rest.n);
		size_t plain = hole ? (size_t)(hole - rest.at) : rest.n;

		buffer_add(out, rest.at, plain);
		rest = (struct text){ rest.at + plain, rest.n - plain };
		if (!hole)
			break;
		rest = (struct text){ rest.at + 1, rest.n - 1 };
		fill_hole(s, text_next(&rest, '}'), out);
	}
}

static struct text say(const struct saying *s, const char *key)
{
	struct buffer out;

	buffer_init(&out, s->arena);
	fill(s, words_find(s->language, key), &out);
	return buffer_text(&out);
}

struct text say_fault(enum language language, enum err e, const struct fault *f, struct arena *a)
{
	struct saying s = { language, f->field, f->arguments, f->argument_n, a };

	if (e == ERR_OK)
		return TEXT("");
	return say(&s, f->why ? why_keys[f->why] : err_keys[e]);
}

struct list say_arguments(enum language language, const struct fault *f, struct arena *a)
{
	if (!f->argument_n)
		return (struct list){ f->arguments, 0 };
	struct argument *list = ARENA_LIST(a, struct argument, f->argument_n);

	memcpy(list, f->arguments, f->argument_n * sizeof(*list));
	for (size_t i = 0; i < f->argument_n; i++) {
		if (list[i].at.ms)
			list[i].text = moment(language, list[i].at, a);
		if (!list[i].key)
			continue;
		list[i].text = text_of(words_find(LANGUAGE_ZH, list[i].key));
		list[i].text_en = text_of(words_find(LANGUAGE_EN, list[i].key));
	}
	return (struct list){ list, f->argument_n };
}

static bool has_said(const struct field *fields)
{
	for (const struct field *f = fields; f && f->name; f++)
		if (f->kind == FIELD_SAID ||
		    ((f->kind == FIELD_OBJECT || f->kind == FIELD_LIST) && has_said(f->of)))
			return true;
	return false;
}

static void say_one(enum language language, struct said *one, struct arena *a)
{
	struct saying s = { language, NULL, one->arguments, one->argument_n, a };

	if (one->key)
		one->text = say(&s, one->key);
}

void say_all(enum language language, const struct field *fields, void *in, struct arena *a)
{
	for (const struct field *f = fields; f && f->name; f++) {
		char *at = (char *)in + f->offset;
		const struct list *list = (const struct list *)at;

		if (f->kind == FIELD_SAID)
			say_one(language, (struct said *)at, a);
		else if (f->kind == FIELD_OBJECT)
			say_all(language, f->of, at, a);
		else if (f->kind == FIELD_LIST && list->n && has_said(f->of))
			for (size_t i = 0; i < list->n; i++)
				say_all(language, f->of, (char *)list->items + i * f->item_size, a);
	}
}
