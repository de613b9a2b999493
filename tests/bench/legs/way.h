/*
 * The way between the clients and the server: real sockets, with a share of datagrams lost and
 * all others late by a set time when asked for. What goes out is gathered and sent in batches.
 * One thread.
 */
#ifndef TESTS_BENCH_LEGS_WAY_H
#define TESTS_BENCH_LEGS_WAY_H

#include "broker/common/base/text.h"

#define WAY_DATAGRAM_MAX 1500
#define WAY_BATCH        32

struct way_settings {
	double loss;      /* share, in each direction */
	int64_t delay_us; /* in each direction */
	/* A datagram has come: `leg` as it was given to way_take; its bytes may be changed. */
	void (*come)(void *leg, uint8_t *at, size_t n, int64_t now_us);
};

struct way;

struct way *way_new(const struct way_settings *s); /* heap: pair with way_free */
void way_free(struct way *w);

/* A socket, and its connection to the server: the kernel chooses the address. */
int way_socket(uint16_t *port);
MUST_USE enum err way_connect(int fd, const char *ip, uint16_t port);

void way_send(struct way *w, int fd, struct bytes datagram, int64_t now_us);
void way_flush(struct way *w);
/* Takes all that has come at the socket. */
void way_take(struct way *w, int fd, void *leg, int64_t now_us);
/* Hands over what was delayed long enough. */
void way_tick(struct way *w, int64_t now_us);

#endif
