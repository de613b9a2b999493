/* xinqiao-media: builds the parts, runs until it is told to stop, takes them down in reverse. */
#include "media/opening.h"

#include "broker/common/base/log.h"
#include "broker/common/form/program.h"
#include "media/control/control.h"
#include "media/net/net.h"
#include "media/record/recorder.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define PROGRAM       "/proc/self/exe"
#define FINALISE_NICE 10
#define FILES_WANTED  4096 /* journals, and legs over TCP */

static const char usage[] =
	"usage: xinqiao-media [--config FILE] [--print-config | --finalise PATH | --key-check]\n"
	"  --config FILE    settings; without it the usual ones\n"
	"  --print-config   prints the settings with their help, ready to be a settings file\n"
	"  --finalise PATH  makes the package of a journal, or of each below a folder of visits\n"
	"  --key-check      says whether the keys fit the certificates and the journals\n";

struct options {
	const char *config;
	const char *finalise;
	bool print_config;
	bool key_check;
};

/* The parts, in the order in which they are built. */
struct media {
	struct opening opening;
	struct certificate *certificate;
	struct control *control;
	struct recorder *recorder;
	struct engine *engine;
	struct net *net;
};

static enum err start_engine(const struct media_settings *s, struct media *m)
{
	struct engine_options o = {
		.certificate = m->certificate,
		.tap = recorder_tap(m->recorder),
		.wall = clock_now(),
		.wall_us = clock_monotonic_us(),
	};
	struct net_settings net = { s->server.bind, s->server.port, s->server.tcp,
				    s->server.tcp_port };

	TRY(opening_parse(s, &o));
	TRY(engine_new(&o, &m->engine));
	TRY(net_new(&net, m->engine, &m->net));
	return net_start(m->net);
}

static enum err start(const struct media_settings *s, const char *config, struct media *m)
{
	const struct control_settings control = {
		.line = { s->broker.host, (int)s->broker.port, s->broker.ca, s->broker.cert,
			  s->broker.key },
		.self = { s->server.name, s->server.node, s->server.address, s->server.capacity,
			  m->opening.journals, m->opening.packages },
		.program = PROGRAM,
		.config = config,
	};

	TRY(opening_load(s, &m->opening));
	TRY(certificate_new(clock_now(), &m->certificate));
	m->control = control_new(&control);
	struct recorder_options recorder = {
		.journal = { .folder = m->opening.journals,
			     .master = m->opening.master,
			     .signer = m->opening.signer },
		.min_free_bytes = s->files.min_free,
		.events = control_events(m->control),
	};
	TRY(recorder_new(&recorder, &m->recorder));
	TRY(start_engine(s, m));
	return control_start(m->control, m->net, m->recorder);
}

static void stop(struct media *m)
{
	if (m->control)
		control_stop(m->control);
	net_free(m->net);
	engine_free(m->engine);
	recorder_free(m->recorder);
	control_free(m->control);
	certificate_free(m->certificate);
	opening_clear(&m->opening);
}

static int serve(const struct media_settings *s, const char *config)
{
	struct media m = { .control = NULL };
	sigset_t ends;
	int number;

	signal(SIGPIPE, SIG_IGN);
	program_raise_files(FILES_WANTED);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL); /* of every thread: this one waits for them */
	enum err err = start(s, config, &m);
	if (err) {
		log_broken("program.failed", "err=%s", err_word(err));
	} else {
		log_info("program.started", "media_port=%d tcp_port=%d", net_port(m.net),
			 net_tcp_port(m.net));
		sigwait(&ends, &number);
	}
	stop(&m);
	log_info("program.stopped", "err=%s", err_word(err));
	return err ? 1 : 0;
}

/* Behind the live visits, and gone with the server that started it. */
static int run_errand(const struct media_settings *s, const struct options *o)
{
	struct opening opening;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	setpriority(PRIO_PROCESS, 0, FINALISE_NICE);
	enum err err = opening_load(s, &opening);
	if (!err)
		err = o->finalise ? opening_finalise(&opening, o->finalise)
				  : opening_check(s, &opening);
	opening_clear(&opening);
	return err ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct program_option options[] = {
		{ "--config", &o.config, NULL },
		{ "--finalise", &o.finalise, NULL },
		{ "--print-config", NULL, &o.print_config },
		{ "--key-check", NULL, &o.key_check },
		{ 0 },
	};
	struct media_settings s;

	if (!program_read_options(argc, argv, options)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!program_load(media_settings, o.config, &s))
		return 2;
	log_set_level(s.trace ? LOG_TRACE_LEVEL : LOG_INFO_LEVEL);
	if (o.print_config)
		return program_print_settings(media_settings, &s);
	if (o.finalise || o.key_check)
		return run_errand(&s, &o);
	return serve(&s, o.config);
}
