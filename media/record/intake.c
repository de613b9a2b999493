/* Blocks of packets that travel from the net thread to the disk thread and back. */
#include "media/record/intake.h"

#include "broker/common/base/mailbox.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN(n) (((n) + 7) & ~(size_t)7)

struct block {
	_Atomic size_t filled; /* whole items up to here; the net thread writes it */
	atomic_bool done;      /* nothing more comes into it */
	size_t taken;          /* disk thread */
	uint8_t at[INTAKE_BLOCK_BYTES];
};

struct intake {
	struct mailbox *empty; /* to the net thread */
	struct mailbox *full;  /* to the disk thread, while it is being filled */
	struct tap tap;
	struct shares *shares;
	/* net thread */
	struct block *filling;
	struct intake_item lost; /* not yet handed over */
	/* disk thread */
	struct block *reading;
};

static void put(struct block *b, const struct intake_item *item, struct bytes bytes)
{
	size_t at = atomic_load_explicit(&b->filled, memory_order_relaxed);

	memcpy(b->at + at, item, sizeof(*item));
	if (bytes.n > 0)
		memcpy(b->at + at + sizeof(*item), bytes.at, bytes.n);
	atomic_store_explicit(&b->filled, at + ALIGN(sizeof(*item) + bytes.n),
			      memory_order_release);
}

static bool fits(const struct block *b, size_t n)
{
	size_t at = atomic_load_explicit(&b->filled, memory_order_relaxed);

	return at + ALIGN(sizeof(struct intake_item) + n) <= INTAKE_BLOCK_BYTES;
}

/* A fresh block, shown to the disk thread at once. */
static bool next_block(struct intake *i)
{
	void *item;

	if (i->filling)
		atomic_store_explicit(&i->filling->done, true, memory_order_release);
	i->filling = NULL;
	if (mailbox_take(i->empty, &item, 1) < 1)
		return false;
	struct block *b = item;
	atomic_store(&b->filled, 0);
	atomic_store(&b->done, false);
	b->taken = 0;
	if (!mailbox_post(i->full, b)) { /* has room for every block */
		free(b);
		return false;
	}
	i->filling = b;
	i->lost.share = -1;
	if (i->lost.dropped > 0)
		put(b, &i->lost, (struct bytes){ 0 });
	i->lost.dropped = 0;
	return true;
}

/* A count of packets that were lost before is lost as so many. */
static void count_lost(struct intake *i, const struct intake_item *item)
{
	bool is_count = item->kind == INTAKE_DROPPED;

	if (i->lost.dropped == 0)
		i->lost = (struct intake_item){ .kind = INTAKE_DROPPED, .at_us = item->at_us };
	i->lost.dropped += is_count ? item->dropped : 1;
	i->lost.till_us = is_count ? item->till_us : item->at_us;
}

static bool hand_over(struct intake *i, const struct intake_item *item, struct bytes bytes)
{
	bool has_room = i->filling && fits(i->filling, bytes.n);

	if (!has_room && (bytes.n > UINT16_MAX || !next_block(i))) {
		count_lost(i, item);
		return false;
	}
	put(i->filling, item, bytes);
	return true;
}

/* Beside what comes of the visit, so that there is never more of it than of packets. */
static void tell_share(struct intake *i, struct id visit, int share, int64_t now_us, bool is_end)
{
	struct share_lost lost;
	struct intake_item item = { .kind = INTAKE_DROPPED, .source.visit = visit, .share = -1 };

	while (share_tell(i->shares, share, now_us, is_end, &lost)) {
		item.at_us = lost.from_us;
		item.till_us = lost.till_us;
		item.dropped = lost.packets;
		item.is_fast = lost.is_fast;
		hand_over(i, &item, (struct bytes){ 0 });
	}
}

static void on_packet(void *owner, const struct tap_packet *p)
{
	struct intake *i = owner;
	int share = share_find(i->shares, p->source.visit);
	struct intake_item item = {
		.kind = INTAKE_PACKET,
		.source = p->source,
		.packet_kind = p->kind,
		.at_us = p->arrival_us,
		.n = (uint32_t)p->bytes.n,
		.share = share,
	};

	bool may = share_take(i->shares, share, sizeof(item) + p->bytes.n, p->arrival_us);

	tell_share(i, p->source.visit, share, p->arrival_us, false);
	if (may && !hand_over(i, &item, p->bytes))
		share_give(i->shares, share, sizeof(item) + p->bytes.n);
}

static void on_note(void *owner, const struct tap_note *n)
{
	struct intake *i = owner;
	int share = share_find(i->shares, n->source.visit);
	struct intake_item item = {
		.kind = INTAKE_NOTE,
		.source = n->source,
		.event = n->event,
		.at_us = n->at_us,
		.share = share,
		.packets = n->packets,
		.bytes = n->bytes,
		.dropped = n->lost,
		.from_us = n->from_us,
		.till_us = n->till_us,
	};

	/* What comes after these may stand in another part, or in none. */
	bool is_end = n->event == TAP_STAGE_CLOSED || n->event == TAP_STAGE_MOVED ||
		      n->event == TAP_STAGE_CHANGED;

	tell_share(i, n->source.visit, share, n->at_us, is_end);
	if (hand_over(i, &item, (struct bytes){ 0 }))
		share_add(i->shares, share, sizeof(item));
}

struct intake *intake_new(int blocks)
{
	struct intake *i = calloc(1, sizeof(*i));

	if (!i)
		abort();
	i->empty = mailbox_new(blocks);
	i->full = mailbox_new(blocks);
	i->tap = (struct tap){ i, on_packet, on_note };
	i->shares = shares_new((int64_t)blocks * INTAKE_BLOCK_BYTES);
	for (int k = 0; k < blocks; k++) {
		struct block *b = calloc(1, sizeof(*b));
		if (!b || !mailbox_post(i->empty, b))
			abort();
	}
	return i;
}

static void drain(struct mailbox *m)
{
	void *items[16];
	int n;

	while ((n = mailbox_take(m, items, 16)) > 0) {
		for (int k = 0; k < n; k++)
			free(items[k]);
	}
	mailbox_free(m);
}

void intake_free(struct intake *i)
{
	if (!i)
		return;
	free(i->reading);
	drain(i->empty);
	drain(i->full); /* with the one that is being filled */
	shares_free(i->shares);
	free(i);
}

struct tap *intake_tap(struct intake *i)
{
	return &i->tap;
}

/* The block to read from; gives a finished one back. */
static struct block *current(struct intake *i)
{
	void *item;

	for (;;) {
		struct block *b = i->reading;
		if (b) {
			bool done = atomic_load_explicit(&b->done, memory_order_acquire);
			if (b->taken < atomic_load_explicit(&b->filled, memory_order_acquire))
				return b;
			if (!done)
				return NULL;
			i->reading = NULL;
			if (!mailbox_post(i->empty, b))
				free(b);
		}
		if (mailbox_take(i->full, &item, 1) < 1)
			return NULL;
		i->reading = item;
	}
}

bool intake_next(struct intake *i, struct intake_item *out, struct bytes *bytes)
{
	struct block *b = current(i);

	if (!b)
		return false;
	memcpy(out, b->at + b->taken, sizeof(*out));
	*bytes = (struct bytes){ b->at + b->taken + sizeof(*out), out->n };
	b->taken += ALIGN(sizeof(*out) + out->n);
	share_give(i->shares, out->share, sizeof(*out) + out->n);
	return true;
}
