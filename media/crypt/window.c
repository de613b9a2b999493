/* A ring of bits behind the newest number. */
#include "media/crypt/window.h"

#include <string.h>

static uint64_t bit_of(uint64_t number)
{
	return UINT64_C(1) << number % 64;
}

static uint64_t *word_of(struct window *w, uint64_t number)
{
	return &w->bits[number % WINDOW_BITS / 64];
}

bool window_may_come(const struct window *w, uint64_t number)
{
	if (!w->any || number > w->newest)
		return true;
	return w->newest - number < WINDOW_BITS &&
	       !(w->bits[number % WINDOW_BITS / 64] & bit_of(number));
}

/* The numbers that were skipped have not come. */
static void move_on(struct window *w, uint64_t number)
{
	if (!w->any || number - w->newest >= WINDOW_BITS)
		memset(w->bits, 0, sizeof w->bits);
	else
		for (uint64_t i = w->newest + 1; i < number; i++)
			*word_of(w, i) &= ~bit_of(i);
	w->any = true;
	w->newest = number;
}

void window_note(struct window *w, uint64_t number)
{
	if (!w->any || number > w->newest)
		move_on(w, number);
	*word_of(w, number) |= bit_of(number);
}
