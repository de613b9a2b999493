/*
 * From where somebody signs in, and whether anything may be tried from there now.
 */
#ifndef BROKER_SERVICE_SESSION_SIGN_IN_H
#define BROKER_SERVICE_SESSION_SIGN_IN_H

#include "broker/service/call.h"
#include "broker/store/sign_in_rows.h"

/* Of this call; `device` is the browser's cookie, empty or unknown to this staff: the address. */
struct sign_in_place sign_in_place_of(struct call *c, struct id staff, struct text device);

/* *wait: ERR_OK; ERR_LOCKED; ERR_TOO_MANY on a known device. */
MUST_USE enum err sign_in_may_try(struct call *c, const struct sign_in_place *p, enum err *wait);

#endif
