/* xinqiao-kiosk: a village terminal that follows the visits of its room until it is told to stop. */
#include "broker/common/base/log.h"
#include "broker/common/form/program.h"
#include "client/kiosk/kiosk.h"

#include <gst/gst.h>
#include <signal.h>
#include <stdio.h>

static const char usage[] =
	"usage: xinqiao-kiosk [--config FILE] [--to FILE] [--print-config]\n"
	"  --config FILE    settings; without it the usual ones\n"
	"  --to FILE        received picture and sound into a Matroska file, not to the screen\n"
	"  --print-config   prints the settings with their help, ready to be a settings file\n";

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
	const char *config = NULL, *to = NULL;
	bool print_config = false;
	const struct program_option options[] = {
		{ "--config", &config, NULL },
		{ "--to", &to, NULL },
		{ "--print-config", NULL, &print_config },
		{ 0 },
	};
	struct kiosk_settings s;

	if (!program_read_options(argc, argv, options)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!program_load(kiosk_settings, config, &s))
		return 2;
	log_set_level(s.trace ? LOG_TRACE_LEVEL : LOG_INFO_LEVEL);
	if (print_config)
		return program_print_settings(kiosk_settings, &s);
	return serve(&s, to);
}
