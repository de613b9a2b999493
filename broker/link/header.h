/*
 * What stands in the heads of HTTP requests: cookies, origins, ranges, paths. Pure.
 */
#ifndef BROKER_LINK_HEADER_H
#define BROKER_LINK_HEADER_H

#include "broker/common/base/text.h"

/* The value of a cookie; empty: none. */
struct text cookie_find(struct text header, const char *name);

/* Is the origin http://HOST or https://HOST? No origin is no. */
bool origin_is_host(struct text origin, struct text host);

/* Is the word in a comma-separated list? */
bool list_has(struct text list, const char *word);

/* The address that the nearest proxy says it speaks for: the last of its X-Forwarded-For. False: it
 * says none that is one. Without zone or port. */
bool forwarded_for(struct text header, char out[46]);

enum range_kind {
	RANGE_ALL,  /* none asked, or one that is not to be understood (RFC 9110 s14.2) */
	RANGE_PART, /* 206 */
	RANGE_NONE  /* 416 */
};

struct range {
	int64_t from; /* first byte */
	int64_t till; /* first byte behind it */
};

/* RFC 9110 s14.1.2, one range of bytes; *out is the whole file for RANGE_ALL. */
enum range_kind range_parse(struct text header, int64_t size, struct range *out);

/* Absolute, no empty, hidden or upward piece, no backslash, printable ASCII. "/" is safe. */
bool path_is_safe(struct text path);

#endif
