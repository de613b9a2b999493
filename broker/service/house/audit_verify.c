/* audit.verify, audit.sign, audit.keep: the chain is walked in slices, its head signed each day, and
 * the signed heads are kept outside of the database. */
#include "broker/service/house/records.h"

#include "broker/common/base/log.h"
#include "broker/service/message.h"
#include "broker/store/audit_check.h"
#include "broker/store/study.h"

#define SLICE 2000 /* entries: about 5 ms */

#define AS_KEY(name, word) [AUDIT_##name] = "audit_fault." word,
static const char *const keys[AUDIT_FAULT_COUNT] = { AUDIT_FAULTS(AS_KEY) };

static enum err start(struct call *c, struct audit_check *out)
{
	struct audit_trust trust = { .key = c->rules->audit.key, .now = c->now };

	/* The file first: what it names is in the chain by then. */
	if (trust.key)
		TRY(audit_file_load(c->rules->audit.file, c->arena, &trust.file));
	TRY(study_begin(c->db));
	enum err e = audit_check_start(c->db, &trust, out);
	study_end(c->db);
	return e;
}

static enum err next(struct call *c, struct audit_check *check)
{
	TRY(study_begin(c->db));
	enum err e = audit_check_next(c->db, check, SLICE);
	study_end(c->db);
	return e;
}

static enum err audit_verify(struct call *c, const void *in)
{
	struct audit_verify_out *out = c->out;
	struct audit_check check;

	(void)in;
	TRY(start(c, &check));
	while (!check.done) {
		if (!study_goes_on(c->study, check.entries, check.of))
			return ERR_STOPPING;
		TRY(next(c, &check));
	}
	*out = (struct audit_verify_out){
		.ok = !check.fault,
		.entries = check.entries,
		.first_bad = check.first_bad,
		.why = check.fault,
		.say = { .key = keys[check.fault] },
		.heads = check.heads,
		.signed_till = check.newest.seq,
		.signed_at = check.newest.at,
	};
	return ERR_OK;
}

static enum err audit_sign_head(struct call *c, const void *in)
{
	const struct keypair *key = c->rules->audit.key;
	struct audit_sign_out *out = c->out;
	struct audit_signed last;

	(void)in;
	if (!key)
		return ERR_OK;
	enum err e = audit_signed_last(c->db, &last);
	if (e && e != ERR_NOT_FOUND)
		return e;
	int64_t age_ms = c->now.ms - last.at.ms;
	/* A clock that was set back does not keep it from being signed. */
	if (!e && age_ms >= 0 && age_ms < AUDIT_SIGN_MS)
		return ERR_OK;
	out->is_new = true;
	return audit_sign(c->db, key, c->now);
}

static enum err audit_keep_heads(struct call *c, const void *in)
{
	(void)in;
	if (!c->rules->audit.key)
		return ERR_OK;
	enum err e = audit_file_append(c->rules->audit.file, c->db);
	if (e)
		log_broken("audit.not_kept", "path=%s err=%s", c->rules->audit.file, err_word(e));
	return e;
}

static const struct field audit_verify_out_fields[] = {
	F(audit_verify_out, ok, BOOL),
	F(audit_verify_out, entries, INT),
	F(audit_verify_out, first_bad, INT, OPTIONAL),
	F(audit_verify_out, why, WORD, .words = audit_fault_words),
	F(audit_verify_out, say, SAID),
	F(audit_verify_out, heads, INT, .help = "signed heads that were checked"),
	F(audit_verify_out, signed_till, INT, OPTIONAL, .help = "the entry of the newest one"),
	F(audit_verify_out, signed_at, INSTANT, OPTIONAL),
	{ 0 },
};

const struct message audit_verify_message = {
	.name = "audit.verify",
	.kind = MESSAGE_STUDY,
	.roles = ROLE_AUDITOR,
	OUT(audit_verify),
	.run = audit_verify,
	.errors = CAN(DISK),
	.help = "Recomputes the audit chain, checks its signed heads and says where it is "
		"broken.",
	.again = true,
	.busy = WHY_AUDIT_VERIFYING,
};

/* After audit.sign: appends new signed heads to the file outside of the database. */
const struct message audit_keep_message = {
	.name = "audit.keep",
	.kind = MESSAGE_STUDY,
	.run = audit_keep_heads,
};

const struct message audit_sign_message = {
	.name = "audit.sign",
	.kind = MESSAGE_WRITE,
	.out_size = sizeof(struct audit_sign_out),
	.run = audit_sign_head,
};
