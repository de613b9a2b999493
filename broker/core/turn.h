/*
 * Passwords for TURN servers that end by themselves, as coturn's use-auth-secret checks them: the
 * REST way on top of the long-term credential of RFC 8489 s9.2. Pure.
 */
#ifndef BROKER_CORE_TURN_H
#define BROKER_CORE_TURN_H

#include "broker/common/base/clock.h"
#include "broker/common/base/ids.h"

#define TURN_USERNAME 64
#define TURN_PASSWORD 32

struct turn_pass {
	char username[TURN_USERNAME]; /* second of its end, colon, the visit: nobody's name */
	char password[TURN_PASSWORD]; /* base64 of HMAC-SHA-1(secret, username) */
};

struct turn_pass turn_pass_new(struct bytes secret, struct instant till, struct id visit);

/* The password of any username. */
void turn_format_password(struct bytes secret, struct text username, char out[TURN_PASSWORD]);

#endif
