/*
 * What the main files of all programs share: options of the command line, the settings file,
 * printing, the limit of open files.
 */
#ifndef BROKER_COMMON_FORM_PROGRAM_H
#define BROKER_COMMON_FORM_PROGRAM_H

#include "broker/common/form/settings.h"

/* "--name VALUE" or, with a flag, "--name". The table ends with { 0 }. */
struct program_option {
	const char *name;
	const char **value;
	bool *flag;
};

/* False: an argument that the table does not know, or a value is missing. */
bool program_read_options(int argc, char **argv, const struct program_option *options);

/* The usual settings, then those of the file; path NULL: none. False: faults were printed on
 * standard error, each with file and line. */
bool program_load(const struct setting *table, const char *path, void *out);

/* On standard output; the exit code of the program. */
int program_print(struct text t);
int program_print_settings(const struct setting *table, const void *settings);

/* As many open files as the system allows; says so when they are fewer than wanted (traps 14). */
void program_raise_files(int wanted);

#endif
