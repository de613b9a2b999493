/* visit.camera: whoever sits at a leg has turned the camera off, or on again. The media server notes
 * it in the recording and tells the others. */
#include "broker/service/visit/visits.h"

#include "broker/service/media/media.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/store/leg_rows.h"

static enum err visit_camera(struct call *c, const void *in)
{
	const struct visit_camera_in *m = in;
	struct leg_camera_in *tell = ARENA_NEW(c->arena, struct leg_camera_in);
	struct visit v;
	struct leg leg;

	TRY(scope_visit(c, m->visit, "visit.camera", &v));
	TRY(scope_own_leg(c, &v, m->leg, m->epoch, &leg));
	if (!leg.open)
		return ERR_OK;
	*tell = (struct leg_camera_in){ v.id, leg.id, leg.epoch, m->off };
	call_tell(c, v.server, "leg.camera", tell);
	return ERR_OK;
}

static const struct field visit_camera_in_fields[] = {
	F(visit_camera_in, visit, ID),
	F(visit_camera_in, leg, ID),
	F(visit_camera_in, epoch, INT, .min = 1, .max = 1000000),
	F(visit_camera_in, off, BOOL, .help = "true: the caller has turned the camera off"),
	{ 0 },
};

const struct message visit_camera_message = {
	.name = "visit.camera",
	.kind = MESSAGE_WRITE,
	.roles = VISIT_PEOPLE,
	IN(visit_camera),
	.run = visit_camera,
	.errors = CAN(NOT_FOUND) | CAN(STALE_EPOCH),
	.help = "Says that the caller turned the camera off or on: an empty picture is "
		"then no loss.",
};
