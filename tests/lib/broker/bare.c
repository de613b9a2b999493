/* A bare libwebsockets server. */
#include "tests/lib/broker/bare.h"

#include <libwebsockets.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#define REPLY_MAX 65536

static size_t reply_size;
static unsigned char reply[LWS_PRE + REPLY_MAX];

static int callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		    size_t n)
{
	(void)user;
	(void)in;
	(void)n;
	if (reason == LWS_CALLBACK_RECEIVE && lws_is_final_fragment(wsi) &&
	    !lws_remaining_packet_payload(wsi))
		lws_callback_on_writable(wsi);
	if (reason == LWS_CALLBACK_SERVER_WRITEABLE)
		lws_write(wsi, reply + LWS_PRE, reply_size, LWS_WRITE_TEXT);
	return 0;
}

static const struct lws_protocols protocols[] = {
	{ "xinqiao.v1", callback, 0, 512, 0, NULL, 0 },
	{ 0 },
};

static const lws_retry_bo_t no_pings = { .secs_since_valid_ping = 0 };

static void serve(int port, const char *folder)
{
	uv_loop_t loop;
	void *loops[] = { &loop };
	char cert[300];
	char key[300];
	struct lws_context_creation_info info = {
		.port = port,
		.iface = "127.0.0.1",
		.protocols = protocols,
		.foreign_loops = loops,
		.retry_and_idle_policy = &no_pings,
		.pt_serv_buf_size = 1024,
		.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_DISABLE_IPV6,
		.gid = -1,
		.uid = -1,
	};

	if (folder) {
		snprintf(cert, sizeof(cert), "%s/tls/broker.pem", folder);
		snprintf(key, sizeof(key), "%s/tls/broker.key", folder);
		info.ssl_cert_filepath = cert;
		info.ssl_private_key_filepath = key;
		info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	}
	lws_set_log_level(LLL_ERR, NULL);
	uv_loop_init(&loop);
	if (!lws_create_context(&info))
		_exit(1);
	uv_run(&loop, UV_RUN_DEFAULT);
	_exit(0);
}

pid_t bare_start(int port, const char *folder, size_t size)
{
	reply_size = size < REPLY_MAX ? size : REPLY_MAX;
	memset(reply + LWS_PRE, 'x', reply_size);
	pid_t pid = fork();
	if (!pid)
		serve(port, folder);
	usleep(500 * 1000);
	return pid;
}

void bare_end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
