/* How a recording ends: filed when each of its parts is, incomplete where one never came. */
#include "broker/service/recording/recordings.h"

#include "broker/common/base/log.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/part_rows.h"

#define SETTLED_AT_ONCE 20
#define PATIENCE_MS     HOUR_MS /* a last part may be begun that its media server did not tell yet */

enum err recording_settle(struct call *c, struct id recording, struct visit *v)
{
	bool filed = v->state == VISIT_FILED;

	if ((!filed && v->state != VISIT_CLOSED) || part_is_awaited(c->db, recording))
		return ERR_OK;
	bool missing = part_is_missing(c->db, recording);
	TRY(recording_set_state(c->db, recording, missing ? RECORDING_BROKEN : RECORDING_FILED));
	if (!filed)
		TRY(scope_become(c, v, VISIT_FILED));
	return tell_visit(c, "recording.filed", v);
}

static enum err settle(struct call *c, struct id recording)
{
	struct recording r;
	struct visit v;

	TRY(recording_load(c->db, recording, &r));
	TRY(visit_find(c->db, r.visit, c->arena, &v));
	return recording_settle(c, r.id, &v);
}

/* A late part that does come is still taken, and the recording is whole again. */
static enum err give_up(struct call *c, const struct part *p)
{
	struct text object = arena_format(c->arena, "%s", p->recording.text);

	log_broken("recording.part_missing", "recording=%s part=%lld", p->recording.text,
		   (long long)p->part);
	TRY(part_set_missing(c->db, p, c->now));
	TRY(tell_audit_result(c, "recording.missing", object, TEXT(""), ERR_NOT_FOUND));
	return settle(c, p->recording);
}

enum err recordings_give_up(struct call *c, bool *left)
{
	struct instant overdue = { c->now.ms - c->rules->times.part_wait_ms };
	struct instant idle = { c->now.ms - PATIENCE_MS };
	struct list parts, ended;

	TRY(part_list_overdue(c->db, overdue, SETTLED_AT_ONCE, c->arena, &parts));
	for (size_t i = 0; i < parts.n; i++)
		TRY(give_up(c, (const struct part *)parts.items + i));
	TRY(recording_list_ended(c->db, idle, SETTLED_AT_ONCE, c->arena, &ended));
	for (size_t i = 0; i < ended.n; i++)
		TRY(settle(c, ((const struct id *)ended.items)[i]));
	*left = parts.n == SETTLED_AT_ONCE || ended.n == SETTLED_AT_ONCE;
	return ERR_OK;
}
