/* The broker: reads its settings, builds its parts in order, serves, takes them apart. */
#include "broker/common/log.h"
#include "broker/link/link.h"
#include "broker/opening.h"
#include "broker/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define FILES_WANTED 20000

static const char usage[] =
	"usage: xinqiao-broker [--config FILE] [--demo FOLDER] [--print-config | --discover]\n"
	"  --config FILE    settings; without it the usual ones\n"
	"  --demo FOLDER    imports the folder's CSV files when the database is empty\n"
	"  --print-config   prints the settings with their help, ready to be a settings file\n"
	"  --discover       prints the interface as an OpenRPC document\n";

struct options {
	const char *config;
	const char *demo;
	bool print_config;
	bool discover;
};

static bool options_parse(int argc, char **argv, struct options *out)
{
	memset(out, 0, sizeof(*out));
	for (int i = 1; i < argc; i++) {
		bool has_value = i + 1 < argc;

		if (strcmp(argv[i], "--config") == 0 && has_value)
			out->config = argv[++i];
		else if (strcmp(argv[i], "--demo") == 0 && has_value)
			out->demo = argv[++i];
		else if (strcmp(argv[i], "--print-config") == 0)
			out->print_config = true;
		else if (strcmp(argv[i], "--discover") == 0)
			out->discover = true;
		else
			return false;
	}
	return true;
}

static bool load_settings(const char *path, struct broker_settings *out)
{
	OWN(arena) a = arena_new();
	struct buffer faults;

	buffer_init(&faults, a);
	settings_init(broker_settings, out);
	if (!path || !settings_load(broker_settings, path, out, &faults))
		return true;
	fprintf(stderr, TEXT_FMT "\n", TEXT_ARG(buffer_text(&faults)));
	return false;
}

static int print(const struct options *o, const struct broker_settings *s)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	buffer_init(&out, a);
	if (o->print_config)
		settings_print(broker_settings, s, &out);
	else
		messages_describe(&out);
	return fwrite(out.at, 1, out.n, stdout) == out.n && !fflush(stdout) ? 0 : 1;
}

/* Traps 14: say at the start what is too low. */
static void raise_file_limit(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files))
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < FILES_WANTED)
		log_odd("program.few_files", "open_files=%llu wanted=%d",
			(unsigned long long)files.rlim_cur, FILES_WANTED);
}

/* The parts, in the order in which they are built. */
struct broker {
	struct opening opening;
	struct outbox outbox;
	struct writer *writer;
	struct reader *reader;
	struct archive *archive;
	struct wire_limits limits;
	struct wire wire;
	struct link *link;
};

static enum err start(const struct broker_settings *s, const char *demo, struct broker *b)
{
	TRY(opening_load(s, demo, &b->opening));
	TRY(writer_new(s->files.file, &b->outbox, &b->writer));
	TRY(reader_new(s->files.file, &b->reader));
	TRY(archive_new(s->files.folder, s->link.ca, &b->archive));
	b->opening.rules.archive = b->archive;
	wire_limits_init(&b->limits, &s->requests);
	b->wire = (struct wire){ .reader = b->reader, .rules = &b->opening.rules,
				 .limits = &b->limits };
	wire_set_tree(&b->wire, b->opening.tree);
	b->opening.tree = NULL;
	struct link_parts parts = { &b->wire, b->writer, &b->outbox, b->archive };
	return link_new(&s->link, &parts, &b->link);
}

static void stop(struct broker *b)
{
	link_free(b->link);
	wire_clear(&b->wire);
	wire_limits_clear(&b->limits);
	archive_free(b->archive);
	reader_free(b->reader);
	writer_free(b->writer);
	opening_clear(&b->opening);
}

static int serve(const struct broker_settings *s, const char *demo)
{
	struct broker b = { .link = NULL };

	raise_file_limit();
	enum err err = start(s, demo, &b);
	if (err) {
		log_broken("program.failed", "err=%s", err_word(err));
	} else {
		log_info("program.started", "port=%d plain_port=%d program_port=%d",
			 (int)s->link.port, (int)s->link.plain_port, (int)s->link.program_port);
		link_run(b.link);
	}
	stop(&b);
	log_info("program.stopped", "err=%s", err_word(err));
	return err ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct options o;
	struct broker_settings s;

	if (!options_parse(argc, argv, &o)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!load_settings(o.config, &s))
		return 2;
	log_set_level(s.trace ? LOG_TRACE_LEVEL : LOG_INFO_LEVEL);
	if (o.print_config || o.discover)
		return print(&o, &s);
	return serve(&s, o.demo);
}
