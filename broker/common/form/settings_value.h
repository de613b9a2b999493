/*
 * One value of a settings file: its text as a number and back. For the files behind settings.h
 * only.
 */
#ifndef BROKER_COMMON_FORM_SETTINGS_VALUE_H
#define BROKER_COMMON_FORM_SETTINGS_VALUE_H

#include "broker/common/form/settings.h"

/* The number of an INT, TIME or SIZE; 0 or 1 of a BOOL. */
MUST_USE enum err settings_value_parse(enum setting_kind kind, struct text t, int64_t *out);
void settings_value_format(enum setting_kind kind, int64_t v, struct buffer *out);

#endif
