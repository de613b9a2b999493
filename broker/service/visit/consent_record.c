/* consent.record: the resident's three answers, kept with the version of the notice. */
#include "broker/service/visit/visits.h"

#include "broker/service/media/staging.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/consent_rows.h"

/* In a running visit a consent can only be withdrawn: what was not recorded from the start has
 * no beginning. */
static enum err check_withdrawal(struct call *c, const struct visit *v,
				 const struct consent *answers)
{
	struct consent before;

	TRY(staging_find_consent(c, v->id, &before));
	if ((answers->video && !before.video) || (answers->audio && !before.audio))
		return call_refuse(c, ERR_WRONG_STATE, NULL, WHY_ONLY_WITHDRAWAL, NULL);
	return ERR_OK;
}

static enum err check_state(struct call *c, struct visit *v, const struct consent *answers)
{
	if (v->state == VISIT_CHECKED_IN)
		return scope_become(c, v, VISIT_CONSENTED);
	if (v->state == VISIT_LIVE)
		return check_withdrawal(c, v, answers);
	return v->state == VISIT_CONSENTED ? ERR_OK : scope_wrong_state(c, v);
}

static enum err consent_record(struct call *c, const void *in)
{
	const struct consent_record_in *m = in;
	struct consent_record_out *out = c->out;
	struct consent_row row = {
		.visit = m->visit,
		.answers = { m->video, m->audio, m->share },
		.version = m->version,
		.at = c->now,
		.staff = c->who->staff,
	};
	struct visit v;

	TRY(scope_visit_desk(c, m->visit, "consent.record", &v));
	if (!text_equals(m->version, c->rules->notice_version))
		return call_refuse(c, ERR_BAD_INPUT, "version", WHY_NOTICE_CHANGED, NULL);
	TRY(check_state(c, &v, &row.answers));
	TRY(consent_add(c->db, &row));
	if (v.state == VISIT_LIVE)
		TRY(staging_remind(c, &v));
	TRY(tell_change(c, "consent.record", "consent.recorded", &v));
	out->recorded = true;
	return ERR_OK;
}

static const struct field consent_record_in_fields[] = {
	F(consent_record_in, visit, ID),
	F(consent_record_in, video, BOOL),
	F(consent_record_in, audio, BOOL),
	F(consent_record_in, share, BOOL, .help = "other units may hear"),
	F(consent_record_in, version, TEXT, .max = 40),
	{ 0 },
};

static const struct field consent_record_out_fields[] = {
	F(consent_record_out, recorded, BOOL),
	{ 0 },
};

const struct message consent_record_message = {
	.name = "consent.record",
	.kind = MESSAGE_WRITE,
	.roles = DESK,
	IN(consent_record),
	OUT(consent_record),
	.run = consent_record,
	.errors = CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "Keeps the resident's three answers with the version of the notice that "
		"was heard.",
	.again = true,
};
