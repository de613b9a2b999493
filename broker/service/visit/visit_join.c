/* visit.join: the caller takes a seat of a live visit; the media server answers the offer. */
#include "broker/service/visit/visits.h"

#include "broker/core/joins.h"
#include "broker/service/media/media.h"
#include "broker/service/media/staging.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/service/visit/summary.h"
#include "broker/store/consent_rows.h"
#include "broker/store/leg_rows.h"
#include "broker/store/seat_rows.h"

/* The seats of the two sides are kept for them; a joint one is free again when its leg is closed. */
static enum err check_room(struct call *c, const struct list *seats)
{
	int taken = 0;

	for (size_t i = 0; i < seats->n; i++) {
		const struct seat *s = (const struct seat *)seats->items + i;

		taken += s->required || s->connected;
	}
	if (taken > c->rules->room.stage_slots)
		return call_refuse(c, ERR_TOO_MANY, NULL, WHY_SEATS_FULL, NULL);
	return ERR_OK;
}

static enum err add_seat(struct call *c, const struct visit *v, struct seat *out)
{
	struct seat s = {
		.id = id_new(c->now),
		.visit = v->id,
		.kind = SEAT_JOINT,
		.name = text_of(c->who->name),
		.unit = c->who->unit,
		.staff = c->who->staff,
	};

	TRY(seat_add(c->db, &s));
	*out = s;
	return ERR_OK;
}

/* A terminal sits where the resident does, and nowhere else. */
static enum err find_resident_seat(struct call *c, const struct seat *s, struct seat *out)
{
	if (!s || (s->connected && id_is_set(s->leg_staff)))
		return call_refuse(c, ERR_SLOT_TAKEN, NULL, WHY_SEAT_USED_BY_STAFF, NULL);
	*out = *s;
	return ERR_OK;
}

/* The seat of the village or the unit; a recorder, and whoever finds it taken by a colleague,
 * sits beside. */
static enum err find_seat(struct call *c, const struct visit *v, struct seat *out)
{
	bool receives = scope_is_receiver(c, v->unit);
	enum seat_kind kind = receives ? SEAT_RECEIVER : SEAT_VILLAGE;
	bool beside = receives && !call_has(c, ROLE_OFFICIAL | ROLE_DUTY);
	const struct seat *own = NULL, *main_seat = NULL;
	struct list seats;

	TRY(seat_list(c->db, v->id, c->arena, &seats));
	for (size_t i = 0; i < seats.n; i++) {
		const struct seat *s = (const struct seat *)seats.items + i;

		if (s->kind == SEAT_JOINT && id_equals(s->staff, c->who->staff))
			own = s;
		if (s->kind == kind)
			main_seat = s;
	}
	if (call_has(c, ROLE_TERMINAL))
		return find_resident_seat(c, main_seat, out);
	if (!beside && main_seat &&
	    (!main_seat->connected || id_equals(main_seat->leg_staff, c->who->staff))) {
		*out = *main_seat;
		return ERR_OK;
	}
	if (!own || !own->connected)
		TRY(check_room(c, &seats));
	if (!own)
		return add_seat(c, v, out);
	*out = *own;
	return ERR_OK;
}

/* Whoever neither receives nor sits in the village is of another office: it hears what is said where
 * the resident agreed to that. Who wrote the answers down sits beside the resident. */
static enum err check_hearing(struct call *c, const struct visit *v)
{
	struct consent_row answers = { 0 };
	enum err e;

	if (scope_is_receiver(c, v->unit) || code12_equals(c->who->node, v->village))
		return ERR_OK;
	e = consent_find(c->db, v->id, c->arena, &answers);
	if (e && e != ERR_NOT_FOUND)
		return e;
	if (answers.answers.share || id_equals(answers.staff, c->who->staff))
		return ERR_OK;
	c->refusal = (struct refusal){ "visit.join", arena_format(c->arena, "%s", v->id.text),
				       TEXT("") };
	return call_refuse(c, ERR_FORBIDDEN, NULL, WHY_HEARING_NOT_AGREED, NULL);
}

