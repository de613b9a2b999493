/* Placing visits on media servers, and opening their stages. */
#include "broker/service/staging.h"

#include "broker/common/log.h"
#include "broker/service/media.h"
#include "broker/store/consent_rows.h"
#include "broker/store/media_rows.h"
#include "broker/store/recording_rows.h"

enum err staging_find_consent(struct call *c, struct id visit, struct consent *out)
{
	struct consent_row row = { 0 };
	enum err e = consent_find(c->db, visit, c->arena, &row);

	if (e != ERR_NOT_FOUND)
		TRY(e);
	*out = row.answers;
	return ERR_OK;
}

bool staging_is_recorded(const struct consent *answers)
{
	return answers->video || answers->audio;
}

static bool is_connected(struct call *c, struct id server)
{
	struct media_server m;

	return id_is_set(server) && media_find(c->db, server, c->arena, &m) == ERR_OK &&
	       m.connected;
}

enum err staging_place(struct call *c, struct visit *v)
{
	const struct media_server *best;
	struct list servers;

	if (is_connected(c, v->server))
		return ERR_OK;
	TRY(media_list(c->db, c->arena, &servers));
	if (!servers.n)
		return call_refuse(c, ERR_NO_MEDIA_SERVER, NULL,
				   "通话服务暂时没有连上，接访仍然保留。请稍等片刻后重试；"
				   "一直连不上时，请通知系统管理员，并先用电话接访、做好笔录。");
	best = servers.items;
	TRY(visit_set_server(c->db, v->id, best->id));
	v->server = best->id;
	log_info("visit.placed", "visit=%s server=%s", v->id.text, best->id.text);
	return ERR_OK;
}

static enum err get_recording(struct call *c, const struct visit *v,
			      const struct consent *answers, struct id *out)
{
	struct recording r;
	enum err e = recording_find_visit(c->db, v->id, &r);

	if (e == ERR_NOT_FOUND) {
		r = (struct recording){ .id = id_new(c->now), .visit = v->id,
					.state = RECORDING_ON, .zero = v->zero,
					.video = answers->video, .audio = answers->audio };
		e = recording_add(c->db, &r);
	}
	TRY(e);
	*out = r.id;
	return ERR_OK;
}

enum err staging_open(struct call *c, const struct visit *v)
{
	struct stage_open_in *in = ARENA_NEW(c->arena, struct stage_open_in);
	struct consent answers;

	TRY(staging_find_consent(c, v->id, &answers));
	*in = (struct stage_open_in){
		.visit = v->id,
		.zero = v->zero,
		.slots = c->rules->room.stage_slots,
		.video = answers.video,
		.audio = answers.audio,
		.record = staging_is_recorded(&answers),
	};
	if (in->record)
		TRY(get_recording(c, v, &answers, &in->recording));
	call_tell(c, v->server, "stage.open", in);
	return ERR_OK;
}

enum err staging_remind(struct call *c, const struct visit *v)
{
	struct stage_record_in *in = ARENA_NEW(c->arena, struct stage_record_in);
	struct consent answers;

	TRY(staging_find_consent(c, v->id, &answers));
	*in = (struct stage_record_in){ v->id, staging_is_recorded(&answers), answers.video,
					answers.audio };
	call_tell(c, v->server, "stage.record", in);
	return ERR_OK;
}
