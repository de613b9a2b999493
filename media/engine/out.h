/*
 * Where the engine puts datagrams to send: packets of fixed size in memory of the caller, who
 * sends them when the last is full and when the engine returns. Net thread.
 */
#ifndef MEDIA_ENGINE_OUT_H
#define MEDIA_ENGINE_OUT_H

#include "media/packet/addr.h"

#define OUT_PACKET_MAX 1536

struct out_packet {
	struct addr to;
	uint16_t n;
	uint8_t at[OUT_PACKET_MAX];
};

struct out {
	struct out_packet *packets;
	int size;
	int n;
	uint64_t total;                              /* packets since out_init */
	void (*flush)(void *owner, struct out *out); /* sends or takes all, then out->n = 0 */
	void *owner;
};

/* Memory for the next packet; it counts only after out_add. Never NULL. */
struct out_packet *out_next(struct out *o);
void out_add(struct out *o, struct addr to, size_t n);

/* A whole packet by copy; too large ones are left out. */
void out_send(struct out *o, struct addr to, struct bytes b);

/* Sends what is there. */
void out_flush(struct out *o);

#endif
