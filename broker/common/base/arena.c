/* Blocks of memory handed out from the front, and what must be undone when they go. */
#include "broker/common/base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK (8u << 10)
#define LARGE_BLOCK (1u << 20)
#define LIMIT       (512u << 20)

/* Under AddressSanitizer every piece is a block of its own, so that a read past its end shows. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define PIECE_BY_PIECE 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define PIECE_BY_PIECE 1
#endif
#ifndef PIECE_BY_PIECE
#define PIECE_BY_PIECE 0
#endif

struct block {
	struct block *older;
	size_t used;
	size_t room;
	alignas(max_align_t) char at[];
};

struct undo {
	struct undo *older;
	void (*undo)(void *);
	void *what;
};

struct arena {
	struct block *newest;
	struct undo *undos;
	size_t total;
};

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		abort();
	return a;
}

static void undo_all(struct arena *a)
{
	struct undo *u = a->undos;

	a->undos = NULL;
	for (; u; u = u->older)
		u->undo(u->what);
}

void arena_clear(struct arena *a)
{
	undo_all(a);
	while (a->newest && (a->newest->older || PIECE_BY_PIECE)) {
		struct block *b = a->newest;
		a->newest = b->older;
		free(b);
	}
	if (a->newest)
		a->newest->used = 0;
	a->total = a->newest ? a->newest->room : 0;
}

void arena_wipe(struct arena *a)
{
	undo_all(a);
	for (struct block *b = a->newest; b; b = b->older)
		explicit_bzero(b->at, b->used);
	arena_clear(a);
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_clear(a);
	free(a->newest);
	free(a);
}

static void add_block(struct arena *a, size_t n)
{
	size_t room = a->newest ? 2 * a->newest->room : FIRST_BLOCK;

	if (room > LARGE_BLOCK)
		room = LARGE_BLOCK;
	if (PIECE_BY_PIECE || room < n)
		room = n;
	if (room > LIMIT - a->total)
		abort();
	struct block *b = malloc(sizeof(*b) + room);
	if (!b)
		abort();
	b->older = a->newest;
	b->used = 0;
	b->room = room;
	a->newest = b;
	a->total += room;
}

static size_t rounded(size_t n)
{
	const size_t step = alignof(max_align_t);

	return (n + step - 1) / step * step;
}

/* Not zeroed. */
static void *get_raw(struct arena *a, size_t n)
{
	struct block *b = a->newest;

	if (n > LIMIT)
		abort();
	if (!b || PIECE_BY_PIECE || rounded(b->used) > b->room || b->room - rounded(b->used) < n) {
		add_block(a, n);
		b = a->newest;
	}
	char *at = b->at + rounded(b->used);
	b->used = rounded(b->used) + n;
	return at;
}

void *arena_get(struct arena *a, size_t n)
{
	return memset(get_raw(a, n), 0, n);
}

void arena_on_clear(struct arena *a, void (*undo)(void *), void *what)
{
	struct undo *u = ARENA_NEW(a, struct undo);

	*u = (struct undo){ a->undos, undo, what };
	a->undos = u;
}

char *arena_copy(struct arena *a, struct text t)
{
	char *at = get_raw(a, t.n + 1);

	if (t.n)
		memcpy(at, t.at, t.n);
	at[t.n] = '\0';
	return at;
}

struct text arena_format(struct arena *a, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n < 0)
		abort();
	char *at = get_raw(a, (size_t)n + 1);
	vsnprintf(at, (size_t)n + 1, format, again);
	va_end(again);
	va_end(args);
	return (struct text){ at, (size_t)n };
}

void buffer_init(struct buffer *b, struct arena *a)
{
	*b = (struct buffer){ a, get_raw(a, 64), 0, 64 };
	b->at[0] = '\0';
}

/* The newest piece of the newest block grows where it stands. */
static bool grows_in_place(struct buffer *b, size_t room)
{
	struct block *block = b->arena->newest;
	size_t more = room - b->room;

	if (PIECE_BY_PIECE || b->at + b->room != block->at + block->used ||
	    more > block->room - block->used)
		return false;
	block->used += more;
	b->room = room;
	return true;
}

char *buffer_grow(struct buffer *b, size_t n)
{
	if (n >= LIMIT)
		abort();
	size_t room = 2 * b->room > b->n + n + 1 ? 2 * b->room : b->n + n + 1;
	if (grows_in_place(b, room))
		return b->at + b->n;
	char *at = get_raw(b->arena, room);
	memcpy(at, b->at, b->n + 1);
	b->at = at;
	b->room = room;
	return b->at + b->n;
}

void buffer_addv(struct buffer *b, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n < 0)
		abort();
	vsnprintf(buffer_room(b, (size_t)n), (size_t)n + 1, format, again);
	b->n += (size_t)n;
	va_end(again);
}

void buffer_addf(struct buffer *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buffer_addv(b, format, args);
	va_end(args);
}

struct text buffer_text(const struct buffer *b)
{
	return (struct text){ b->at, b->n };
}
