/* Listening ports: people over TLS, people on loopback, programs with certificates. */
#include "broker/link/sockets.h"

#include "broker/common/log.h"
#include "broker/link/inside.h"
#include "broker/link/peer.h"
#include "broker/link/web.h"

#include <openssl/ssl.h>
#include <string.h>

/* Small on purpose: most connections are idle (limits.md, libwebsockets). */
#define RX_PIECE     512
#define SERVICE_SIZE 1024
#define HEADER_BYTES 8192
#define HEADER_POOL  1024

#define CIPHERS                                                                                    \
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"                               \
	"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"                               \
	"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"

/* Pings are ours (peers_tick): the library's timers cost with every idle connection. */
static const lws_retry_bo_t no_pings = { .secs_since_valid_ping = 0 };

static struct lws_protocols protocols[] = {
	{ "http", web_callback, 0, RX_PIECE, 0, NULL, LWS_PRE + LINK_PIECE },
	{ PEER_SUBPROTOCOL, peer_callback, 0, RX_PIECE, 1, NULL, LWS_PRE + LINK_PIECE },
	{ 0 },
};

static void on_library(int level, const char *line)
{
	size_t n = strcspn(line, "\n");

	if (level & LLL_ERR)
		log_odd("link.library", "said=\"%.*s\"", (int)n, line);
}

static struct lws_context *open_context(struct link *l)
{
	void *loops[] = { &l->loop };
	struct lws_context_creation_info info = {
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_LIBUV |
			   LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			   LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME,
		.foreign_loops = loops,
		.user = l,
		.pcontext = &l->sockets.context,
		.pt_serv_buf_size = SERVICE_SIZE,
		.max_http_header_data = HEADER_BYTES,
		.max_http_header_pool = HEADER_POOL,
		.gid = -1,
		.uid = -1,
	};

	protocols[0].per_session_data_size = web_size();
	protocols[1].per_session_data_size = peer_size();
	lws_set_log_level(LLL_ERR | LLL_WARN, on_library);
	return lws_create_context(&info);
}

static struct lws_context_creation_info vhost(const char *name, int64_t port, const char *bind)
{
	bool ipv6 = !bind[0] || strchr(bind, ':');

	return (struct lws_context_creation_info){
		.vhost_name = name,
		.port = (int)port,
		.iface = bind[0] ? bind : NULL,
		.protocols = protocols,
		.retry_and_idle_policy = &no_pings,
		.keepalive_timeout = 30,
		.timeout_secs = 15,
		.server_string = "xinqiao",
		.alpn = "http/1.1",
		.options = LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
			   (ipv6 ? 0 : LWS_SERVER_OPTION_DISABLE_IPV6),
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

static enum err open_one(struct link *l, struct lws_context_creation_info *info,
			 struct lws_vhost **out)
{
	*out = lws_create_vhost(l->sockets.context, info);
	if (*out)
		return ERR_OK;
	log_broken("link.no_port", "vhost=%s port=%d", info->vhost_name, info->port);
	return ERR_NETWORK;
}

enum err sockets_open(struct link *l)
{
	const struct link_settings *s = l->settings;

	l->sockets.context = open_context(l);
	if (!l->sockets.context)
		return ERR_NETWORK;
	if (s->port) {
		struct lws_context_creation_info info = vhost("people", s->port, s->bind);

		add_tls(s, &info);
		TRY(open_one(l, &info, &l->sockets.people));
	}
	if (s->plain_port) {
		struct lws_context_creation_info info = vhost("plain", s->plain_port, "127.0.0.1");

		TRY(open_one(l, &info, &l->sockets.plain));
	}
	if (s->program_port) {
		struct lws_context_creation_info info =
			vhost("programs", s->program_port, s->program_bind);

		add_tls(s, &info);
		info.ssl_ca_filepath = s->ca;
		info.options |= LWS_SERVER_OPTION_REQUIRE_VALID_OPENSSL_CLIENT_CERT;
		TRY(open_one(l, &info, &l->sockets.programs));
	}
	return ERR_OK;
}

void sockets_close(struct link *l)
{
	if (!l->sockets.context)
		return;
	/* On a loop that is not its own the library destroys in two steps: all its handles must
	 * have closed before the second, which unloads the code of their callbacks. */
	lws_context_destroy(l->sockets.context);
	uv_run(&l->loop, UV_RUN_DEFAULT);
	if (l->sockets.context)
		lws_context_destroy(l->sockets.context);
}
