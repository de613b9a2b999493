/* visit.mute: whoever receives silences a seat, or lets it speak again. The media server does it. */
#include "broker/service/visit/visits.h"

#include "broker/service/media/media.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"

/* Whose seat, and whether it speaks from now on: without both the entry proves nothing. */
static enum err tell_seat(struct call *c, const struct visit *v, const struct leg *leg, bool muted)
{
	const char *kind = "seat";
	struct list legs;

	TRY(leg_list(c->db, v->id, c->arena, &legs));
	for (size_t i = 0; i < legs.n; i++) {
		const struct leg *one = (const struct leg *)legs.items + i;

		if (id_equals(one->id, leg->id))
			kind = seat_kind_words[one->kind];
	}
	return tell_audit(c, "visit.mute",
			  arena_format(c->arena, "%s %s %s %s", v->id.text, kind, leg->seat.text,
				       muted ? "muted" : "unmuted"),
			  TEXT(""));
}

static enum err visit_mute(struct call *c, const void *in)
{
	const struct visit_mute_in *m = in;
	struct leg_mute_in *tell = ARENA_NEW(c->arena, struct leg_mute_in);
	struct visit v;
	struct leg leg;

	TRY(scope_visit_receiver(c, m->visit, "visit.mute", &v));
	if (v.state != VISIT_LIVE)
		return scope_wrong_state(c, &v);
	enum err e = leg_find(c->db, m->leg, c->arena, &leg);
	if (e == ERR_NOT_FOUND || (!e && !id_equals(leg.visit, v.id)))
		return call_refuse(c, ERR_NOT_FOUND, "leg", WHY_SEAT_NOT_IN_CALL, NULL);
	TRY(e);
	if (leg.muted == m->muted)
		return ERR_OK;
	TRY(leg_set_muted(c->db, leg.id, m->muted));
	*tell = (struct leg_mute_in){ v.id, leg.id, m->muted };
	call_tell(c, v.server, "leg.mute", tell);
	TRY(tell_visit(c, "visit.muted", &v));
	return tell_seat(c, &v, &leg, m->muted);
}

static const struct field visit_mute_in_fields[] = {
	F(visit_mute_in, visit, ID),
	F(visit_mute_in, leg, ID),
	F(visit_mute_in, muted, BOOL, .help = "true: nobody hears it, and it is not recorded"),
	{ 0 },
};

const struct message visit_mute_message = {
	.name = "visit.mute",
	.kind = MESSAGE_WRITE,
	.roles = ROLE_OFFICIAL | ROLE_DUTY,
	IN(visit_mute),
	.run = visit_mute,
	.errors = CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "Silences a seat for everybody and the recording, or lets it speak again. "
		"Audited.",
};
