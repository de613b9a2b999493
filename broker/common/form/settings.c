/* Settings: defaults, file and print from one table. */
#include "broker/common/form/settings.h"

#include "broker/common/form/settings_value.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES (256u << 10)
#define SETTINGS_MAX   200

struct reader {
	const struct setting *table;
	void *out;
	const char *name;
	int line;
	struct text section;
	bool seen[SETTINGS_MAX];
	struct buffer *faults;
};

static void blame(struct reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void blame(struct reader *r, const char *format, ...)
{
	va_list args;

	buffer_addf(r->faults, "%s:%d: ", r->name, r->line);
	va_start(args, format);
	buffer_addv(r->faults, format, args);
	va_end(args);
	buffer_addf(r->faults, "\n");
}

static void save(const struct setting *s, struct text t, int64_t v, void *out)
{
	void *at = (char *)out + s->offset;

	switch (s->kind) {
	case SETTING_INT:
	case SETTING_TIME:
	case SETTING_SIZE:
		*(int64_t *)at = v;
		break;
	case SETTING_BOOL:
		*(bool *)at = v != 0;
		break;
	case SETTING_TEXT:
		if (text_copy(t, at, SETTING_TEXT_SIZE))
			abort();
		break;
	case SETTING_END:
		break;
	}
}

/* NULL: the value may stand. */
static const char *fault_of(const struct setting *s, struct text t, int64_t *v)
{
	int64_t limit;

	if (s->kind == SETTING_TEXT) {
		if (t.n >= SETTING_TEXT_SIZE)
			return "is too long";
		return text_is_clean(t, false) ? NULL : "has characters that cannot be read";
	}
	if (settings_value_parse(s->kind, t, v)) {
		if (s->kind == SETTING_BOOL)
			return "must be yes or no";
		if (s->kind == SETTING_TIME)
			return "must be a time such as 250ms, 30s, 3min, 1h, 60d";
		if (s->kind == SETTING_SIZE)
			return "must be a size such as 512, 64k, 10M, 2G";
		return "must be a whole number";
	}
	if (s->min && !settings_value_parse(s->kind, text_of(s->min), &limit) && *v < limit)
		return "is too small";
	if (s->max && !settings_value_parse(s->kind, text_of(s->max), &limit) && *v > limit)
		return "is too large";
	return NULL;
}

void settings_init(const struct setting *table, void *out)
{
	for (const struct setting *s = table; s->key; s++) {
		int64_t v = 0;
		const char *fault = fault_of(s, text_of(s->usual), &v);
		assert(!fault);
		(void)fault;
		save(s, text_of(s->usual), v, out);
	}
}

static bool has_section(const struct setting *table, struct text name)
{
	for (const struct setting *s = table; s->key; s++)
		if (text_is(name, s->section))
			return true;
	return false;
}

static const struct setting *find(const struct reader *r, struct text key)
{
	for (const struct setting *s = r->table; s->key; s++)
		if (text_is(key, s->key) && text_is(r->section, s->section))
			return s;
	return NULL;
}

/* A # starts a comment at the start of a line, of a value, or behind white space. */
static struct text without_comment(struct text line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.at[i] == '#' && (i == 0 || strchr(" \t=", line.at[i - 1])))
			line.n = i;
	return text_trim(line);
}

static void read_section(struct reader *r, struct text line)
{
	if (line.at[line.n - 1] != ']') {
		blame(r, "a section is written [name]");
		return;
	}
	r->section = text_trim((struct text){ line.at + 1, line.n - 2 });
	if (!has_section(r->table, r->section))
		blame(r, "unknown section [" TEXT_FMT "]", TEXT_ARG(r->section));
}

