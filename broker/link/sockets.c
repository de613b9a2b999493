/* Listening ports: people over TLS, people on loopback, programs with certificates. */
#include "broker/link/sockets.h"

#include "broker/common/base/log.h"
#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/link/request.h"

#include <openssl/ssl.h>
#include <string.h>

/* Small on purpose: most connections are idle (limits.md, libwebsockets). */
#define RX_PIECE     512
#define SERVICE_SIZE 1024
#define HEADER_BYTES 8192
/* Whoever is opening or asks over HTTP holds a table of headers: more than the doors let open, so
 * that those who are through find one too. Memory is taken only for those in use. */
#define HEADER_POOL  4096

#define CIPHERS                                                                                    \
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"                               \
	"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"                               \
	"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"

/* Pings are ours (peers_tick): the library's timers cost with every idle connection. */
static const lws_retry_bo_t no_pings = { .secs_since_valid_ping = 0 };

static struct lws_protocols protocols[] = {
	{ "http", request_callback, 0, RX_PIECE, 0, NULL, LWS_PRE + LINK_PIECE },
	{ PEER_SUBPROTOCOL, peer_callback, 0, RX_PIECE, 1, NULL, LWS_PRE + LINK_PIECE },
	{ 0 },
};

static void on_library(int level, const char *line)
{
	size_t n = strcspn(line, "\n");

	if (level & LLL_ERR)
		log_odd("link.library", "said=\"%.*s\"", (int)n, line);
}

static struct lws_context *open_context(struct link *l, struct lws_context **out)
{
	void *loops[] = { &l->loop };
	struct lws_context_creation_info info = {
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_LIBUV |
			   LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			   LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME,
		.foreign_loops = loops,
		.user = l,
		.pcontext = out,
		.pt_serv_buf_size = SERVICE_SIZE,
		.max_http_header_data = HEADER_BYTES,
		.max_http_header_pool = HEADER_POOL,
		.gid = -1,
		.uid = -1,
	};

	protocols[0].per_session_data_size = request_size();
	protocols[1].per_session_data_size = peer_size();
	lws_set_log_level(LLL_ERR | LLL_WARN, on_library);
	return lws_create_context(&info);
}

/* It listens nowhere: the doors do, and hand it what they let in. */
static struct lws_context_creation_info vhost(const char *name)
{
	return (struct lws_context_creation_info){
		.vhost_name = name,
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.protocols = protocols,
		.retry_and_idle_policy = &no_pings,
		.keepalive_timeout = 30,
		.timeout_secs = 15,
		.server_string = "xinqiao",
		.alpn = "http/1.1",
	};
}

static void add_tls(const struct link_settings *s, struct lws_context_creation_info *info)
{
	info->ssl_cert_filepath = s->cert;
	info->ssl_private_key_filepath = s->key;
	info->ssl_cipher_list = CIPHERS;
	/* Without it on the vhost itself the library speaks plain HTTP on this port. */
	info->options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info->ssl_options_set = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1;
}

struct port {
	const char *name;
	const char *bind;
	int64_t number; /* 0: none */
};

static enum err open_one(struct link *l, enum door_kind kind, const struct port *p)
{
	struct lws_context_creation_info info = vhost(p->name);
	struct door *d = &l->doors.list[kind];

	if (!p->number)
		return ERR_OK;
	d->is_tls = kind == DOOR_SECURE || kind == DOOR_PROGRAMS;
	if (d->is_tls)
		add_tls(l->settings, &info);
	if (kind == DOOR_PROGRAMS) {
		info.ssl_ca_filepath = l->settings->ca;
		info.options |= LWS_SERVER_OPTION_REQUIRE_VALID_OPENSSL_CLIENT_CERT;
	}
	d->vhost = d->context ? lws_create_vhost(d->context, &info) : NULL;
	if (d->vhost && !door_open(l, d, p->bind, p->number))
		return ERR_OK;
	log_broken("link.no_port", "vhost=%s port=%d", p->name, (int)p->number);
	return ERR_NETWORK;
}

enum err sockets_open(struct link *l)
{
	const struct link_settings *s = l->settings;
	const struct port ports[DOORS] = {
		[DOOR_SECURE] = { "people", s->bind, s->port },
		[DOOR_PLAIN] = { "plain", "127.0.0.1", s->plain_port },
		[DOOR_METRICS] = { "metrics", s->metrics_bind, s->metrics_port },
		[DOOR_PROGRAMS] = { "programs", s->program_bind, s->program_port },
	};

	/* All contexts first: each sets the library's numbers for what it keeps in OpenSSL. */
	for (int i = 0; i < DOORS; i++)
		if (ports[i].number)
			l->doors.list[i].context = open_context(l, &l->doors.list[i].context);
	for (int i = 0; i < DOORS; i++)
		TRY(open_one(l, (enum door_kind)i, &ports[i]));
	return ERR_OK;
}

void sockets_close(struct link *l)
{
	doors_close(l);
	/* On a loop that is not its own the library destroys in two steps: all its handles must
	 * have closed before the second, which unloads the code of their callbacks. */
	for (int step = 0; step < 2; step++) {
		for (int i = 0; i < DOORS; i++)
			if (l->doors.list[i].context)
				lws_context_destroy(l->doors.list[i].context);
		uv_run(&l->loop, UV_RUN_DEFAULT);
	}
}
