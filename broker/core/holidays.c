/* Days off and make-up workdays, sorted by date. */
#include "broker/core/holidays.h"

#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 10000

struct entry {
	struct day day;
	bool off;
};

struct holidays {
	struct entry *entries;
	size_t n;
	size_t room;
};

struct holidays *holidays_new(void)
{
	struct holidays *h = calloc(1, sizeof(*h));

	if (!h)
		abort();
	return h;
}

void holidays_free(struct holidays *h)
{
	if (!h)
		return;
	free(h->entries);
	free(h);
}

/* Index of the first entry that is not before d. */
static size_t place_of(const struct holidays *h, struct day d)
{
	size_t low = 0, high = h->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (h->entries[middle].day.number < d.number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct entry *find(const struct holidays *h, struct day d)
{
	size_t i = place_of(h, d);

	return i < h->n && h->entries[i].day.number == d.number ? &h->entries[i] : NULL;
}

/* Two sources that agree are welcome, two that do not are refused. */
static enum err add(struct holidays *h, struct entry e)
{
	const struct entry *known = find(h, e.day);

	if (known)
		return known->off == e.off ? ERR_OK : ERR_DUPLICATE;
	if (h->n == ENTRIES_MAX)
		return ERR_TOO_LARGE;
	if (h->n == h->room) {
		h->room = h->room ? 2 * h->room : 64;
		h->entries = realloc(h->entries, h->room * sizeof(*h->entries));
		if (!h->entries)
			abort();
	}
	size_t i = place_of(h, e.day);
	memmove(&h->entries[i + 1], &h->entries[i], (h->n - i) * sizeof(*h->entries));
	h->entries[i] = e;
	h->n++;
	return ERR_OK;
}

static enum err parse_line(struct text line, struct holidays *h)
{
	struct text rest = text_trim(text_next(&line, '#'));
	struct entry e;

	if (rest.n == 0)
		return ERR_OK;
	struct text word = text_next(&rest, ' ');
	if (!text_is(word, "off") && !text_is(word, "work"))
		return ERR_BAD_INPUT;
	e.off = text_is(word, "off");
	TRY(day_parse(text_trim(rest), &e.day));
	return add(h, e);
}

enum err holidays_parse(struct text file, struct holidays *h, int *line)
{
	for (int n = 1; file.n; n++) {
		enum err e = parse_line(text_next(&file, '\n'), h);
		if (e) {
			*line = n;
			return e;
		}
	}
	return ERR_OK;
}

bool holidays_is_workday(const struct holidays *h, struct day d)
{
	const struct entry *e = find(h, d);

	if (e)
		return !e->off;
	return day_weekday(d) < SATURDAY;
}

bool holidays_is_provisional(const struct holidays *h, struct day d)
{
	int year, month, day;

	day_split(d, &year, &month, &day);
	size_t i = place_of(h, day_of(year, 1, 1));
	return i == h->n || h->entries[i].day.number > day_of(year, 12, 31).number;
}

struct day holidays_add_workdays(const struct holidays *h, struct day d, int n)
{
	int step = n < 0 ? -1 : 1;

	while (n) {
		d = day_add(d, step);
		if (holidays_is_workday(h, d))
			n -= step;
	}
	return d;
}
