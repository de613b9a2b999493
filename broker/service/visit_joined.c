/* visit.joined: the media server has answered, or has not. */
#include "broker/service/visits.h"

#include "broker/service/media.h"
#include "broker/service/scope.h"
#include "broker/service/tell.h"
#include "broker/store/leg_rows.h"

static enum err refuse(struct call *c, enum err e)
{
	switch (e) {
	case ERR_NO_MEDIA_SERVER:
		return call_refuse(c, e, NULL, "通话服务刚刚断开。请稍等片刻，页面会自动重新进入。");
	case ERR_TIMED_OUT:
		return call_refuse(c, e, NULL, "通话服务没有及时答复。请稍等片刻，再次进入通话。");
	default:
		return call_refuse(c, e, NULL,
				   "通话服务没有接受这次连接。请刷新页面后再次进入；仍不行时请换一个浏览器。");
	}
}

enum err visit_joined(struct call *c, const void *in)
{
	const struct finished *f = in;
	const struct visit_join_in *m = f->in;
	const struct leg_open_out *answer = f->result;
	struct visit_join_out joined = *(const struct visit_join_out *)f->out;
	struct visit v;

	if (f->err)
		return refuse(c, f->err);
	TRY(scope_visit(c, m->visit, "visit.join", &v));
	if (v.state != VISIT_LIVE)
		return scope_wrong_state(c, &v);
	enum err e = leg_set_open(c->db, joined.leg, (int)joined.epoch, answer->place);
	if (e == ERR_STALE_EPOCH)
		return call_refuse(c, e, NULL,
				   "这个席位已在别处进入通话。要在这里继续，请再次进入。");
	TRY(e);
	TRY(tell_change(c, "visit.join", "visit.joined", &v));
	joined.place = answer->place;
	joined.slots = answer->slots;
	joined.answer = answer->answer;
	*(struct visit_join_out *)c->out = joined;
	return ERR_OK;
}
