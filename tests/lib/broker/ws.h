/*
 * A small blocking client for tests: HTTP requests and WebSocket text frames (RFC 6455) over a
 * plain or TLS connection to loopback. Not the product's code, so that it can disagree with it.
 */
#ifndef TESTS_LIB_BROKER_WS_H
#define TESTS_LIB_BROKER_WS_H

#include <stdbool.h>
#include <stddef.h>

struct ssl_st;

struct ws {
	int fd;
	struct ssl_st *ssl; /* NULL: plain */
};

/* Status of a GET; 0: no answer. */
int http_get(int port, const char *path);

/* Signs in over the plain port; the cookie "name=value". False: refused. */
bool http_sign_in(int port, const char *account, const char *password, char cookie[128]);

/* Opens /ws. False: refused. */
bool ws_open(struct ws *w, int port, bool tls, const char *cookie);
void ws_close(struct ws *w);

/* A whole text message; false: the connection is gone. */
bool ws_send(struct ws *w, const char *text, size_t n);

/* The next text message, terminated; its length, or -1 when the connection is gone or it does not
 * fit. Answers pings on the way. */
int ws_receive(struct ws *w, char *out, size_t room);

#endif
