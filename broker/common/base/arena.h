/*
 * An arena: everything made while serving one message, freed at once. One thread at a time.
 * Past its limit it aborts: callers bound what they read from outside.
 */
#ifndef BROKER_COMMON_BASE_ARENA_H
#define BROKER_COMMON_BASE_ARENA_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#include <stdarg.h>
#include <string.h>

struct arena;

struct arena *arena_new(void); /* heap: pair with arena_free */
void arena_free(struct arena *a);
OWNABLE(arena)

/* Zeroed memory, aligned for any type, alive until arena_clear or arena_free. */
void *arena_get(struct arena *a, size_t n);

/* Forgets everything, keeps the first block for the next message. */
void arena_clear(struct arena *a);

/* The same, with zeros over what was in it: for secrets. */
void arena_wipe(struct arena *a);

/* Calls undo(what) at the next arena_clear or arena_free, the newest first. */
void arena_on_clear(struct arena *a, void (*undo)(void *), void *what);

/* A terminated copy. */
char *arena_copy(struct arena *a, struct text t);

/* printf into the arena; terminated. */
struct text arena_format(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#define ARENA_NEW(a, type)     ((type *)arena_get((a), sizeof(type)))
#define ARENA_LIST(a, type, n) ((type *)arena_get((a), sizeof(type) * (n)))

/* Bytes that grow inside an arena; terminated after every call, so at is a C string too. */
struct buffer {
	struct arena *arena;
	char *at;
	size_t n;
	size_t room;
};

void buffer_init(struct buffer *b, struct arena *a);
char *buffer_grow(struct buffer *b, size_t n);

/* At least n + 1 free bytes behind the content; the caller adds to n and terminates. */
static inline char *buffer_room(struct buffer *b, size_t n)
{
	return n < b->room - b->n ? b->at + b->n : buffer_grow(b, n);
}

static inline void buffer_add(struct buffer *b, const void *at, size_t n)
{
	char *end = buffer_room(b, n);

	if (n)
		memcpy(end, at, n);
	end[n] = '\0';
	b->n += n;
}

void buffer_addf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_addv(struct buffer *b, const char *format, va_list args);
struct text buffer_text(const struct buffer *b);

#endif
