/*
 * Reception days: a weekly or monthly rule, moved when it falls on a holiday. Pure.
 */
#ifndef BROKER_CORE_ROTA_H
#define BROKER_CORE_ROTA_H

#include "broker/core/holidays.h"

enum rota_kind { ROTA_DAILY, ROTA_WEEKLY, ROTA_MONTHLY, ROTA_WORKDAYS };
enum rota_shift { SHIFT_NEXT_WORKDAY, SHIFT_PREV_WORKDAY, SHIFT_SKIP, SHIFT_KEEP };

struct rota {
	enum rota_kind kind;
	int which; /* weekday 0..6 of WEEKLY, day of month 1..31 of MONTHLY */
	enum rota_shift shift;
	int from_minute; /* local time */
	int till_minute;
	struct day anchor; /* first day of the rotation: person 0; days before it count backwards */
	int people;        /* length of the rotation; 0: nobody by name */
};

struct rota_day {
	struct day day;  /* the day it is held */
	struct day rule; /* the day the rule named */
	int person;      /* index into the rotation: a shifted day keeps its person */
};

/* "daily", "workdays", "weekly TU", "monthly 15": sets kind and which, leaves the rest. */
MUST_USE enum err rota_parse(struct text rule, struct rota *out);

/* The days of a rule held in `range`, in order; a shifted day that meets another day of the
 * rule goes to the next free workday. A day that is skipped does not push the order of persons. A
 * daily rule has no free workday to go to: its shifted days are skipped. Returns how many were
 * written, at most the `most` earliest. */
int rota_expand(const struct rota *r, const struct holidays *h, struct days range,
		struct rota_day *out, int most);

#endif
