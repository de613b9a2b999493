/* The WebSocket to the broker, over libwebsockets' own poll loop: one connection, few bells. */
#include "client/core/line.h"

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"
#include "broker/common/base/log.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUBPROTOCOL   "xinqiao.v1"
#define PATH          "/ws"
#define FRAME_MAX     (1u << 20)
#define WAITING_MAX   1024
#define WAITING_BYTES (8u << 20)
#define PAUSE_MS_MIN  250
#define PAUSE_MS_MAX  5000 /* people in a visit wait for it */

/* Absolute, on the monotonic clock: what the other side sends byte by byte renews none of them.
 * Once up, pings watch over the silence. */
#define MAKE_US   INT64_C(12000000) /* connect, TLS and upgrade together */
#define ANSWER_US INT64_C(20000000) /* to the first request of a connection */

struct waiting {
	struct waiting *next;
	size_t n;
	unsigned char at[]; /* LWS_PRE, then the text */
};

struct line {
	struct line_settings settings;
	struct line_listener listener;
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws *wsi; /* NULL: none, not even half made */
	struct {
		lws_sorted_usec_list_t turn;
		lws_sorted_usec_list_t retry;
	} timers;
	struct {
		struct waiting *first;
		struct waiting **last;
		int n;
		size_t bytes;
	} out;
	struct {
		char *at; /* NULL: between messages */
		size_t n;
	} in;
	int pause_ms;
	int64_t since_us; /* when this connection was begun */
	int64_t asked_us; /* when it sent its first frame; 0: not yet, or it was answered */
	bool answered;
	bool is_up;
	bool dropping;
	bool stopping;
	bool planned; /* the next try */
	bool told;    /* that it cannot be reached */
};

static const lws_retry_bo_t pings = { .secs_since_valid_ping = 10, .secs_since_valid_hangup = 25 };

static void clear_queues(struct line *l)
{
	for (struct waiting *w = l->out.first, *next; w; w = next) {
		next = w->next;
		free(w);
	}
	l->out.first = NULL;
	l->out.last = &l->out.first;
	l->out.n = 0;
	l->out.bytes = 0;
	free(l->in.at);
	l->in.at = NULL;
	l->in.n = 0;
}

static void on_retry(lws_sorted_usec_list_t *sul);

/* Half of the pause is certain, half by chance: servers do not come back all at once. */
static void plan_retry(struct line *l)
{
	uint32_t chance;

	if (l->stopping || l->planned)
		return;
	l->planned = true;
	random_fill(&chance, sizeof(chance));
	int ms = l->pause_ms / 2 + (int)(chance % (uint32_t)(l->pause_ms / 2 + 1));
	l->pause_ms = l->pause_ms * 2 > PAUSE_MS_MAX ? PAUSE_MS_MAX : l->pause_ms * 2;
	lws_sul_schedule(l->context, 0, &l->timers.retry, on_retry, (lws_usec_t)ms * 1000);
}

static void connect_now(struct line *l)
{
	struct lws_client_connect_info info = {
		.context = l->context,
		.vhost = l->vhost,
		.address = l->settings.host,
		.host = l->settings.host,
		.origin = l->settings.host,
		.port = l->settings.port,
		.path = PATH,
		.protocol = SUBPROTOCOL,
		.local_protocol_name = SUBPROTOCOL,
		.ssl_connection = LCCSCF_USE_SSL,
		.retry_and_idle_policy = &pings,
		.pwsi = &l->wsi,
	};

	l->dropping = false;
	l->answered = false;
	l->asked_us = 0;
	l->since_us = clock_monotonic_us();
	if (!lws_client_connect_via_info(&info) && !l->wsi)
		plan_retry(l);
}

static void on_retry(lws_sorted_usec_list_t *sul)
{
	struct line *l = lws_container_of(sul, struct line, timers.retry);

	l->planned = false;
	if (!l->wsi && !l->stopping)
		connect_now(l);
}

