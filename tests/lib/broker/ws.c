/* A blocking HTTP and WebSocket client for tests. */
#include "tests/lib/broker/ws.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define PATIENCE_S 20

static bool put(struct ws *w, const void *at, size_t n)
{
	const char *p = at;

	while (n) {
		ssize_t done = w->ssl ? SSL_write(w->ssl, p, (int)n) : write(w->fd, p, n);

		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static bool get(struct ws *w, void *at, size_t n)
{
	char *p = at;

	while (n) {
		ssize_t done = w->ssl ? SSL_read(w->ssl, p, (int)n) : read(w->fd, p, n);

		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static SSL_CTX *tls_context(void)
{
	static SSL_CTX *context;

	if (!context) {
		context = SSL_CTX_new(TLS_client_method());
		SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
		SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	}
	return context;
}

static bool connect_to(struct ws *w, int port, bool tls)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { PATIENCE_S, 0 };
	int on = 1;

	*w = (struct ws){ .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
	if (w->fd < 0 || connect(w->fd, (struct sockaddr *)&a, sizeof(a)))
		return false;
	setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(w->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (!tls)
		return true;
	w->ssl = SSL_new(tls_context());
	SSL_set_fd(w->ssl, w->fd);
	return SSL_connect(w->ssl) == 1;
}

void ws_close(struct ws *w)
{
	SSL_free(w->ssl);
	if (w->fd >= 0)
		close(w->fd);
	*w = (struct ws){ .fd = -1 };
}

/* The head of an answer, terminated. */
static bool read_head(struct ws *w, char *out, size_t room)
{
	size_t n = 0;

	while (n + 1 < room && get(w, out + n, 1)) {
		out[++n] = '\0';
		if (n >= 4 && memcmp(out + n - 4, "\r\n\r\n", 4) == 0)
			return true;
	}
	return false;
}

static int exchange(int port, const char *request, char *head, size_t room)
{
	struct ws w;
	int status = 0;

	if (connect_to(&w, port, false) && put(&w, request, strlen(request)) &&
	    read_head(&w, head, room) && sscanf(head, "HTTP/1.1 %d", &status) != 1)
		status = 0;
	ws_close(&w);
	return status;
}

int http_get(int port, const char *path)
{
	char request[300];
	char head[4096];

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n", path,
		 port);
	return exchange(port, request, head, sizeof(head));
}

bool http_sign_in(int port, const char *account, const char *password, char cookie[128])
{
	char body[200];
	char request[600];
	char head[4096];

	snprintf(body, sizeof(body), "{\"account\":\"%s\",\"password\":\"%s\"}", account, password);
	snprintf(request, sizeof(request),
		 "POST /session HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: http://localhost:%d\r\n"
		 "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		 port, port, strlen(body), body);
	if (exchange(port, request, head, sizeof(head)) != 200)
		return false;
	const char *at = strcasestr(head, "set-cookie: ");
	return at && sscanf(at + 12, "%127[^;\r]", cookie) == 1;
}

bool ws_open(struct ws *w, int port, bool tls, const char *cookie)
{
	char request[600];
	char head[4096];

	snprintf(
		request, sizeof(request),
		"GET /ws HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: %s://localhost:%d\r\n"
		"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: xinqiao.v1\r\n"
		"Cookie: %s\r\n\r\n",
		port, tls ? "https" : "http", port, cookie);
	if (connect_to(w, port, tls) && put(w, request, strlen(request)) &&
	    read_head(w, head, sizeof(head)) && strncmp(head, "HTTP/1.1 101", 12) == 0)
		return true;
	ws_close(w);
	return false;
}

static bool send_frame(struct ws *w, uint8_t opcode, const char *text, size_t n)
{
	char frame[70000];
	size_t head = 2;

	if (n > sizeof(frame) - 14)
		return false;
	frame[0] = (char)(0x80 | opcode);
	if (n < 126) {
		frame[1] = (char)(0x80 | n);
	} else {
		frame[1] = (char)(0x80 | 126);
		frame[2] = (char)(n >> 8);
		frame[3] = (char)n;
		head = 4;
	}
	memset(frame + head, 0, 4); /* the mask: all zero leaves the bytes as they are */
	memcpy(frame + head + 4, text, n);
	return put(w, frame, head + 4 + n);
}

bool ws_send(struct ws *w, const char *text, size_t n)
{
	return send_frame(w, 1, text, n);
}

static bool read_length(struct ws *w, uint8_t first, uint64_t *out)
{
	uint8_t more[8];
	size_t n = first == 127 ? 8 : first == 126 ? 2 : 0;

	*out = first;
	if (!n)
		return true;
	if (!get(w, more, n))
		return false;
	*out = 0;
	for (size_t i = 0; i < n; i++)
		*out = *out << 8 | more[i];
	return true;
}

int ws_receive(struct ws *w, char *out, size_t room)
{
	size_t have = 0;

	for (;;) {
		uint8_t head[2];
		uint64_t n;

		if (!get(w, head, 2) || !read_length(w, head[1] & 127, &n) || n >= room - have ||
		    !get(w, out + have, n))
			return -1;
		uint8_t opcode = head[0] & 15;
		if (opcode == 9 && !send_frame(w, 10, out + have, n))
			return -1;
		if (opcode == 8)
			return -1;
		if (opcode > 2)
			continue;
		have += n;
		out[have] = '\0';
		if (head[0] & 0x80)
			return (int)have;
	}
}
