/*
 * What people read: sentences of config/words in their language, with the holes filled in. Nobody
 * else makes a sentence. Pure; what is made is in the arena.
 */
#ifndef BROKER_WIRE_SAY_H
#define BROKER_WIRE_SAY_H

#include "broker/common/form/fields.h"
#include "broker/wire/words.h"

/* Of a refusal: the sentence of its reason, or else of the error; empty for ERR_OK. */
struct text say_fault(enum language language, enum err e, const struct fault *f, struct arena *a);

/* The arguments of a refusal (struct argument) with the words of times and names. */
struct list say_arguments(enum language language, const struct fault *f, struct arena *a);

/* Makes the texts of all sentences (FIELD_SAID) of a struct. */
void say_all(enum language language, const struct field *fields, void *in, struct arena *a);

#endif
