/* The table of acts, sorted. */
#include "broker/service/acts.h"

#include <stddef.h>
#include <string.h>

const char *const act_words[] = {
	"closing.get",       "closing.save",        "consent.record",   "ice.list",
	"matter.create",     "matter.get",          "matter.open",      "matter.register",
	"media.drain",       "minutes.get",         "minutes.save",     "recording.conflict",
	"recording.deliver", "recording.filed",     "recording.get",    "recording.missing",
	"recording.read",    "recording.started",   "recording.verify", "session.enter",
	"session.leave",     "slot.find",           "target.list",      "tree.import",
	"visit.admit",       "visit.backfill",      "visit.book",       "visit.camera",
	"visit.cancel",      "visit.check_in",      "visit.close",      "visit.get",
	"visit.join",        "visit.leave",         "visit.move",       "visit.mute",
	"visit.sweep",       "visit.undo_check_in", ACT_OTHER,          NULL,
};

bool act_is_known(const char *act)
{
	for (size_t i = 0; act_words[i]; i++)
		if (strcmp(act_words[i], act) == 0)
			return true;
	return false;
}
