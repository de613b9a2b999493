/* recording.read: may this session read this file now? */
#include "broker/service/recording/recordings.h"

#include "broker/service/message.h"
#include "broker/service/session/token.h"
#include "broker/store/access_rows.h"
#include "broker/store/part_rows.h"
#include "broker/store/people_rows.h"

static enum err recording_read(struct call *c, const void *in)
{
	const struct recording_read_in *m = in;
	struct recording_read_out *out = c->out;
	enum err e = session_caller(c->db, token_digest(m->session), c->now, &out->caller);

	if (e)
		return e == ERR_NOT_FOUND ? ERR_NOT_SIGNED_IN : e;
	struct access access = {
		.token = token_digest(m->access),
		.session = out->caller.session,
		.recording = m->recording,
		.expires = c->now,
	};
	if (!access_is_granted(c->db, &access))
		return call_refuse(c, ERR_FORBIDDEN, "access", WHY_ACCESS_ENDED, NULL);
	if (!part_has_file(c->db, m->recording, m->part, m->file))
		return call_refuse(c, ERR_NOT_FOUND, "file", WHY_FILE_UNKNOWN, NULL);
	return ERR_OK;
}

const struct message recording_read_message = {
	.name = "recording.read",
	.kind = MESSAGE_READ,
	.in_size = sizeof(struct recording_read_in),
	.out_size = sizeof(struct recording_read_out),
	.run = recording_read,
};
