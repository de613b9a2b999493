/* recording.started: a media server began a part. */
#include "broker/service/recordings.h"

#include "broker/service/tell.h"
#include "broker/store/part_rows.h"

enum err recording_started(struct call *c, const void *in)
{
	const struct recording_started_in *m = in;
	struct recording r;
	struct visit v;

	TRY(recording_load(c->db, m->recording, &r));
	if (!id_equals(r.visit, m->visit))
		return ERR_BAD_INPUT;
	TRY(visit_find(c->db, r.visit, c->arena, &v));
	TRY(part_add(c->db, &(struct part){
		.recording = r.id,
		.part = m->part,
		.state = RECORDING_ON,
		.server = v.server,
		.from_ms = c->now.ms - r.zero.ms,
	}));
	return tell_visit(c, "recording.started", &v);
}
