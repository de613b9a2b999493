/*
 * What a person reads when nobody said anything better about a failure. Pure.
 */
#ifndef BROKER_WIRE_SAY_H
#define BROKER_WIRE_SAY_H

#include "broker/common/base/text.h"

/* The sentence that goes with an error; empty for ERR_OK. */
struct text err_say(enum err e);

#endif
