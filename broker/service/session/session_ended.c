/* session.ended: sessions that are over, for those who hold connections of them. */
#include "broker/service/session/sessions.h"

#include "broker/service/message.h"
#include "broker/store/sign_in_rows.h"

#define MOST 200 /* in one look; the rest comes in the next */

static enum err session_ended(struct call *c, const void *in)
{
	const struct session_ended_in *m = in;
	struct session_ended_out *out = c->out;

	out->last = m->after;
	return session_gone_list(c->db, &out->last, MOST, c->arena, &out->sessions);
}

const struct message session_ended_message = {
	.name = "session.ended",
	.kind = MESSAGE_READ,
	.in_size = sizeof(struct session_ended_in),
	.out_size = sizeof(struct session_ended_out),
	.run = session_ended,
};
