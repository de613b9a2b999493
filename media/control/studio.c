/* Runs finalisers, one at a time. */
#include "media/control/studio.h"

#include "broker/common/base/log.h"
#include "broker/common/base/mailbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define JOBS_MAX 256

extern char **environ;

struct studio {
	char program[STUDIO_PATH_MAX];
	char config[STUDIO_PATH_MAX];
	struct mailbox *done; /* borrowed */
	struct mailbox *jobs;
	atomic_bool stopping;
	pthread_t thread;
	bool has_thread;
};

/* The child has the usual signals, whatever the threads here have blocked. */
static enum err start(struct studio *s, struct studio_job *job, pid_t *pid)
{
	char *with[] = { s->program, "--config", s->config, "--finalise", job->journal, NULL };
	char *without[] = { s->program, "--finalise", job->journal, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none;

	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&files); /* its lines of the log are of use, its answer not */
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	int failed =
		posix_spawn(pid, s->program, &files, &attr, s->config[0] ? with : without, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return failed ? ERR_BUSY : ERR_OK;
}

/* Waits for the child, or ends it when the server stops. */
static int wait_for(struct studio *s, pid_t pid)
{
	int status = -1;
	bool is_told = false;

	for (;;) {
		pid_t got = waitpid(pid, &status, WNOHANG);

		if (got == pid || (got < 0 && errno != EINTR))
			return status;
		if (atomic_load(&s->stopping) && !is_told) {
			kill(pid, SIGTERM);
			is_told = true;
		}
		struct timespec nap = { 0, 20000000 };
		nanosleep(&nap, NULL);
	}
}

static enum err run(struct studio *s, struct studio_job *job)
{
	pid_t pid;

	TRY(start(s, job, &pid));
	int status = wait_for(s, pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return ERR_OK;
	return atomic_load(&s->stopping) ? ERR_STOPPING : ERR_PIPELINE;
}

static void *studio_main(void *owner)
{
	struct studio *s = owner;
	void *item;

	while (mailbox_wait(s->jobs, &item, 1, -1) > 0) {
		struct studio_job *job = item;

		job->result = atomic_load(&s->stopping) ? ERR_STOPPING : run(s, job);
		if (job->result && job->result != ERR_STOPPING)
			log_broken("studio.failed", "visit=%s part=%u", job->visit.text, job->part);
		if (!mailbox_post(s->done, job))
			free(job);
	}
	return NULL;
}

enum err studio_new(const struct studio_options *o, struct studio **out)
{
	OWN(studio) s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	TRY(text_copy(text_of(o->program), s->program, sizeof(s->program)));
	TRY(text_copy(text_of(o->config), s->config, sizeof(s->config)));
	s->done = o->done;
	s->jobs = mailbox_new(JOBS_MAX);
	if (pthread_create(&s->thread, NULL, studio_main, s) != 0)
		return ERR_BUSY;
	s->has_thread = true;
	*out = studio_give(&s);
	return ERR_OK;
}

void studio_free(struct studio *s)
{
	if (!s)
		return;
	atomic_store(&s->stopping, true);
	if (s->jobs)
		mailbox_close(s->jobs);
	if (s->has_thread)
		pthread_join(s->thread, NULL);
	mailbox_free(s->jobs);
	free(s);
}

bool studio_post(struct studio *s, struct studio_job *job)
{
	return mailbox_post(s->jobs, job);
}
