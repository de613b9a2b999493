/*
 * An engine and its clients on a clock of their own. What one sends waits in a line until
 * world_carry hands it over; a test may lose, delay or copy it there.
 */
#ifndef TESTS_UNIT_MEDIA_ENGINE_WORLD_H
#define TESTS_UNIT_MEDIA_ENGINE_WORLD_H

#include "media/engine/engine.h"
#include "tests/lib/media/sim_client.h"
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_CLIENTS 12
#define WORLD_LINE    4096
#define WORLD_PORT    20000 /* of the first client */
#define WORLD_WALL    ((struct instant){ INT64_C(1790000000000) })

struct parcel {
	struct addr client;
	bool to_engine;
	uint16_t n;
	uint8_t at[OUT_PACKET_MAX];
};

/* What the tap was given. */
struct tapped {
	uint64_t packets[TAP_DOCUMENT + 1]; /* of each kind of track */
	uint64_t reports;
	int notes[TAP_TRACK_GAP + 1];
	uint32_t gap;
	uint32_t limited;
	uint64_t carried[TAP_DOCUMENT + 1]; /* packets, as notes tell */
	struct tap_source source;           /* of the last packet */
};

struct world {
	struct certificate *certificate;
	struct engine *engine;
	struct tap tap;
	struct tapped tapped;
	int64_t now_us;
	struct out out;
	struct out_packet packets[16];
	struct parcel *line;
	int n;
	struct sim_client clients[WORLD_CLIENTS];
	struct id legs[WORLD_CLIENTS];
	struct id visit;
	bool (*loses)(struct world *w, const struct parcel *p); /* NULL: nothing */
	uint32_t dice;
};

static inline void world_put(struct world *w, struct addr client, bool to_engine, struct bytes b)
{
	struct parcel *p = &w->line[w->n];

	CHECK(w->n < WORLD_LINE && b.n <= sizeof p->at);
	p->client = client;
	p->to_engine = to_engine;
	p->n = (uint16_t)b.n;
	memcpy(p->at, b.at, b.n);
	w->n++;
}

static inline void world_on_flush(void *owner, struct out *out)
{
	for (int i = 0; i < out->n; i++)
		world_put(owner, out->packets[i].to, false,
			  (struct bytes){ out->packets[i].at, out->packets[i].n });
	out->n = 0;
}

/* A client names itself by its number: owner points into world.clients. */
static inline void world_on_send(void *owner, struct bytes b);

static inline void world_on_packet(void *owner, const struct tap_packet *p)
{
	struct tapped *t = &((struct world *)owner)->tapped;

	if (p->kind == TAP_RTP)
		t->packets[p->source.track]++;
	else
		t->reports++;
	t->source = p->source;
}

static inline void world_on_note(void *owner, const struct tap_note *n)
{
	struct tapped *t = &((struct world *)owner)->tapped;

	t->notes[n->event]++;
	if (n->event == TAP_LEG_LIMITED)
		t->limited += n->lost;
	else
		t->gap += n->lost;
	t->carried[n->source.track] += n->packets;
}

static struct world world; /* large; each test inits and clears it */

static inline void world_on_send(void *owner, struct bytes b)
{
	const struct sim_client *c = owner;

	world_put(&world, c->options.addr, true, b);
}

static inline struct addr world_addr(uint16_t port)
{
	return (struct addr){ { 127, 0, 0, 1 }, port, ADDR_IPV4, 0 };
}

/* Gives an order and returns its result; `text` NULL: none. */
static inline enum err world_order(struct world *w, struct stage_order *o)
{
	enum err e;

	o->visit = w->visit;
	engine_order(w->engine, o, w->now_us, &w->out);
	e = o->result;
	out_flush(&w->out);
	return e;
}

static inline enum err world_stage(struct world *w, enum stage_order_kind kind,
				   struct stage_cover c)
{
	OWN(stage_order) o = stage_order_new(kind);

	o->cover = c;
	return world_order(w, o);
}

static inline enum err world_close_leg(struct world *w, int i, uint32_t epoch)
{
	OWN(stage_order) o = stage_order_new(ORDER_LEG_CLOSE);

	o->leg = w->legs[i];
	o->epoch = epoch;
	return world_order(w, o);
}

/* The report of the leg of client i in `out`; how many reports name it. */
static inline int world_report(struct world *w, int i, struct leg_report *out)
{
	OWN(stage_order) o = stage_order_new(ORDER_REPORT);
	int found = 0;

	memset(out, 0, sizeof *out);
	CHECK_EQ(ERR_OK, world_order(w, o));
	for (size_t j = 0; j < o->report.n; j++)
		if (id_equals(o->report.legs[j].leg, w->legs[i])) {
			*out = o->report.legs[j];
			found++;
		}
	return found;
}

