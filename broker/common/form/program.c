/* Options, settings and limits of a program. */
#include "broker/common/form/program.h"

#include "broker/common/base/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static const struct program_option *find(const struct program_option *options, const char *name)
{
	while (options->name && strcmp(options->name, name) != 0)
		options++;
	return options->name ? options : NULL;
}

bool program_read_options(int argc, char **argv, const struct program_option *options)
{
	for (int i = 1; i < argc; i++) {
		const struct program_option *o = find(options, argv[i]);

		if (!o || (!o->flag && i + 1 == argc))
			return false;
		if (o->flag)
			*o->flag = true;
		else
			*o->value = argv[++i];
	}
	return true;
}

bool program_load(const struct setting *table, const char *path, void *out)
{
	OWN(arena) a = arena_new();
	struct buffer faults;

	buffer_init(&faults, a);
	settings_init(table, out);
	if (!path || !settings_load(table, path, out, &faults))
		return true;
	fprintf(stderr, TEXT_FMT "\n", TEXT_ARG(buffer_text(&faults)));
	return false;
}

int program_print(struct text t)
{
	return fwrite(t.at, 1, t.n, stdout) == t.n && !fflush(stdout) ? 0 : 1;
}

int program_print_settings(const struct setting *table, const void *settings)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	buffer_init(&out, a);
	settings_print(table, settings, &out);
	return program_print(buffer_text(&out));
}

void program_raise_files(int wanted)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files))
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < (rlim_t)wanted)
		log_odd("program.few_files", "open_files=%llu wanted=%d",
			(unsigned long long)files.rlim_cur, wanted);
}
