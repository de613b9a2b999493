/* Placing visits on media servers, and opening their stages. */
#include "broker/service/media/staging.h"

#include "broker/common/base/log.h"
#include "broker/core/placement.h"
#include "broker/service/media/media.h"
#include "broker/store/consent_rows.h"
#include "broker/store/leg_rows.h"
#include "broker/store/media_rows.h"
#include "broker/store/part_rows.h"
#include "broker/store/place_rows.h"

/* After a restart of the broker a media server is back after a pause of at most 5 s and a handshake.
 * Until then those who talk on it are not parted by one who joins: the join is tried again. */
#define STAGING_RETURN_MS 10000

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

static const struct media_server *find_server(const struct list *servers, struct id id)
{
	const struct media_server *all = servers->items;

	for (size_t i = 0; i < servers->n; i++)
		if (id_equals(all[i].id, id))
			return &all[i];
	return NULL;
}

/* Among those that are connected; NULL: none has room. */
static const struct media_server *pick(struct call *c, const struct visit *v, struct code12 target,
				       const struct list *servers)
{
	const struct media_server *all = servers->items;
	struct placement *places = ARENA_LIST(c->arena, struct placement, servers->n + 1);
	int i;

	for (size_t k = 0; k < servers->n; k++)
		places[k] = (struct placement){ all[k].node, all[k].capacity, all[k].load,
						all[k].draining || !all[k].connected };
	i = placement_pick(c->tree, v->village, target, places, (int)servers->n);
	return i < 0 ? NULL : &all[i];
}

/* Nobody is connected to the server, as the broker was away, but its legs go on without us. */
static enum err check_running(struct call *c, const struct visit *v, const struct media_server *own,
			      bool *out)
{
	int64_t away_ms = c->now.ms - own->seen.ms;
	bool runs = false;
	struct list legs;

	TRY(leg_list(c->db, v->id, c->arena, &legs));
	for (size_t i = 0; i < legs.n; i++)
		runs |= ((const struct leg *)legs.items + i)->open;
	*out = runs && away_ms >= 0 && away_ms < STAGING_RETURN_MS;
	return ERR_OK;
}

enum err staging_place(struct call *c, struct visit *v)
{
	const struct media_server *own, *best = NULL;
	struct list servers;
	struct unit unit;
	bool runs = false;

	TRY(media_list(c->db, c->arena, &servers));
	own = id_is_set(v->server) ? find_server(&servers, v->server) : NULL;
	if (own && own->connected)
		return ERR_OK;
	if (own)
		TRY(check_running(c, v, own, &runs));
	TRY(unit_find(c->db, v->unit, c->arena, &unit));
	if (!runs)
		best = pick(c, v, unit.node, &servers);
	if (!best)
		return call_refuse(c, ERR_NO_MEDIA_SERVER, NULL, WHY_SERVICE_AWAY, NULL);
	TRY(visit_set_server(c->db, v->id, best->id));
	v->server = best->id;
	log_info("visit.placed", "visit=%s server=%s", v->id.text, best->id.text);
	return ERR_OK;
}

static enum err get_recording(struct call *c, const struct visit *v, const struct consent *answers,
			      struct id *out)
{
	struct recording r;
	enum err e = recording_find_visit(c->db, v->id, &r);

	if (e == ERR_NOT_FOUND) {
		r = (struct recording){ .id = id_new(c->now),
					.visit = v->id,
					.state = RECORDING_ON,
					.zero = v->zero,
					.video = answers->video,
					.audio = answers->audio };
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
	in->first_part = 1;
	if (in->record) {
		TRY(get_recording(c, v, &answers, &in->recording));
		in->first_part = part_first(c->db, in->recording, v->server, false);
	}
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
