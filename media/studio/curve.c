/* Fits a rising curve through noisy clock points: a robust line around each knot. */
#include "media/studio/curve.h"

#include <stdlib.h>

#define KNOT_US    INT64_C(20000000)
#define REACH_US   INT64_C(60000000) /* to each side of a knot */
#define SPAN_US    INT64_C(5000000)  /* a shorter stretch tells nothing about drift */
#define SLOPE_MAX  0.002             /* 2,000 ppm: worse is noise, not drift */
#define POINTS_MAX 120               /* to fit one line */

struct knot {
	double x;
	double y;
	double slope;
};

struct curve {
	struct knot *knots;
	size_t n;
};

struct line {
	double x; /* its middle */
	double y;
	double slope;
};

static int by_x(const void *a, const void *b)
{
	const struct curve_point *p = a, *q = b;

	return (p->x > q->x) - (p->x < q->x);
}

static int by_value(const void *a, const void *b)
{
	const double *p = a, *q = b;

	return (*p > *q) - (*p < *q);
}

static double median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static double fit_slope(const struct curve_point *p, size_t n, double *room)
{
	size_t k = 0;

	if (p[n - 1].x - p[0].x < SPAN_US)
		return 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			double dx = (double)(p[j].x - p[i].x);
			if (dx >= (double)SPAN_US / 5)
				room[k++] = (double)(p[j].y - p[i].y) / dx;
		}
	}
	double s = k ? median(room, k) : 0;
	return s > SLOPE_MAX ? SLOPE_MAX : s < -SLOPE_MAX ? -SLOPE_MAX : s;
}

/* The line through at most POINTS_MAX of the points, evenly picked. */
static struct line fit(const struct curve_point *p, size_t n, double *room)
{
	struct curve_point picked[POINTS_MAX] = { 0 };
	size_t m = n < POINTS_MAX ? n : POINTS_MAX;

	for (size_t i = 0; i < m; i++)
		picked[i] = p[i * n / m];
	struct line l = { .x = (double)(picked[0].x / 2 + picked[m - 1].x / 2) };
	l.slope = fit_slope(picked, m, room);
	for (size_t i = 0; i < m; i++)
		room[i] = (double)picked[i].y - l.slope * ((double)picked[i].x - l.x);
	l.y = median(room, m);
	return l;
}

/* The points within reach of x; at least five where there are that many. */
static size_t near(const struct curve_point *p, size_t n, int64_t x, size_t *from)
{
	size_t a = 0, b = n;

	while (b - a > 5 && p[a].x < x - REACH_US)
		a++;
	while (b - a > 5 && p[b - 1].x > x + REACH_US)
		b--;
	*from = a;
	return b - a;
}

struct curve *curve_new(struct curve_point *points, size_t n)
{
	if (n == 0)
		return NULL;
	qsort(points, n, sizeof(*points), by_x);
	size_t knots = (size_t)((points[n - 1].x - points[0].x) / KNOT_US) + 1;
	struct curve *c = calloc(1, sizeof(*c));
	double *room = malloc(sizeof(*room) * POINTS_MAX * POINTS_MAX);
	if (c)
		c->knots = malloc(knots * sizeof(*c->knots));
	if (!c || !c->knots || !room)
		abort();

	for (size_t i = 0; i < knots; i++) {
		int64_t x = points[0].x + (int64_t)i * KNOT_US;
		size_t from;
		size_t count = near(points, n, x, &from);
		struct line l = fit(points + from, count, room);
		struct knot k = { (double)x, l.y + l.slope * ((double)x - l.x), l.slope };
		if (i > 0 && k.y < c->knots[i - 1].y - (double)KNOT_US)
			k.y = c->knots[i - 1].y - (double)KNOT_US;
		c->knots[c->n++] = k;
	}
	free(room);
	return c;
}

void curve_free(struct curve *c)
{
	if (!c)
		return;
	free(c->knots);
	free(c);
}

int64_t curve_at(const struct curve *c, int64_t x)
{
	const struct knot *first = &c->knots[0], *last = &c->knots[c->n - 1];
	double at = (double)x;

	if (at <= first->x)
		return x + (int64_t)(first->y + first->slope * (at - first->x));
	if (at >= last->x)
		return x + (int64_t)(last->y + last->slope * (at - last->x));
	const struct knot *k = &c->knots[(size_t)((at - first->x) / (double)KNOT_US)];
	if (k == last)
		k--;
	double share = (at - k->x) / (double)KNOT_US;
	return x + (int64_t)(k->y + (k[1].y - k->y) * share);
}
