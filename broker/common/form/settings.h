/*
 * Settings by a table: the same lines read the file, print --print-config, check ranges and
 * refuse unknown keys with file and line. The file has `[section]` and `key = value` lines,
 * `#` starts a comment. The table ends with { 0 }.
 */
#ifndef BROKER_COMMON_FORM_SETTINGS_H
#define BROKER_COMMON_FORM_SETTINGS_H

#include "broker/common/base/arena.h"

enum setting_kind {
	SETTING_END,
	SETTING_INT,  /* int64_t */
	SETTING_TIME, /* int64_t ms; written 250ms, 30s, 3min, 1h, 60d */
	SETTING_SIZE, /* int64_t bytes; written 512, 64k, 10M, 2G */
	SETTING_BOOL, /* bool; yes or no */
	SETTING_TEXT  /* char[SETTING_TEXT_SIZE] */
};

#define SETTING_TEXT_SIZE 256

struct setting {
	const char *section;
	const char *key;
	enum setting_kind kind;
	size_t offset;
	const char *usual; /* the default, as written in the file */
	const char *min;   /* as written; NULL: no limit */
	const char *max;
	const char *help;
};

/* A line of a table: struct, section, key, kind, member, then usual, min, max, help. */
#define SETTING(type, section_, key_, kind_, member, ...)                                          \
	{                                                                                          \
		section_, key_, SETTING_##kind_, offsetof(struct type, member), __VA_ARGS__        \
	}

/* The defaults. */
void settings_init(const struct setting *table, void *out);

/* The same for a text; `name` stands in the faults. */
MUST_USE enum err settings_parse(const struct setting *table, struct text file, const char *name,
				 void *out, struct buffer *faults);

/* Reads a file over the defaults; all faults at once as lines "file:line: what" in *faults.
 * After a failure *out holds what could be read: do not start with it. */
MUST_USE enum err settings_load(const struct setting *table, const char *path, void *out,
				struct buffer *faults);

/* Prints the table with its help and current values, ready to be a settings file. */
void settings_print(const struct setting *table, const void *in, struct buffer *out);

#endif