/* Every state of a connection ends: one that is late is given up and made anew. */
static void watch(struct line *l, int64_t now_us)
{
	const char *late = NULL;

	if (!l->is_up && now_us - l->since_us > MAKE_US)
		late = "connecting";
	else if (l->asked_us && now_us - l->asked_us > ANSWER_US)
		late = "answering";
	if (!late || !l->wsi || l->dropping)
		return;
	log_odd("line.late", "state=%s", late);
	line_end(l);
}

static void on_turn(lws_sorted_usec_list_t *sul)
{
	struct line *l = lws_container_of(sul, struct line, timers.turn);

	watch(l, clock_monotonic_us());
	lws_sul_schedule(l->context, 0, sul, on_turn, LINE_TURN_MS * 1000);
	l->listener.on_turn(l->listener.owner);
}

static void on_gone(struct line *l)
{
	bool was_up = l->is_up;

	l->is_up = false;
	l->wsi = NULL;
	clear_queues(l);
	if (was_up)
		l->listener.on_down(l->listener.owner);
	plan_retry(l);
}

static int on_piece(struct line *l, struct lws *wsi, const char *at, size_t n)
{
	if (l->dropping || lws_frame_is_binary(wsi) || n > FRAME_MAX - l->in.n) {
		log_odd("line.bad_frame", "bytes=%zu", l->in.n + n);
		return -1;
	}
	l->in.at = realloc(l->in.at, l->in.n + n + 1);
	if (!l->in.at)
		abort();
	memcpy(l->in.at + l->in.n, at, n);
	l->in.n += n;
	if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
		return 0;
	char *whole = l->in.at;
	struct text frame = { whole, l->in.n };
	l->answered = true;
	l->asked_us = 0;
	l->in.at = NULL;
	l->in.n = 0;
	l->listener.on_frame(l->listener.owner, frame);
	free(whole);
	return l->dropping ? -1 : 0;
}

static int on_writable(struct line *l, struct lws *wsi)
{
	struct waiting *w = l->out.first;

	if (l->dropping)
		return -1;
	if (!w)
		return 0;
	int sent = lws_write(wsi, w->at + LWS_PRE, w->n, LWS_WRITE_TEXT);
	l->out.first = w->next;
	if (!l->out.first)
		l->out.last = &l->out.first;
	l->out.n--;
	l->out.bytes -= w->n;
	free(w);
	if (sent < 0)
		return -1;
	if (l->out.first)
		lws_callback_on_writable(wsi);
	return 0;
}

static int on_broker(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		     size_t n)
{
	struct line *l = lws_context_user(lws_get_context(wsi));

	(void)user;
	switch ((int)reason) {
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		if (!l->told)
			log_odd("line.not_connected", "said=\"%.*s\"", in ? (int)n : 0,
				in ? (const char *)in : "");
		l->told = true;
		on_gone(l);
		return 0;
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		l->is_up = true;
		l->told = false;
		l->listener.on_up(l->listener.owner);
		return 0;
	case LWS_CALLBACK_CLIENT_RECEIVE:
		return on_piece(l, wsi, in, n);
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return on_writable(l, wsi);
	case LWS_CALLBACK_CLIENT_CLOSED:
		on_gone(l);
		return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		/* Not every way out has a word of its own: an upgrade that is never answered
		 * times out as a closed HTTP request. */
		if (wsi == l->wsi)
			on_gone(l);
		return 0;
	default:
		return 0;
	}
}

static int on_bell(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		   size_t n)
{
	struct line *l = lws_context_user(lws_get_context(wsi));

	(void)user;
	(void)in;
	(void)n;
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		l->listener.on_bell(l->listener.owner);
	return 0;
}

static const struct lws_protocols protocols[] = {
	{ SUBPROTOCOL, on_broker, 0, 16384, 0, NULL, 0 },
	{ "bell", on_bell, 0, 0, 0, NULL, 0 },
	{ 0 },
};

