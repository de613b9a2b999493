/* The recorder's doors for other threads, and its thread. */
#include "media/record/recorder.h"

#include "broker/common/base/clock.h"
#include "media/record/deck.h"
#include "media/record/intake.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define ORDERS_MAX  1024
#define ORDERS_TURN 32
#define WAIT_MS     20
#define IDLE_MS     200   /* an order wakes it at once */
#define ITEMS_TURN  20000 /* then orders and cuts have their turn again */

enum order_kind { ORDER_BEGIN, ORDER_MISS, ORDER_COVER, ORDER_END, ORDER_LEG, ORDER_LATE };

/* From the control thread to the disk thread; the taker frees it. */
struct order {
	enum order_kind kind;
	struct journal_part part; /* visit always */
	struct entry_leg leg;     /* its texts point below */
	char seat[ENTRY_SEAT_MAX + 1];
	char name[ENTRY_NAME_MAX + 1];
	struct late_piece late; /* its packets stand behind the order */
	struct recorder_asker asker;
	uint8_t packets[];
};

struct recorder {
	struct deck *deck;
	struct intake *intake;
	struct mailbox *orders;
	pthread_t thread;
	bool has_thread;
};

static struct moment moment_now(void)
{
	return (struct moment){ clock_now(), clock_monotonic_us() };
}

static void carry_out(struct deck *d, const struct order *o, struct moment at)
{
	switch (o->kind) {
	case ORDER_BEGIN:
		deck_begin(d, &o->part, at);
		return;
	case ORDER_MISS:
		deck_miss(d, &o->part, ERR_DISK_FULL, at);
		return;
	case ORDER_COVER:
		deck_cover(d, &o->part, at);
		return;
	case ORDER_END:
		deck_end(d, o->part.visit, at.now_us);
		return;
	case ORDER_LEG:
		deck_leg(d, o->part.visit, &o->leg, at);
		return;
	case ORDER_LATE:
		deck_late(d, &o->late, o->asker, at);
		return;
	}
}

static void take_orders(struct recorder *r, int timeout_ms)
{
	void *items[ORDERS_TURN];
	int n = mailbox_wait(r->orders, items, ORDERS_TURN, timeout_ms);

	for (int i = 0; i < n; i++) {
		carry_out(r->deck, items[i], moment_now());
		free(items[i]);
	}
}

/* False: the intake was emptied. */
static bool take_items(struct recorder *r)
{
	struct moment at = moment_now();
	struct intake_item item;
	struct bytes bytes;

	for (int i = 0; i < ITEMS_TURN; i++) {
		if (!intake_next(r->intake, &item, &bytes))
			return false;
		deck_take(r->deck, &item, bytes, at);
	}
	return true;
}

static void *recorder_main(void *owner)
{
	struct recorder *r = owner;
	bool has_more = false;

	while (!mailbox_is_closed(r->orders)) {
		take_orders(r, has_more ? 0 : deck_is_idle(r->deck) ? IDLE_MS : WAIT_MS);
		int64_t now_us = clock_monotonic_us(); /* what came before it is taken below */
		has_more = take_items(r);
		deck_turn(r->deck, clock_now(), now_us);
	}
	take_orders(r, 0);
	while (take_items(r))
		;
	deck_close(r->deck, clock_now(), clock_monotonic_us());
	return NULL;
}

enum err recorder_new(const struct recorder_options *o, struct recorder **out)
{
	OWN(recorder) r = calloc(1, sizeof(*r));

	if (!r)
		abort();
	r->deck = deck_new(o);
	r->intake = intake_new(INTAKE_BLOCKS);
	r->orders = mailbox_new(ORDERS_MAX);
	TRY(deck_recover(r->deck, clock_now()));
	if (pthread_create(&r->thread, NULL, recorder_main, r) != 0)
		return ERR_BUSY;
	r->has_thread = true;
	*out = recorder_give(&r);
	return ERR_OK;
}

void recorder_free(struct recorder *r)
{
	void *item;

	if (!r)
		return;
	mailbox_close(r->orders);
	if (r->has_thread)
		pthread_join(r->thread, NULL);
	while (mailbox_take(r->orders, &item, 1) > 0)
		free(item);
	mailbox_free(r->orders);
	intake_free(r->intake);
	deck_free(r->deck);
	free(r);
}

static struct order *order_new_with(enum order_kind kind, struct id visit, size_t bytes)
{
	struct order *o = calloc(1, sizeof(*o) + bytes);

	if (!o)
		abort();
	o->kind = kind;
	o->part.visit = visit;
	return o;
}

static struct order *order_new(enum order_kind kind, struct id visit)
{
	return order_new_with(kind, visit, 0);
}

static enum err post(struct recorder *r, struct order *o)
{
	if (mailbox_post(r->orders, o))
		return ERR_OK;
	free(o);
	return mailbox_is_closed(r->orders) ? ERR_STOPPING : ERR_BUSY;
}

enum err recorder_begin(struct recorder *r, const struct journal_part *p)
{
	bool is_on = recorder_durable_age_ms(r, p->visit, 0) != -1;

	bool is_full = !is_on && !deck_may_begin(r->deck);
	struct order *o = order_new(is_full ? ORDER_MISS : ORDER_BEGIN, p->visit);

	o->part = *p;
	TRY(post(r, o));
	return is_full ? ERR_DISK_FULL : ERR_OK;
}

enum err recorder_cover(struct recorder *r, struct id visit, bool video, bool audio)
{
	struct order *o = order_new(ORDER_COVER, visit);

	o->part.video = video;
	o->part.audio = audio;
	return post(r, o);
}

enum err recorder_end(struct recorder *r, struct id visit)
{
	return post(r, order_new(ORDER_END, visit));
}

static bool is_short(const struct entry_leg *leg)
{
	return leg->seat.n <= ENTRY_SEAT_MAX && leg->name.n <= ENTRY_NAME_MAX;
}

static void order_set_leg(struct order *o, const struct entry_leg *leg)
{
	memcpy(o->seat, leg->seat.at, leg->seat.n);
	memcpy(o->name, leg->name.at, leg->name.n);
	o->leg = *leg;
	o->leg.seat.at = o->seat;
	o->leg.name.at = o->name;
}

enum err recorder_leg(struct recorder *r, struct id visit, const struct entry_leg *leg)
{
	if (!is_short(leg))
		return ERR_TOO_LARGE;
	struct order *o = order_new(ORDER_LEG, visit);
	order_set_leg(o, leg);
	return post(r, o);
}

enum err recorder_late(struct recorder *r, const struct late_piece *p, struct recorder_asker asker)
{
	if (!is_short(&p->who) || p->packets.n > BACKFILL_PIECE_MAX)
		return ERR_TOO_LARGE;
	struct order *o = order_new_with(ORDER_LATE, p->part.visit, p->packets.n);
	order_set_leg(o, &p->who);
	if (p->packets.n)
		memcpy(o->packets, p->packets.at, p->packets.n);
	o->late = *p;
	o->late.who = o->leg;
	o->late.packets.at = o->packets;
	o->asker = asker;
	return post(r, o);
}

int64_t recorder_durable_age_ms(const struct recorder *r, struct id visit, int64_t now_us)
{
	const struct shown *shown = deck_shown(r->deck);
	int64_t at_us;

	for (int i = 0; i < RECORDER_VISITS_MAX; i++) {
		if (shown_get(&shown[i], visit, &at_us))
			return now_us > at_us ? (now_us - at_us) / 1000 : 0;
	}
	return -1;
}

struct tap *recorder_tap(struct recorder *r)
{
	return intake_tap(r->intake);
}
