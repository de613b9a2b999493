/* terminal.visit: what a terminal has to do now. */
#include "broker/common/talk/terminal_messages.h"
#include "broker/core/visit.h"
#include "broker/service/media/staging.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"

#define AROUND_MS (24 * HOUR_MS) /* a visit may be early, late or long */

static enum err terminal_visit(struct call *c, const void *in)
{
	struct terminal_visit_out *out = c->out;
	struct span around = { { c->now.ms - AROUND_MS }, { c->now.ms + AROUND_MS } };
	struct consent answers;
	struct room room;
	struct visit v;

	(void)in;
	TRY(scope_room(c, &room));
	out->room_name = room.name;
	enum err e = visit_find_room(c->db, room.id, around, &v);
	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(e);
	out->visit = v.id;
	out->state = text_of(visit_state_words[v.state]);
	out->from = v.slot.from;
	out->till = v.slot.till;
	TRY(staging_find_consent(c, v.id, &answers));
	out->recording = staging_is_recorded(&answers);
	return ERR_OK;
}

const struct message terminal_visit_message = {
	.name = "terminal.visit",
	.kind = MESSAGE_READ,
	.roles = ROLE_TERMINAL,
	OUT(terminal_visit),
	.run = terminal_visit,
	.errors = CAN(NOT_FOUND),
	.help = "The visit of the terminal's room: the live one, or who is here and "
		"waits.",
};
