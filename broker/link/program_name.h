/*
 * The name of a program, as its certificate says it: "media:<name>", "kiosk:<node>-<room>". Pure.
 */
#ifndef BROKER_LINK_PROGRAM_NAME_H
#define BROKER_LINK_PROGRAM_NAME_H

#include "broker/wire/inner.h"

/* Sets roles, node and room. ERR_BAD_INPUT: no program of ours has such a name. */
MUST_USE enum err program_name_parse(struct text name, struct caller *out);

#endif
