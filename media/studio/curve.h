/*
 * A clock as another clock sees it: a smooth, rising curve through noisy points. Each stretch
 * follows a robust line (Theil-Sen) through the points around it, so that drift is followed and
 * outliers are not. Pure; in microseconds.
 */
#ifndef MEDIA_STUDIO_CURVE_H
#define MEDIA_STUDIO_CURVE_H

#include "broker/common/base/own.h"

#include <stdint.h>

struct curve_point {
	int64_t x; /* on the own clock */
	int64_t y; /* the other clock minus x */
};

struct curve;

/* The points in any order; they are sorted in place. NULL when there are none. */
struct curve *curve_new(struct curve_point *points, size_t n);
void curve_free(struct curve *c);
OWNABLE(curve)

/* The other clock at x. Never falls when x rises. */
int64_t curve_at(const struct curve *c, int64_t x);

#endif