static enum err pay(struct call *c, struct leg *leg)
{
	struct span *when = ARENA_NEW(c->arena, struct span);

	if (joins_take(&leg->paid, c->now, &when->from))
		return ERR_OK;
	when->till.ms = when->from.ms + JOINS_EACH_MS;
	c->instead = (struct list){ when, 1 };
	return call_refuse(
		c, ERR_TOO_MANY, NULL, WHY_JOINS_TOO_OFTEN,
		ARGUMENTS(argument_number("seconds", (when->from.ms - c->now.ms + 999) / 1000)));
}

/* The same seat again is the same leg with the next epoch: the older is fenced off. */
static enum err take_leg(struct call *c, const struct visit *v, const struct seat *s,
			 struct leg *out)
{
	struct leg leg;
	enum err e = leg_find_seat(c->db, s->id, c->arena, &leg);

	if (e && e != ERR_NOT_FOUND)
		return e;
	if (e)
		leg = (struct leg){ .id = id_new(c->now), .visit = v->id, .seat = s->id };
	TRY(pay(c, &leg));
	leg.epoch++;
	leg.staff = c->who->staff;
	leg.name = s->kind == SEAT_VILLAGE ? s->name : text_of(c->who->name);
	leg.kind = s->kind;
	leg.open = false;
	leg.at = c->now;
	TRY(e ? leg_add(c->db, &leg) : leg_renew(c->db, &leg));
	*out = leg;
	return ERR_OK;
}

static void ask_media(struct call *c, const struct visit *v, const struct leg *leg,
		      struct text offer)
{
	struct leg_open_in *in = ARENA_NEW(c->arena, struct leg_open_in);

	*in = (struct leg_open_in){
		.visit = v->id,
		.leg = leg->id,
		.epoch = leg->epoch,
		.seat = text_of(seat_kind_words[leg->kind]),
		.name = leg->name,
		.offer = offer,
		.muted = leg->muted,
	};
	c->then = (struct then){
		.kind = THEN_MEDIA,
		.ask = { .server = v->server, .method = "leg.open", .in = in },
		.finish = "visit.joined",
	};
}

static enum err visit_join(struct call *c, const void *in)
{
	const struct visit_join_in *m = in;
	struct visit_join_out *out = c->out;
	struct consent answers;
	struct visit v;
	struct seat seat = { 0 };
	struct leg leg = { 0 };

	TRY(scope_visit(c, m->visit, "visit.join", &v));
	if (v.state != VISIT_LIVE)
		return scope_wrong_state(c, &v);
	TRY(check_hearing(c, &v));
	TRY(find_seat(c, &v, &seat));
	TRY(take_leg(c, &v, &seat, &leg));
	TRY(staging_place(c, &v));
	TRY(staging_open(c, &v));
	TRY(staging_find_consent(c, v.id, &answers));
	ask_media(c, &v, &leg, m->offer);
	*out = (struct visit_join_out){
		.leg = leg.id,
		.epoch = leg.epoch,
		.recording = staging_is_recorded(&answers),
	};
	return ERR_OK;
}

const struct message visit_join_message = {
	.name = "visit.join",
	.kind = MESSAGE_WRITE,
	.roles = VISIT_PEOPLE | ROLE_TERMINAL,
	IN(visit_join),
	OUT(visit_join),
	.run = visit_join,
	.errors = CAN(MEDIA_REFUSED) | CAN(NOT_FOUND) | CAN(NO_MEDIA_SERVER) | CAN(SLOT_TAKEN) |
		  CAN(STALE_EPOCH) | CAN(TIMED_OUT) | CAN(TOO_EARLY) | CAN(TOO_LATE) |
		  CAN(WRONG_STATE),
	.help = "Connects the caller's seat: one SDP offer, one answer. Asked again it is "
		"the ICE restart: the same leg with a higher epoch, new names and keys.",
	.again = true,
	.note = NOTE_JOIN,
};
