/* CPU of the server for each answered READ, against a bare echo of the same size. */
#include "tests/lib/broker/bare.h"
#include "tests/lib/broker/process.h"
#include "tests/lib/broker/ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECTIONS 16
#define ROUNDS      5
#define REQUESTS    4000 /* a round */
#define REPLY_MAX   65536

static const char request[] =
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.get\",\"params\":{}}";
static char reply[REPLY_MAX];

static void give_up(const char *what)
{
	printf("bench link_read: %s\n", what);
	exit(1);
}

static void open_all(struct ws *all, int port, const char *cookie)
{
	for (int i = 0; i < CONNECTIONS; i++)
		if (!ws_open(&all[i], port, false, cookie))
			give_up("a connection is refused");
}

static void close_all(struct ws *all)
{
	for (int i = 0; i < CONNECTIONS; i++)
		ws_close(&all[i]);
}

/* Every connection asks at once, then every answer is read: the servers see the same bursts. */
static int64_t round_cpu(struct ws *all, pid_t pid)
{
	int64_t before = process_cpu_ns(pid);

	for (int i = 0; i < REQUESTS / CONNECTIONS; i++) {
		for (int k = 0; k < CONNECTIONS; k++)
			ws_send(&all[k], request, sizeof(request) - 1);
		for (int k = 0; k < CONNECTIONS; k++)
			if (ws_receive(&all[k], reply, sizeof(reply)) < 0)
				give_up("an answer is missing");
	}
	return process_cpu_ns(pid) - before;
}

static int reply_bytes(struct ws *w)
{
	ws_send(w, request, sizeof(request) - 1);
	int n = ws_receive(w, reply, sizeof(reply));

	if (n < 0 || !strstr(reply, "\"signed_in\":true"))
		give_up("session.get is not answered");
	return n;
}

int main(void)
{
	struct broker_process broker;
	struct ws ours[CONNECTIONS];
	struct ws theirs[CONNECTIONS];
	char cookie[128];
	int64_t ours_ns = 0;
	int64_t theirs_ns = 0;

	broker_process_start(&broker, "per_account = 1000\nrequest_burst = 1000000\n");
	if (!http_sign_in(broker.http, "clerk1", "Demo-2026-xinqiao", cookie))
		give_up("cannot sign in");
	open_all(ours, broker.http, cookie);
	int n = reply_bytes(&ours[0]);
	int port = free_port();
	pid_t bare = bare_start(port, NULL, (size_t)n);
	open_all(theirs, port, cookie);
	round_cpu(ours, broker.pid);
	round_cpu(theirs, bare);
	for (int i = 0; i < ROUNDS; i++) {
		ours_ns += round_cpu(ours, broker.pid);
		theirs_ns += round_cpu(theirs, bare);
	}
	close_all(ours);
	close_all(theirs);
	bare_end(bare);
	broker_process_end(&broker);
	printf("bench link_read %.2f (session.get %.1f us, bare echo of %d bytes %.1f us; "
	       "aim <= 1.6)\n",
	       (double)ours_ns / (double)theirs_ns, (double)ours_ns / 1e3 / ROUNDS / REQUESTS, n,
	       (double)theirs_ns / 1e3 / ROUNDS / REQUESTS);
	return 0;
}
