/*
 * The 12-digit administrative code (domain.md 4.1): PP CC DD TTT VVV. Pure.
 */
#ifndef BROKER_CORE_CODE12_H
#define BROKER_CORE_CODE12_H

#include "broker/common/base/text.h"

struct code12 {
	char digits[13]; /* terminated */
};

/* Exactly 12 digits. */
MUST_USE enum err code12_parse(struct text t, struct code12 *out);
bool code12_equals(struct code12 a, struct code12 b);

#endif
