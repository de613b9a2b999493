/* recording.started: a media server began a part. */
#include "broker/service/recording/recordings.h"

#include "broker/service/media/sender.h"
#include "broker/service/message.h"
#include "broker/service/tell.h"
#include "broker/store/part_rows.h"

static enum err recording_started(struct call *c, const void *in)
{
	const struct recording_started_in *m = in;
	struct media_server server;
	struct recording r;
	struct visit v;
	struct id begun;

	TRY(recording_load(c->db, m->recording, &r));
	if (!id_equals(r.visit, m->visit))
		return ERR_BAD_INPUT;
	TRY(sender_load(c, r.visit, &server));
	begun = part_server(c->db, r.id, m->part);
	if (id_is_set(begun) && !id_equals(begun, server.id))
		return call_refuse(c, ERR_DUPLICATE, "part", WHY_PART_NUMBER_TAKEN, NULL);
	TRY(visit_find(c->db, r.visit, c->arena, &v));
	TRY(part_add(c->db, &(struct part){
				    .recording = r.id,
				    .part = m->part,
				    .state = RECORDING_ON,
				    .server = server.id,
				    .from_ms = c->now.ms - r.zero.ms,
				    .since = c->now,
			    }));
	return tell_visit(c, "recording.started", &v);
}

const struct message recording_started_message = {
	.name = "recording.started",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_MEDIA,
	IN(recording_started),
	.run = recording_started,
	.errors = CAN(DUPLICATE) | CAN(NOT_FOUND),
	.help = "The journal of a part has begun.",
};
