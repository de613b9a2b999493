/*
 * Which packets of a source came already (RFC 3711 s3.3.2): the newest number and a bit for each of
 * the WINDOW_BITS before it. Pure.
 */
#ifndef MEDIA_CRYPT_WINDOW_H
#define MEDIA_CRYPT_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#define WINDOW_BITS 1024

struct window {
	bool any;
	uint64_t newest;
	uint64_t bits[WINDOW_BITS / 64]; /* of a number: its rest by WINDOW_BITS */
};

/* Neither too old nor there. */
bool window_may_come(const struct window *w, uint64_t number);

/* Notes one that may come. */
void window_note(struct window *w, uint64_t number);

#endif
