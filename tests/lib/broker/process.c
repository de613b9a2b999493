/* Starts a real broker in a folder of its own and reads what it costs. */
#include "tests/lib/broker/process.h"

#include "tests/lib/broker/ws.h"
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what)
{
	fprintf(stderr, "the broker cannot be tested: %s\n", what);
	exit(1);
}

int free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, size) ||
	    getsockname(fd, (struct sockaddr *)&a, &size))
		die("no free port");
	close(fd);
	return ntohs(a.sin_port);
}

static void write_settings(const struct broker_process *b, const char *more)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/broker.conf", b->folder);
	FILE *f = fopen(path, "we");
	if (!f)
		die("no settings file");
	fprintf(f,
		"[link]\nport = %d\nplain_port = %d\nprogram_port = 0\ncert = %s/tls/broker.pem\n"
		"key = %s/tls/broker.key\nca = %s/tls/ca.pem\n%s\n[store]\nfile = %s/xinqiao.db\n"
		"data_key = %s/data.key\n[audit]\nkey = %s/audit.key\nheads = %s/audit.heads\n"
		"[archive]\nfolder = %s/archive\n[demo]\ndemo = yes\n",
		b->https, b->http, b->folder, b->folder, b->folder, more, b->folder, b->folder,
		b->folder, b->folder, b->folder);
	fclose(f);
}

static void run_broker(const struct broker_process *b)
{
	const char *program = getenv("XINQIAO_BROKER");
	char settings[256];
	char log[256];

	snprintf(settings, sizeof(settings), "%s/broker.conf", b->folder);
	snprintf(log, sizeof(log), "%s/broker.log", b->folder);
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) || !freopen(log, "a", stderr))
		_exit(127);
	if (!program)
		program = "build/run/xinqiao-broker";
	execl(program, program, "--config", settings, "--demo", b->demo, (char *)NULL);
	_exit(127);
}

void broker_process_make(struct broker_process *b, const char *demo, const char *more)
{
	char command[300];

	snprintf(b->folder, sizeof(b->folder), "%s", test_folder());
	b->demo = demo;
	b->https = free_port();
	b->http = free_port();
	snprintf(command, sizeof(command), "config/certificates %s/tls >/dev/null", b->folder);
	if (system(command))
		die("no certificates");
	write_settings(b, more);
}

void broker_process_run(struct broker_process *b)
{
	char command[300];

	b->pid = fork();
	if (b->pid < 0)
		die("no process");
	if (!b->pid)
		run_broker(b);
	for (int i = 0; i < 300; i++) {
		if (http_get(b->http, "/healthz") == 200)
			return;
		if (waitpid(b->pid, NULL, WNOHANG) == b->pid)
			break;
		usleep(100 * 1000);
	}
	snprintf(command, sizeof(command), "tail -n 20 %s/broker.log >&2", b->folder);
	if (system(command))
		perror("tail");
	die("it is not healthy");
}

void broker_process_start(struct broker_process *b, const char *more)
{
	broker_process_make(b, "config/demo", more);
	broker_process_run(b);
}

void broker_process_end(struct broker_process *b)
{
	kill(b->pid, SIGTERM);
	waitpid(b->pid, NULL, 0);
}

int64_t process_cpu_ns(pid_t pid)
{
	char path[300];
	int64_t sum = 0;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));) {
		long long ns = 0;

		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/schedstat", (int)pid, e->d_name);
		FILE *f = fopen(path, "re");
		if (!f)
			continue;
		if (fscanf(f, "%lld", &ns) == 1)
			sum += ns;
		fclose(f);
	}
	if (d)
		closedir(d);
	return sum;
}

int64_t process_rss_bytes(pid_t pid)
{
	char path[64];
	char line[200];
	long long kib = 0;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "VmRSS: %lld", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib * 1024;
}
