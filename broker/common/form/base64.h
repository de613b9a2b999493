/*
 * Bytes as text (RFC 4648 s4, with padding). Pure.
 */
#ifndef BROKER_COMMON_FORM_BASE64_H
#define BROKER_COMMON_FORM_BASE64_H

#include "broker/common/base/arena.h"
#include "broker/common/base/err.h"

/* Digits of n bytes. */
#define BASE64_LENGTH(n) (((n) + 2) / 3 * 4)

/* The digits of the bytes; terminated: room for BASE64_LENGTH(b.n) + 1. */
void base64_format(struct bytes b, char *out);

/* The bytes, in the arena. ERR_BAD_INPUT: a character that is no digit, or padding that does not
 * fit. */
MUST_USE enum err base64_parse(struct text t, struct arena *a, struct bytes *out);

#endif
