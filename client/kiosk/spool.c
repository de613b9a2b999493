/* Two rows of pieces: what came lately, and what is kept. */
#include "client/kiosk/spool.h"

#include <pthread.h>
#include <stdlib.h>

struct piece {
	struct piece *next;
	struct spool_stretch stretch;
	bool is_last;
	int64_t from_us;
	int64_t till_us;
	struct sink packets;
	uint8_t room[BACKFILL_PIECE_MAX];
};

struct row {
	struct piece *first;
	struct piece *last;
};

struct spool {
	pthread_mutex_t lock; /* held for a copy at most */
	struct row recent;
	struct row kept;
	struct spool_stretch now; /* id not set: nothing is kept */
	int64_t newest_us;
	int64_t bytes;
	int64_t bytes_max;
	bool is_full;
};

struct spool *spool_new(int64_t bytes_max)
{
	struct spool *s = calloc(1, sizeof(*s));

	if (!s || pthread_mutex_init(&s->lock, NULL) != 0)
		abort();
	s->bytes_max = bytes_max;
	return s;
}

static void row_drop(struct row *r)
{
	struct piece *p = r->first;

	r->first = p->next;
	if (!r->first)
		r->last = NULL;
	free(p);
}

static void row_clear(struct row *r)
{
	while (r->first)
		row_drop(r);
}

static void row_add(struct row *r, struct piece *p)
{
	if (r->last)
		r->last->next = p;
	else
		r->first = p;
	r->last = p;
}

void spool_free(struct spool *s)
{
	if (!s)
		return;
	row_clear(&s->recent);
	row_clear(&s->kept);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static bool is_kept(const struct spool *s, const struct piece *p)
{
	return p && !p->is_last && id_equals(p->stretch.id, s->now.id);
}

/* The piece that grows. */
static struct piece *piece_for(struct spool *s, struct row *r, size_t n, int64_t now_us)
{
	struct piece *p = r->last;
	bool fits = p && p->packets.size - p->packets.n >= n + BACKFILL_HEAD_BYTES;
	bool goes_on = r == &s->kept ? is_kept(s, p) : p && now_us - p->from_us < SPOOL_RECENT_US;

	if (fits && goes_on)
		return p;
	p = malloc(sizeof(*p));
	if (!p)
		abort();
	p->next = NULL;
	p->stretch = s->now;
	p->is_last = false;
	p->from_us = now_us;
	sink_init(&p->packets, p->room, sizeof(p->room));
	row_add(r, p);
	return p;
}

static void forget_old(struct spool *s, int64_t now_us)
{
	while (s->recent.first && s->recent.first->till_us < now_us - SPOOL_RECENT_US)
		row_drop(&s->recent);
}

void spool_take(struct spool *s, enum backfill_line line, struct bytes rtp, int64_t now_us)
{
	struct backfill_packet packet = { line, now_us, rtp };

	pthread_mutex_lock(&s->lock);
	if (now_us < s->newest_us) /* the other line was faster to the lock */
		packet.at_us = now_us = s->newest_us;
	s->newest_us = now_us;
	bool keeps = id_is_set(s->now.id);
	s->is_full = s->is_full || (keeps && s->bytes >= s->bytes_max);
	if (rtp.n <= BACKFILL_PACKET_MAX && !(keeps && s->is_full)) {
		struct piece *p = piece_for(s, keeps ? &s->kept : &s->recent, rtp.n, now_us);
		backfill_format(&packet, &p->packets);
		p->till_us = now_us;
		s->bytes += keeps ? (int64_t)rtp.n + BACKFILL_HEAD_BYTES : 0;
		if (keeps && !s->now.from_us)
			s->now.from_us = p->stretch.from_us = now_us;
	}
	forget_old(s, now_us);
	pthread_mutex_unlock(&s->lock);
}

void spool_forget(struct spool *s)
{
	pthread_mutex_lock(&s->lock);
	row_clear(&s->recent);
	pthread_mutex_unlock(&s->lock);
}

void spool_begin(struct spool *s, const struct spool_stretch *w, int64_t now_us)
{
	pthread_mutex_lock(&s->lock);
	forget_old(s, now_us);
	s->now = *w;
	s->now.from_us = s->recent.first ? s->recent.first->from_us : 0;
	s->is_full = false;
	for (struct piece *p = s->recent.first, *next; p; p = next) {
		next = p->next;
		p->next = NULL;
		p->stretch = s->now;
		s->bytes += (int64_t)p->packets.n;
		row_add(&s->kept, p);
	}
	s->recent = (struct row){ 0 };
	pthread_mutex_unlock(&s->lock);
}

void spool_end(struct spool *s)
{
	pthread_mutex_lock(&s->lock);
	if (is_kept(s, s->kept.last))
		s->kept.last->is_last = true;
	s->now = (struct spool_stretch){ 0 };
	pthread_mutex_unlock(&s->lock);
}

bool spool_is_full(struct spool *s)
{
	pthread_mutex_lock(&s->lock);
	bool is_it = s->is_full;
	pthread_mutex_unlock(&s->lock);
	return is_it;
}

int64_t spool_size(struct spool *s)
{
	pthread_mutex_lock(&s->lock);
	int64_t n = s->bytes;
	pthread_mutex_unlock(&s->lock);
	return n;
}

bool spool_peek(struct spool *s, struct spool_piece *out)
{
	pthread_mutex_lock(&s->lock);
	struct piece *p = s->kept.first;
	bool is_whole = p && (p != s->kept.last || !is_kept(s, p));
	if (is_whole)
		*out = (struct spool_piece){ p->stretch, p->is_last, sink_bytes(&p->packets) };
	pthread_mutex_unlock(&s->lock);
	return is_whole;
}

static void drop_first(struct spool *s)
{
	s->bytes -= (int64_t)s->kept.first->packets.n;
	row_drop(&s->kept);
}

void spool_pop(struct spool *s)
{
	pthread_mutex_lock(&s->lock);
	drop_first(s);
	pthread_mutex_unlock(&s->lock);
}

void spool_discard(struct spool *s, struct id stretch)
{
	pthread_mutex_lock(&s->lock);
	while (s->kept.first && id_equals(s->kept.first->stretch.id, stretch))
		drop_first(s);
	if (id_equals(s->now.id, stretch))
		s->now = (struct spool_stretch){ 0 };
	pthread_mutex_unlock(&s->lock);
}
