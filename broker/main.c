/* The broker: reads its settings, builds its parts in order, serves, takes them apart. */
#include "broker/common/base/log.h"
#include "broker/common/form/program.h"
#include "broker/link/link.h"
#include "broker/opening.h"
#include "broker/settings.h"

#include <stdio.h>

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

static int print(const struct options *o, const struct broker_settings *s)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	if (o->print_config)
		return program_print_settings(broker_settings, s);
	buffer_init(&out, a);
	messages_describe(&out);
	return program_print(buffer_text(&out));
}

/* The parts, in the order in which they are built. */
struct broker {
	struct opening opening;
	struct outbox outbox;
	struct writer *writer;
	struct reader *reader;
	struct studies *studies;
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
	TRY(studies_new(s->files.file, &b->studies));
	TRY(archive_new(s->files.folder, s->link.ca, &b->archive));
	wire_limits_init(&b->limits, &s->requests);
	b->wire = (struct wire){ .reader = b->reader,
				 .rules = &b->opening.rules,
				 .limits = &b->limits };
	wire_set_tree(&b->wire, b->opening.tree);
	b->opening.tree = NULL;
	struct link_parts parts = { { &b->wire, b->writer, b->studies, &b->outbox, b->archive },
				    { { s->files.file, s->files.folder },
				      { s->files.store_free, s->files.archive_free } } };
	return link_new(&s->link, &parts, &b->link);
}

static void stop(struct broker *b)
{
	link_free(b->link);
	wire_clear(&b->wire);
	wire_limits_clear(&b->limits);
	archive_free(b->archive);
	studies_free(b->studies);
	reader_free(b->reader);
	writer_free(b->writer);
	opening_clear(&b->opening);
}

static int serve(const struct broker_settings *s, const char *demo)
{
	struct broker b = { .link = NULL };

	program_raise_files(FILES_WANTED);
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
	struct options o = { 0 };
	const struct program_option options[] = {
		{ "--config", &o.config, NULL },
		{ "--demo", &o.demo, NULL },
		{ "--print-config", NULL, &o.print_config },
		{ "--discover", NULL, &o.discover },
		{ 0 },
	};
	struct broker_settings s;

	if (!program_read_options(argc, argv, options)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!program_load(broker_settings, o.config, &s))
		return 2;
	log_set_level(s.trace ? LOG_TRACE_LEVEL : LOG_INFO_LEVEL);
	if (o.print_config || o.discover)
		return print(&o, &s);
	return serve(&s, o.demo);
}
