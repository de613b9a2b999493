/* recording.deliver: the archive takes a part in; after that the media server may forget it. No row
 * speaks of the part before the archive has judged it. */
#include "broker/service/recording/recordings.h"

#include "broker/service/media/sender.h"
#include "broker/service/message.h"
#include "broker/store/part_rows.h"

enum err recording_refuse(struct call *c, struct id recording, enum err e, enum why why)
{
	c->refusal.act = "recording.deliver";
	c->refusal.object = arena_format(c->arena, "%s", recording.text);
	return call_refuse(c, e, NULL, why, NULL);
}

/* A visit whose recording was refused has none, so nothing of it can be filed. */
static enum err load(struct call *c, const struct recording_deliver_in *m, struct recording *out)
{
	enum err e = recording_load(c->db, m->recording, out);

	if (e == ERR_NOT_FOUND)
		return recording_refuse(c, m->recording, e, WHY_RECORDING_NOT_REGISTERED);
	TRY(e);
	if (id_equals(out->visit, m->visit))
		return ERR_OK;
	return recording_refuse(c, m->recording, ERR_BAD_INPUT, WHY_PART_OF_ANOTHER_VISIT);
}

/* A server from which the visit has moved brings its own earlier parts. */
static enum err load_sender(struct call *c, const struct recording *r, struct media_server *out)
{
	enum err e = sender_load(c, r->visit, out);

	if (e == ERR_FORBIDDEN) {
		c->refusal.act = "recording.deliver";
		c->refusal.object = arena_format(c->arena, "%s", r->id.text);
	}
	return e;
}

static enum err recording_deliver(struct call *c, const void *in)
{
	const struct recording_deliver_in *m = in;
	struct archive_ask *ask = ARENA_NEW(c->arena, struct archive_ask);
	struct media_server server;
	struct recording r;

	TRY(load(c, m, &r));
	TRY(load_sender(c, &r, &server));
	struct id begun = part_server(c->db, r.id, m->part);
	*ask = (struct archive_ask){
		.recording = r.id,
		.visit = r.visit,
		.part = m->part,
		.video = r.video,
		.audio = r.audio,
		.folder = m->folder,
		.signer = sender_certified(c, server.name),
		/* It stays what it is to the server that began it. */
		.aside = id_is_set(begun) && !id_equals(begun, server.id),
		.filed = part_is_filed(c->db, r.id, m->part),
		.unclaimed = !id_is_set(begun),
	};
	c->then = (struct then){
		.kind = THEN_ARCHIVE,
		.ask.in = ask,
		.finish = "recording.filed",
	};
	return ERR_OK;
}

const struct message recording_deliver_message = {
	.name = "recording.deliver",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_MEDIA,
	IN(recording_deliver),
	.run = recording_deliver,
	.errors = CAN(BROKEN_SEAL) | CAN(CRYPTO) | CAN(DISK) | CAN(DUPLICATE) | CAN(NOT_FOUND) |
		  CAN(TRUNCATED),
	.help = "A sealed part is ready; answered when the archive has it and has read it "
		"back.",
};
