/* Server memory of an idle TLS connection at 10,000 of them, against a bare libwebsockets server. */
#include "tests/lib/broker/bare.h"
#include "tests/lib/broker/process.h"
#include "tests/lib/broker/ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NODES  10000
#define WARM   50
#define SETTLE 2 /* s */

static struct ws nodes[NODES];

static void open_nodes(int from, int till, int port, const char *cookie)
{
	for (int i = from; i < till; i++)
		if (!ws_open(&nodes[i], port, true, cookie)) {
			printf("bench link_idle: connection %d is refused\n", i);
			exit(1);
		}
	sleep(SETTLE);
}

/* Bytes a connection. The first few are not counted: they make room for the others. */
static double measure(pid_t pid, int port, const char *cookie)
{
	open_nodes(0, WARM, port, cookie);
	int64_t before = process_rss_bytes(pid);
	open_nodes(WARM, NODES, port, cookie);
	int64_t after = process_rss_bytes(pid);

	for (int i = 0; i < NODES; i++)
		ws_close(&nodes[i]);
	return (double)(after - before) / (NODES - WARM);
}

int main(void)
{
	struct broker_process broker;
	char cookie[128];

	broker_process_start(&broker, "per_address = 20000\nper_account = 20000\n");
	if (!http_sign_in(broker.http, "clerk1", "Demo-2026-xinqiao", cookie)) {
		puts("bench link_idle: cannot sign in");
		return 1;
	}
	int port = free_port();
	pid_t bare =
		bare_start(port, broker.folder, 0); /* before our heap has grown: it inherits it */
	double ours = measure(broker.pid, broker.https, cookie);
	broker_process_end(&broker);
	double theirs = measure(bare, port, cookie);

	bare_end(bare);
	printf("bench link_idle %.2f (%.0f bytes a TLS connection at %d, bare libwebsockets %.0f; "
	       "aim <= 1.25)\n",
	       ours / theirs, ours, NODES, theirs);
	return 0;
}