static void on_library(int level, const char *text)
{
	size_t n = strcspn(text, "\n");

	if (level & LLL_ERR)
		log_odd("line.library", "said=\"%.*s\"", (int)n, text);
}

static enum err open_context(struct line *l)
{
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			   LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
			   LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS,
		.client_ssl_ca_filepath = l->settings.ca,
		.client_ssl_cert_filepath = l->settings.cert,
		.client_ssl_private_key_filepath = l->settings.key,
		.vhost_name = "broker",
		.timeout_secs = 10,
		.user = l,
		.gid = -1,
		.uid = -1,
	};

	lws_set_log_level(LLL_ERR, on_library);
	l->context = lws_create_context(&info);
	if (!l->context)
		return ERR_NETWORK;
	l->vhost = lws_create_vhost(l->context, &info);
	return l->vhost ? ERR_OK : ERR_NETWORK;
}

/* The library closes what it is given: it gets a second descriptor of the same bell. */
static enum err hang_bell(struct line *l, int fd)
{
	lws_sock_file_fd_type own = { .filefd = dup(fd) };

	if (own.filefd < 0)
		return ERR_NETWORK;
	if (lws_adopt_descriptor_vhost(l->vhost, LWS_ADOPT_RAW_FILE_DESC, own, "bell", NULL))
		return ERR_OK;
	return ERR_NETWORK;
}

enum err line_new(const struct line_settings *s, const struct line_listener *listener,
		  const int *bells, int n_bells, struct line **out)
{
	OWN(line) l = calloc(1, sizeof(*l));

	if (!l)
		abort();
	l->settings = *s;
	l->listener = *listener;
	l->out.last = &l->out.first;
	l->pause_ms = PAUSE_MS_MIN;
	TRY(open_context(l));
	for (int i = 0; i < n_bells; i++)
		TRY(hang_bell(l, bells[i]));
	*out = line_give(&l);
	return ERR_OK;
}

void line_free(struct line *l)
{
	if (!l)
		return;
	l->stopping = true;
	if (l->context) {
		lws_sul_schedule(l->context, 0, &l->timers.turn, NULL, LWS_SET_TIMER_USEC_CANCEL);
		lws_sul_schedule(l->context, 0, &l->timers.retry, NULL, LWS_SET_TIMER_USEC_CANCEL);
		lws_context_destroy(l->context);
	}
	clear_queues(l);
	free(l);
}

void line_run(struct line *l)
{
	lws_sul_schedule(l->context, 0, &l->timers.turn, on_turn, LINE_TURN_MS * 1000);
	connect_now(l);
	while (!l->stopping && lws_service(l->context, 0) >= 0)
		;
}

void line_stop(struct line *l)
{
	l->stopping = true;
	lws_cancel_service(l->context);
}

bool line_send(struct line *l, struct text frame)
{
	if (!l->is_up || l->dropping)
		return false;
	if (l->out.n == WAITING_MAX || frame.n > WAITING_BYTES - l->out.bytes) {
		log_odd("line.dropped", "why=too_slow");
		line_end(l);
		return false;
	}
	struct waiting *w = malloc(sizeof(*w) + LWS_PRE + frame.n);
	if (!w)
		abort();
	w->next = NULL;
	w->n = frame.n;
	memcpy(w->at + LWS_PRE, frame.at, frame.n);
	if (!l->asked_us && !l->answered)
		l->asked_us = clock_monotonic_us();
	*l->out.last = w;
	l->out.last = &w->next;
	l->out.n++;
	l->out.bytes += frame.n;
	lws_callback_on_writable(l->wsi);
	return true;
}

void line_end(struct line *l)
{
	if (!l->wsi || l->dropping)
		return;
	l->dropping = true;
	lws_set_timeout(l->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

void line_calm(struct line *l)
{
	l->pause_ms = PAUSE_MS_MIN;
}
