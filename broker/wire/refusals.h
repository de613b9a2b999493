/*
 * Which errors a message may answer. Those of the gate and of the store follow from its kind,
 * roles and members; its own are a column of it. An answer that is not among them is
 * logged as odd (wire.undeclared_error), which fails the tests that drive the broker. Read only.
 */
#ifndef BROKER_WIRE_REFUSALS_H
#define BROKER_WIRE_REFUSALS_H

#include "broker/common/base/err.h"
#include "broker/wire/messages.h"

bool refusals_has(const struct message *m, enum err e);

#endif
