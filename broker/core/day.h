/*
 * Civil days and local times: proleptic Gregorian days at a fixed offset from UTC (+08:00, no
 * daylight saving since 1991). Pure.
 */
#ifndef BROKER_CORE_DAY_H
#define BROKER_CORE_DAY_H

#include "broker/common/base/text.h"
#include "broker/core/span.h"

/* Days since 1970-01-01. */
struct day {
	int32_t number;
};

/* The days [from, till). */
struct days {
	struct day from;
	struct day till;
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

#define LOCAL_OFFSET_MS (8 * HOUR_MS)

MUST_USE enum err day_parse(struct text t, struct day *out); /* "YYYY-MM-DD", 1970..9999 */
void day_format(struct day d, char out[11]);
struct day day_of(int year, int month, int day); /* must be a real date */
void day_split(struct day d, int *year, int *month, int *day);
enum weekday day_weekday(struct day d);
struct day day_add(struct day d, int days);

/* The local day an instant falls on, and the instant of a local minute of a day (0..1440). */
struct day day_at(struct instant t);
struct instant day_minute(struct day d, int minute);

/* "09:30" to minutes after midnight; 24:00 is 1440. */
MUST_USE enum err minute_parse(struct text t, int *out);

#endif