static inline void world_init_slots(struct world *w, int slots)
{
	static const struct stage_cover nothing = { 0 };
	struct engine_options o = { 0 };

	memset(w, 0, sizeof *w);
	w->line = calloc(WORLD_LINE, sizeof *w->line);
	w->now_us = 5000000;
	w->dice = 1;
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &w->certificate));
	w->tap = (struct tap){ w, world_on_packet, world_on_note };
	w->out = (struct out){
		.packets = w->packets, .size = 16, .flush = world_on_flush, .owner = w
	};
	o.certificate = w->certificate;
	o.tap = &w->tap;
	o.addresses[0] = world_addr(8444);
	o.n_addresses = 1;
	o.codecs[0] = SDP_VP8;
	o.codecs[1] = SDP_H264;
	o.n_codecs = 2;
	o.slots = slots;
	o.wall = WORLD_WALL;
	o.wall_us = w->now_us;
	CHECK_EQ(ERR_OK, engine_new(&o, &w->engine));
	CHECK_EQ(ERR_OK, id_parse(TEXT("01JD00000000000000000000VS"), &w->visit));
	CHECK_EQ(ERR_OK, world_stage(w, ORDER_STAGE_OPEN, nothing));
}

static inline void world_init(struct world *w)
{
	world_init_slots(w, 0);
}

static inline void world_clear(struct world *w)
{
	for (int i = 0; i < WORLD_CLIENTS; i++)
		sim_clear(&w->clients[i]);
	engine_free(w->engine);
	certificate_free(w->certificate);
	free(w->line);
	w->line = NULL;
}

static inline void world_deliver(struct world *w, struct parcel *p)
{
	if (p->to_engine) {
		engine_take(w->engine, (struct arrival){ p->at, p->n, p->client }, w->now_us,
			    &w->out);
		out_flush(&w->out);
		return;
	}
	for (int i = 0; i < WORLD_CLIENTS; i++)
		if (w->clients[i].certificate && addr_equals(w->clients[i].options.addr, p->client))
			sim_take(&w->clients[i], (struct bytes){ p->at, p->n }, w->now_us);
}

/* Hands over all that waits, and what comes of it, until nothing waits. */
static inline void world_carry(struct world *w)
{
	struct parcel p;

	for (int i = 0; i < w->n; i++) {
		p = w->line[i];
		if (!w->loses || !w->loses(w, &p))
			world_deliver(w, &p);
		if (i == w->n - 1)
			i = -1, w->n = 0;
	}
}

/* Time passes; timers run when they are due. */
static inline void world_pass(struct world *w, int64_t us)
{
	int64_t till = w->now_us + us;

	while (w->now_us < till) {
		int64_t due = engine_next_tick(w->engine);

		w->now_us = due < till ? (due > w->now_us ? due : w->now_us + 1000) : till;
		if (w->now_us < due)
			continue;
		engine_tick(w->engine, w->now_us, &w->out);
		out_flush(&w->out);
		world_carry(w);
	}
}

/* The client is made and asks to join; its leg gets this epoch. */
static inline enum err world_join(struct world *w, int i, const struct sim_options *with,
				  uint32_t epoch)
{
	OWN(stage_order) o = stage_order_new(ORDER_LEG_OPEN);
	struct sim_options s = *with;
	char offer[SIM_OFFER_MAX];
	char id[ID_LENGTH + 16];

	s.send = world_on_send;
	s.owner = &w->clients[i];
	if (!s.addr.family)
		s.addr = world_addr((uint16_t)(WORLD_PORT + i));
	sim_init(&w->clients[i], &s);
	snprintf(id, sizeof id, "01JD0000000000000000000%03d", i);
	CHECK_EQ(ERR_OK, id_parse(text_of(id), &w->legs[i]));
	o->leg = w->legs[i];
	o->epoch = epoch;
	sim_offer(&w->clients[i], offer);
	stage_order_set_text(o, text_of(offer));
	TRY(world_order(w, o));
	sim_take_answer(&w->clients[i], text_of(o->text), w->now_us);
	return ERR_OK;
}

/* And connects. */
static inline void world_connect(struct world *w, int i)
{
	sim_check(&w->clients[i], true);
	world_carry(w);
	sim_tick(&w->clients[i], w->now_us);
	world_carry(w);
	world_pass(w, 1000);
	CHECK(sim_is_open(&w->clients[i]));
}

static inline void world_enter(struct world *w, int i)
{
	static const struct sim_options plain = { .video = SDP_VP8 };

	CHECK_EQ(ERR_OK, world_join(w, i, &plain, 1));
	world_connect(w, i);
}

/* All of the first n send a frame of `packets` packets and 40 ms of sound. */
static inline void world_talk(struct world *w, int n, int packets)
{
	for (int i = 0; i < n; i++) {
		if (!w->clients[i].certificate)
			continue;
		sim_send_audio(&w->clients[i]);
		sim_send_audio(&w->clients[i]);
		sim_send_video(&w->clients[i], packets);
	}
	world_carry(w);
	world_pass(w, 40000);
}

static inline struct sim_heard *world_heard(struct world *w, int i, int slot, enum sim_kind kind)
{
	return &w->clients[i].slots[slot][kind];
}

#endif
