/* Days by counting: years begin in March, so the leap day is the last one. */
#include "broker/core/day.h"

#include <assert.h>
#include <string.h>

#define DAYS_OF_400_YEARS 146097
#define DAYS_BEFORE_1970  719468 /* from 0000-03-01 */

static int floor_div(int a, int b)
{
	return a / b - (a % b < 0);
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

static bool is_real(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= month_length(year, month);
}

struct day day_of(int year, int month, int day)
{
	assert(is_real(year, month, day));
	int march_year = year - (month <= 2);
	int era = floor_div(march_year, 400);
	int year_of_era = march_year - era * 400;
	int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return (struct day){ era * DAYS_OF_400_YEARS + day_of_era - DAYS_BEFORE_1970 };
}

void day_split(struct day d, int *year, int *month, int *day)
{
	int n = d.number + DAYS_BEFORE_1970;
	int era = floor_div(n, DAYS_OF_400_YEARS);
	int e = n - era * DAYS_OF_400_YEARS;
	int year_of_era = (e - e / 1460 + e / 36524 - e / 146096) / 365;
	int day_of_year = e - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int march_month = (5 * day_of_year + 2) / 153;

	*day = day_of_year - (153 * march_month + 2) / 5 + 1;
	*month = march_month < 10 ? march_month + 3 : march_month - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

static enum err parse_digits(struct text t, size_t from, size_t n, int *out)
{
	int v = 0;

	for (size_t i = from; i < from + n; i++) {
		if (t.at[i] < '0' || t.at[i] > '9')
			return ERR_BAD_INPUT;
		v = v * 10 + t.at[i] - '0';
	}
	*out = v;
	return ERR_OK;
}

static char *put(char *at, int64_t v, int width)
{
	for (int i = width - 1; i >= 0; i--, v /= 10)
		at[i] = (char)('0' + v % 10);
	return at + width;
}

enum err day_parse(struct text t, struct day *out)
{
	int year, month, day;

	if (t.n != 10 || t.at[4] != '-' || t.at[7] != '-')
		return ERR_BAD_INPUT;
	TRY(parse_digits(t, 0, 4, &year));
	TRY(parse_digits(t, 5, 2, &month));
	TRY(parse_digits(t, 8, 2, &day));
	if (year < 1970 || !is_real(year, month, day))
		return ERR_BAD_INPUT;
	*out = day_of(year, month, day);
	return ERR_OK;
}

void day_format(struct day d, char out[11])
{
	int year, month, day;

	day_split(d, &year, &month, &day);
	char *at = put(out, year < 0 ? 0 : year, 4);
	*at++ = '-';
	at = put(at, month, 2);
	*at++ = '-';
	at = put(at, day, 2);
	*at = '\0';
}

enum weekday day_weekday(struct day d)
{
	int since_monday = d.number + 3; /* 1970-01-01 was a Thursday */

	return (enum weekday)(since_monday - floor_div(since_monday, 7) * 7);
}

struct day day_add(struct day d, int days)
{
	return (struct day){ d.number + days };
}

static int64_t days_in(int64_t ms)
{
	return ms / DAY_MS - (ms % DAY_MS < 0);
}

struct day day_at(struct instant t)
{
	return (struct day){ (int32_t)days_in(t.ms + LOCAL_OFFSET_MS) };
}

struct instant day_minute(struct day d, int minute)
{
	return (struct instant){ d.number * DAY_MS + minute * MINUTE_MS - LOCAL_OFFSET_MS };
}

enum err minute_parse(struct text t, int *out)
{
	int hour, minute;

	if (t.n != 5 || t.at[2] != ':')
		return ERR_BAD_INPUT;
	TRY(parse_digits(t, 0, 2, &hour));
	TRY(parse_digits(t, 3, 2, &minute));
	if (hour > 24 || minute > 59 || (hour == 24 && minute))
		return ERR_BAD_INPUT;
	*out = hour * 60 + minute;
	return ERR_OK;
}
