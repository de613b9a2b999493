/*
 * Public holidays with make-up workdays (domain.md 4.10). Built once from the rules files, then
 * read only. A year without data has weekends only and is provisional.
 */
#ifndef BROKER_CORE_HOLIDAYS_H
#define BROKER_CORE_HOLIDAYS_H

#include "broker/common/base/own.h"
#include "broker/core/day.h"

struct holidays;

struct holidays *holidays_new(void); /* heap: pair with holidays_free */
void holidays_free(struct holidays *h);
OWNABLE(holidays)

/* Reads lines "off 2026-01-01" or "work 2026-01-04"; # comments. *line is the one at fault. */
MUST_USE enum err holidays_parse(struct text file, struct holidays *h, int *line);

bool holidays_is_workday(const struct holidays *h, struct day d);
bool holidays_is_provisional(const struct holidays *h, struct day d);

/* The nth working day after d (n > 0) or before it (n < 0). */
struct day holidays_add_workdays(const struct holidays *h, struct day d, int n);

#endif