static void read_setting(struct reader *r, struct text line)
{
	bool has_value = memchr(line.at, '=', line.n) != NULL;
	struct text value = line;
	struct text key = text_trim(text_next(&value, '='));
	const struct setting *s = find(r, key);
	int64_t v = 0;

	value = text_trim(value);
	if (!has_value) {
		blame(r, "a setting is written key = value");
		return;
	}
	if (!s) {
		if (has_section(r->table, r->section) || !r->section.n)
			blame(r, "unknown key " TEXT_FMT, TEXT_ARG(key));
		return;
	}
	bool *seen = &r->seen[s - r->table];
	const char *fault = *seen ? "is set twice" : fault_of(s, value, &v);
	*seen = true;
	if (fault)
		blame(r, "%s = " TEXT_FMT " %s%s%s%s%s", s->key, TEXT_ARG(value), fault,
		      s->min ? ", from " : "", s->min ? s->min : "", s->max ? " to " : "",
		      s->max ? s->max : "");
	else
		save(s, value, v, r->out);
}

enum err settings_parse(const struct setting *table, struct text file, const char *name, void *out,
			struct buffer *faults)
{
	struct reader r = { .table = table, .out = out, .name = name, .faults = faults };
	size_t faults_before = faults->n;

	for (const struct setting *s = table; s->key; s++)
		assert(s - table < SETTINGS_MAX);
	while (file.n) {
		struct text line = text_next(&file, '\n');
		r.line++;
		if (!text_is_clean(line, true)) {
			blame(&r, "not a line of UTF-8 text");
			continue;
		}
		line = without_comment(line);
		if (line.n && line.at[0] == '[')
			read_section(&r, line);
		else if (line.n)
			read_setting(&r, line);
	}
	return faults->n == faults_before ? ERR_OK : ERR_BAD_SETTING;
}

enum err settings_load(const struct setting *table, const char *path, void *out,
		       struct buffer *faults)
{
	char *room = arena_get(faults->arena, FILE_MAX_BYTES + 1);

	FILE *f = fopen(path, "re");
	if (!f) {
		buffer_addf(faults, "%s: cannot be opened: %s\n", path, strerror(errno));
		return ERR_BAD_SETTING;
	}
	size_t n = fread(room, 1, FILE_MAX_BYTES + 1, f);
	bool failed = ferror(f) != 0;
	fclose(f);
	if (failed || n > FILE_MAX_BYTES) {
		buffer_addf(faults, "%s: %s\n", path, failed ? "cannot be read" : "is too large");
		return ERR_BAD_SETTING;
	}
	return settings_parse(table, (struct text){ room, n }, path, out, faults);
}

static void print_value(const struct setting *s, const void *in, struct buffer *out)
{
	const void *at = (const char *)in + s->offset;

	switch (s->kind) {
	case SETTING_INT:
	case SETTING_TIME:
	case SETTING_SIZE:
		settings_value_format(s->kind, *(const int64_t *)at, out);
		break;
	case SETTING_BOOL:
		settings_value_format(s->kind, *(const bool *)at, out);
		break;
	case SETTING_TEXT:
		buffer_addf(out, "%s", (const char *)at);
		break;
	case SETTING_END:
		break;
	}
}

static void print_help(const struct setting *s, struct buffer *out)
{
	buffer_addf(out, "\n# %s", s->help);
	if (s->min || s->max)
		buffer_addf(out, " (%s%s%s%s)", s->min ? "from " : "", s->min ? s->min : "",
			    s->max ? (s->min ? " to " : "up to ") : "", s->max ? s->max : "");
	buffer_addf(out, "\n");
}

void settings_print(const struct setting *table, const void *in, struct buffer *out)
{
	const char *section = "";

	for (const struct setting *s = table; s->key; s++) {
		if (strcmp(section, s->section) != 0)
			buffer_addf(out, "%s[%s]\n", out->n ? "\n" : "", s->section);
		section = s->section;
		print_help(s, out);
		buffer_addf(out, "%s =", s->key);
		size_t before = out->n;
		buffer_addf(out, " ");
		print_value(s, in, out);
		if (out->n == before + 1)
			out->at[--out->n] = '\0';
		buffer_addf(out, "\n");
	}
}
