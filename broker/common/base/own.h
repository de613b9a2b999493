/*
 * One owner for each long-living thing. OWN(roster) r = ... is freed on every return;
 * roster_give(&r) hands it on. OWNABLE(roster) makes roster_drop and roster_give from roster_free.
 */
#ifndef BROKER_COMMON_BASE_OWN_H
#define BROKER_COMMON_BASE_OWN_H

#include <stddef.h>

#define OWNABLE(type)                                                                              \
	static inline void type##_drop(struct type **p)                                            \
	{                                                                                          \
		type##_free(*p);                                                                   \
	}                                                                                          \
	static inline __attribute__((unused)) struct type *type##_give(struct type **p)            \
	{                                                                                          \
		struct type *given = *p;                                                           \
		*p = NULL;                                                                         \
		return given;                                                                      \
	}

#define OWN(type) __attribute__((cleanup(type##_drop))) struct type *

#endif
