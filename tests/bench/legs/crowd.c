/* The crowd: made, run and taken apart. */
#include "tests/bench/legs/crowd.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define EVENTS  64
#define WAIT_MS 20

enum err crowd_init(struct crowd *g, const struct crowd_options *o)
{
	struct epoll_event in = { .events = EPOLLIN, .data.ptr = NULL };

	memset(g, 0, sizeof *g);
	clip_make_audio(&g->clips[0], 80);
	if (o->audio) {
		clip_clear(&g->clips[0]);
		TRY(clip_load(&g->clips[0], o->audio, 48000, false));
	}
	if (o->video)
		TRY(clip_load(&g->clips[1], o->video, 90000, true));
	else
		clip_make_video(&g->clips[1], o->frames, o->packets, o->bytes);
	TRY(certificate_new(clock_now(), &g->certificate));
	if (SSL_CTX_set_tlsext_use_srtp(certificate_context(g->certificate), o->profile))
		return ERR_CRYPTO;
	g->way = way_new(&o->way);
	g->legs = calloc(CROWD_MAX, sizeof *g->legs);
	g->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!g->legs || g->epoll < 0 || epoll_ctl(g->epoll, EPOLL_CTL_ADD, STDIN_FILENO, &in))
		return ERR_NETWORK;
	for (int i = 0; i < CROWD_MAX; i++)
		g->legs[i] = (struct leg){ .fd = -1, .number = i };
	return ERR_OK;
}

/* Tells each of a leg's moments once; the next due time of all. */
static int64_t tick(struct crowd *g, int64_t now_us)
{
	int64_t due = now_us + WAIT_MS * 1000;

	way_tick(g->way, now_us);
	for (int i = 0; i < g->n; i++) {
		struct leg *l = &g->legs[i];

		if (l->fd < 0)
			continue;
		int64_t at = leg_due_us(l, g->sends);
		if (at <= now_us) {
			leg_tick(l, g->sends, now_us);
			at = leg_due_us(l, g->sends);
		}
		due = at < due ? at : due;
	}
	way_flush(g->way);
	return due;
}

static void tell(const struct crowd *g)
{
	for (int i = 0; i < g->n; i++) {
		struct leg *l = &g->legs[i];

		if (l->fd >= 0 && l->at.open_us && !l->told_open) {
			printf("open %d %lld\n", i, (long long)l->at.open_us);
			l->told_open = true;
		}
		if (l->fd >= 0 && l->at.first_us && !l->told_first) {
			printf("first %d %lld\n", i, (long long)l->at.first_us);
			l->told_first = true;
		}
		if (l->fd >= 0 && l->at.picture_us && !l->told_picture) {
			printf("picture %d %lld\n", i, (long long)l->at.picture_us);
			l->told_picture = true;
		}
	}
	fflush(stdout);
}

void crowd_run(struct crowd *g)
{
	struct epoll_event events[EVENTS];

	while (!g->ends) {
		int64_t now_us = clock_monotonic_us();
		int64_t left_ms = (tick(g, now_us) - clock_monotonic_us() + 999) / 1000;
		int n = epoll_wait(g->epoll, events, EVENTS, left_ms > 0 ? (int)left_ms : 0);

		now_us = clock_monotonic_us();
		for (int i = 0; i < n; i++) {
			struct leg *l = events[i].data.ptr;

			if (!l)
				crowd_on_input(g);
			else if (l->fd >= 0)
				way_take(g->way, l->fd, l, now_us);
		}
		way_flush(g->way);
		tell(g);
	}
}

void crowd_clear(struct crowd *g)
{
	for (int i = 0; i < g->n; i++)
		leg_close(&g->legs[i]);
	for (int i = 0; i < LEG_KINDS; i++)
		clip_clear(&g->clips[i]);
	certificate_free(g->certificate);
	way_free(g->way);
	free(g->legs);
	close(g->epoll);
}
