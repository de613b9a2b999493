/* The errors of each message beside those that every message of its kind has. */
#include "broker/wire/refusals.h"

/* What the gate, the queue and the store may say. */
static uint64_t shared(const struct message *m)
{
	uint64_t can = CAN(BAD_INPUT) | CAN(FORBIDDEN) | CAN(TOO_LARGE) | CAN(TOO_MANY) |
		       CAN(BUSY) | CAN(STOPPING) | CAN(STORE);

	if (!(m->roles & ROLE_PUBLIC))
		can |= CAN(NOT_SIGNED_IN);
	if (m->kind == MESSAGE_WRITE)
		can |= CAN(DISK_FULL);
	return can;
}

bool refusals_has(const struct message *m, enum err e)
{
	return (shared(m) | m->errors) & UINT64_C(1) << e;
}
