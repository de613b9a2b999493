/* The crowd's commands: one line each on standard input. */
#include "tests/bench/legs/crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static void on_leg(struct crowd *g, int n, bool publishes)
{
	const struct clip *clips[LEG_KINDS] = { &g->clips[0], &g->clips[1] };
	struct sha256 f = certificate_fingerprint(g->certificate);
	struct leg *l = &g->legs[n];
	struct epoll_event in = { .events = EPOLLIN, .data.ptr = l };

	leg_close(l);
	leg_open(l, g->way, publishes ? clips : NULL);
	g->n = n >= g->n ? n + 1 : g->n;
	if (epoll_ctl(g->epoll, EPOLL_CTL_ADD, l->fd, &in))
		abort();
	printf("leg %d %u %s %s ", n, l->port, LEG_UFRAG, LEG_PASSWORD);
	for (int i = 0; i < SHA256_BYTES; i++)
		printf("%s%02X", i ? ":" : "", f.at[i]);
	printf(" %u %u\n", l->sources[0].ssrc, l->sources[1].ssrc);
}

static bool on_peer(struct crowd *g, const char *line)
{
	struct leg_peer p = { .port = 0 };
	char print[100], role[8];
	int n = 0, port = 0;

	if (sscanf(line, "peer %d %63s %d %256s %256s %99s %7s", &n, p.ip, &port, p.ufrag,
		   p.password, print, role) != 7 ||
	    n < 0 || n >= g->n || g->legs[n].fd < 0 || strlen(print) != 3 * SHA256_BYTES - 1)
		return false;
	for (size_t i = 0; i < SHA256_BYTES; i++)
		if (bytes_parse_hex((struct text){ print + 3 * i, 2 }, &p.fingerprint.at[i], 1))
			return false;
	p.port = (uint16_t)port;
	p.is_dtls_client = strcmp(role, "client") == 0;
	return !leg_start(&g->legs[n], g->certificate, &p, clock_monotonic_us());
}

static void add_counts(struct leg_counts *all, const struct leg *l)
{
	const struct leg_counts *c = &l->counts;

	all->sent += c->sent;
	all->received += c->received;
	all->lost += c->lost;
	all->nacked += c->nacked;
	all->asked += c->asked;
	all->keys += c->keys;
	all->foreign += c->foreign;
}

static void on_count(const struct crowd *g)
{
	struct leg_counts c = g->gone;
	int open = 0;

	for (int i = 0; i < g->n; i++) {
		if (g->legs[i].fd < 0)
			continue;
		open += g->legs[i].srtp != NULL;
		add_counts(&c, &g->legs[i]);
	}
	printf("count {\"us\":%lld,\"cpu_us\":%lld,\"open\":%d,\"sent\":%llu,\"received\":%llu,"
	       "\"lost\":%llu,\"nacked\":%llu,\"asked\":%llu,\"keys\":%llu,\"foreign\":%llu}\n",
	       (long long)clock_monotonic_us(), (long long)clock_cpu_us(), open,
	       (unsigned long long)c.sent, (unsigned long long)c.received,
	       (unsigned long long)c.lost, (unsigned long long)c.nacked,
	       (unsigned long long)c.asked, (unsigned long long)c.keys,
	       (unsigned long long)c.foreign);
}

static void on_close(struct crowd *g, int n)
{
	if (g->legs[n].fd < 0)
		return;
	add_counts(&g->gone, &g->legs[n]);
	if (g->legs[n].dtls)
		dtls_close(g->legs[n].dtls);
	way_flush(g->way);
	leg_close(&g->legs[n]);
}

static void start_sending(struct crowd *g)
{
	int64_t now_us = clock_monotonic_us();

	for (int i = 0; i < g->n; i++)
		if (!g->sends && g->legs[i].srtp)
			leg_media_start(&g->legs[i], now_us);
	g->sends = true;
}

static void on_line(struct crowd *g, const char *line)
{
	int n = 0, flag = 0;

	if (sscanf(line, "leg %d %d", &n, &flag) == 2 && n >= 0 && n < CROWD_MAX)
		on_leg(g, n, flag);
	else if (strncmp(line, "peer ", 5) == 0 && on_peer(g, line))
		printf("peer %d\n", atoi(line + 5));
	else if (sscanf(line, "send %d", &flag) == 1 && flag)
		start_sending(g);
	else if (sscanf(line, "send %d", &flag) == 1)
		g->sends = false;
	else if (strcmp(line, "count") == 0)
		on_count(g);
	else if (sscanf(line, "close %d", &n) == 1 && n >= 0 && n < CROWD_MAX)
		on_close(g, n);
	else if (strcmp(line, "quit") == 0)
		g->ends = true;
	else
		printf("refused %s\n", line);
}

void crowd_on_input(struct crowd *g)
{
	ssize_t n = read(STDIN_FILENO, g->line + g->line_n, sizeof g->line - 1 - g->line_n);
	char *end;

	if (n <= 0) {
		g->ends = true;
		return;
	}
	g->line_n += (size_t)n;
	g->line[g->line_n] = 0;
	while ((end = strchr(g->line, '\n'))) {
		*end = 0;
		on_line(g, g->line);
		g->line_n -= (size_t)(end + 1 - g->line);
		memmove(g->line, end + 1, g->line_n + 1);
	}
	g->ends |= g->line_n == sizeof g->line - 1;
}
