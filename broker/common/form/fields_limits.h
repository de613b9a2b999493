/*
 * The limits of a member where its table does not say. For the files behind fields.h only.
 */
#ifndef BROKER_COMMON_FORM_FIELDS_LIMITS_H
#define BROKER_COMMON_FORM_FIELDS_LIMITS_H

#include "broker/common/form/fields.h"

#define FIELD_INT_MAX     ((INT64_C(1) << 53) - 1) /* exact in every JSON reader */
#define FIELD_INSTANT_MAX INT64_C(253402300799999) /* the end of the year 9999 */
#define FIELD_ITEM_MAX    1000                     /* code points of a text in a list */

int64_t field_max(const struct field *f);

#endif
