/* The errors of each message beside those that every message of its kind has. */
#include "broker/wire/refusals.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CAN(e) (UINT64_C(1) << ERR_##e)

_Static_assert(ERR_COUNT <= 64, "a set of errors is 64 bits");

struct line {
	const char *name;
	uint64_t can;
};

static const struct line lines[] = { /* sorted; a test checks that each message has one */
	{ "audit.find", 0 },
	{ "audit.verify", CAN(DISK) },
	{ "booking.discard", 0 },
	{ "booking.get", CAN(CRYPTO) },
	{ "booking.save", CAN(CRYPTO) },
	{ "closing.get", CAN(NOT_FOUND) },
	{ "closing.save", CAN(NOT_FOUND) | CAN(WRONG_STATE) },
	{ "consent.record", CAN(NOT_FOUND) | CAN(WRONG_STATE) },
	{ "event.since", 0 },
	{ "ice.list", CAN(NOT_FOUND) | CAN(WRONG_STATE) },
	{ "matter.find", CAN(CRYPTO) },
	{ "matter.get", CAN(CRYPTO) | CAN(NOT_FOUND) },
	{ "matter.open", CAN(CRYPTO) | CAN(NOT_FOUND) },
	{ "media.drain", CAN(NOT_FOUND) },
	{ "media.list", 0 },
	{ "media.register", CAN(DUPLICATE) | CAN(NOT_FOUND) },
	{ "media.report", 0 },
	{ "minutes.get", CAN(NOT_FOUND) },
	{ "minutes.save", CAN(NOT_FOUND) | CAN(WRONG_STATE) },
	{ "notice.get", 0 },
	{ "quality.find", CAN(NOT_FOUND) },
	{ "query.get", CAN(NOT_FOUND) },
	{ "recording.deliver", CAN(BROKEN_SEAL) | CAN(CRYPTO) | CAN(DISK) | CAN(DUPLICATE) |
	  CAN(NOT_FOUND) | CAN(TRUNCATED) },
	{ "recording.find", 0 },
	{ "recording.get", CAN(NOT_FOUND) },
	{ "recording.started", CAN(DUPLICATE) | CAN(NOT_FOUND) },
	{ "recording.verify", CAN(BROKEN_SEAL) | CAN(CRYPTO) | CAN(DISK) | CAN(NOT_FOUND) |
	  CAN(TRUNCATED) | CAN(WRONG_STATE) },
	{ "rpc.discover", 0 },
	{ "session.get", 0 },
	{ "slot.find", CAN(NOT_FOUND) | CAN(TOO_EARLY) | CAN(TOO_LATE) },
	{ "target.list", CAN(NOT_FOUND) },
	{ "terminal.visit", CAN(NOT_FOUND) },
	{ "tree.get", 0 },
	{ "tree.import", CAN(DUPLICATE) | CAN(NOT_FOUND) | CAN(WRONG_STATE) },
	{ "visit.admit", CAN(NOT_FOUND) | CAN(NO_MEDIA_SERVER) | CAN(WRONG_STATE) },
	{ "visit.backfill", CAN(MEDIA_REFUSED) | CAN(NOT_FOUND) | CAN(NO_MEDIA_SERVER) |
	  CAN(STALE_EPOCH) | CAN(TIMED_OUT) | CAN(TOO_LATE) | CAN(WRONG_STATE) },
	{ "visit.book", CAN(CRYPTO) | CAN(DUPLICATE) | CAN(NOT_ALLOWED_TARGET) |
	  CAN(NOT_FOUND) | CAN(SLOT_TAKEN) | CAN(TOO_EARLY) | CAN(TOO_LATE) },
	{ "visit.camera", CAN(NOT_FOUND) | CAN(STALE_EPOCH) },
	{ "visit.cancel", CAN(NOT_FOUND) | CAN(TOO_LATE) | CAN(WRONG_STATE) },
	{ "visit.check_in", CAN(NOT_FOUND) | CAN(TOO_EARLY) | CAN(TOO_LATE) | CAN(WRONG_STATE) },
	{ "visit.close", CAN(NOT_FOUND) | CAN(WRONG_STATE) },
	{ "visit.get", CAN(CRYPTO) | CAN(NOT_FOUND) },
	{ "visit.join", CAN(MEDIA_REFUSED) | CAN(NOT_FOUND) | CAN(NO_MEDIA_SERVER) |
	  CAN(SLOT_TAKEN) | CAN(STALE_EPOCH) | CAN(TIMED_OUT) | CAN(TOO_EARLY) | CAN(TOO_LATE) |
	  CAN(WRONG_STATE) },
	{ "visit.leave", CAN(NOT_FOUND) | CAN(STALE_EPOCH) },
	{ "visit.list", CAN(CRYPTO) },
	{ "visit.move", CAN(NOT_FOUND) | CAN(SLOT_TAKEN) | CAN(TOO_EARLY) | CAN(TOO_LATE) |
	  CAN(WRONG_STATE) },
	{ "visit.mute", CAN(NOT_FOUND) | CAN(WRONG_STATE) },
	{ "visit.undo_check_in", CAN(NOT_FOUND) | CAN(WRONG_STATE) },
};

static int compare(const void *name, const void *at)
{
	return strcmp(name, ((const struct line *)at)->name);
}

static const struct line *find(const struct message *m)
{
	return bsearch(m->name, lines, sizeof(lines) / sizeof(lines[0]), sizeof(lines[0]), compare);
}

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
	const struct line *own = find(m);

	assert(own);
	return (shared(m) | own->can) & UINT64_C(1) << e;
}
