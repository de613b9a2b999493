/* xinqiao-kiosk: a village terminal that follows the visits of its room until it is told to stop. */
#include "broker/common/log.h"
#include "client/kiosk/kiosk.h"

#include <gst/gst.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
	"usage: xinqiao-kiosk [--config FILE] [--to FILE] [--print-config]\n"
	"  --config FILE    settings; without it the usual ones\n"
	"  --to FILE        received picture and sound into a Matroska file, not to the screen\n"
	"  --print-config   prints the settings with their help, ready to be a settings file\n";

struct options {
	const char *config;
	const char *to;
	bool print_config;
};

static bool options_parse(int argc, char **argv, struct options *out)
{
	memset(out, 0, sizeof(*out));
	for (int i = 1; i < argc; i++) {
		bool has_value = i + 1 < argc;

		if (strcmp(argv[i], "--config") == 0 && has_value)
			out->config = argv[++i];
		else if (strcmp(argv[i], "--to") == 0 && has_value)
			out->to = argv[++i];
		else if (strcmp(argv[i], "--print-config") == 0)
			out->print_config = true;
		else
			return false;
	}
	return true;
}

static bool load_settings(const char *path, struct kiosk_settings *out)
{
	OWN(arena) a = arena_new();
	struct buffer faults;

	buffer_init(&faults, a);
	settings_init(kiosk_settings, out);
	if (!path || !settings_load(kiosk_settings, path, out, &faults))
		return true;
	fprintf(stderr, TEXT_FMT "\n", TEXT_ARG(buffer_text(&faults)));
	return false;
}

static int print(const struct kiosk_settings *s)
{
	OWN(arena) a = arena_new();
	struct buffer out;

	buffer_init(&out, a);
	settings_print(kiosk_settings, s, &out);
	return fwrite(out.at, 1, out.n, stdout) == out.n && !fflush(stdout) ? 0 : 1;
}

static int serve(const struct kiosk_settings *s, const char *to)
{
	OWN(kiosk) k = NULL;

	signal(SIGPIPE, SIG_IGN);
	gst_init(NULL, NULL);
	enum err err = kiosk_new(s, to, &k);
	if (err) {
		log_broken("program.failed", "err=%s", err_word(err));
		return 1;
	}
	log_info("program.started", "kiosk=1");
	kiosk_run(k);
	log_info("program.stopped", "err=%s", err_word(err));
	return 0;
}

int main(int argc, char **argv)
{
	struct options o;
	struct kiosk_settings s;

	if (!options_parse(argc, argv, &o)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!load_settings(o.config, &s))
		return 2;
	log_set_level(s.trace ? LOG_TRACE_LEVEL : LOG_INFO_LEVEL);
	if (o.print_config)
		return print(&s);
	return serve(&s, o.to);
}
