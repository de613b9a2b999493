/* ice.list: the servers by which a leg gets through where its firewall lets neither way pass. */
#include "broker/service/visit/visits.h"

#include "broker/core/turn.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"

static enum err ice_list(struct call *c, const void *in)
{
	const struct rules_turn *turn = &c->rules->turn;
	const struct visit_in *m = in;
	struct ice_list_out *out = c->out;
	struct visit v;

	TRY(scope_visit(c, m->visit, "ice.list", &v));
	if (v.state != VISIT_LIVE)
		return scope_wrong_state(c, &v);
	if (!turn->n_urls)
		return ERR_OK;

	struct instant till = { c->now.ms + turn->life_ms };
	struct turn_pass *p = ARENA_NEW(c->arena, struct turn_pass);
	*p = turn_pass_new(turn->secret, till, v.id);
	*out = (struct ice_list_out){
		.urls = { turn->urls, turn->n_urls },
		.username = text_of(p->username),
		.credential = text_of(p->password),
		.till = till,
	};
	return ERR_OK;
}

const struct message ice_list_message = {
	.name = "ice.list",
	.kind = MESSAGE_READ,
	.roles = VISIT_PEOPLE | ROLE_TERMINAL,
	IN(visit),
	OUT(ice_list),
	.run = ice_list,
	.errors = CAN(NOT_FOUND) | CAN(WRONG_STATE),
	.help = "TURN servers and a password that ends by itself, for a leg of a live "
		"visit.",
};
