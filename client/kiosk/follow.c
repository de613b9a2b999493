/* The visit that should be, the call that is, and the pauses between the tries. */
#include "client/kiosk/follow.h"

void follow_init(struct follow *f)
{
	*f = (struct follow){ .pause_ms = FOLLOW_PAUSE_MS_MIN };
}

void follow_up(struct follow *f, struct instant now)
{
	f->is_up = true;
	f->is_looking = false;
	f->look_at = now;
}

void follow_down(struct follow *f)
{
	f->is_up = false;
	f->is_looking = false;
}

void follow_hear(struct follow *f, struct instant now)
{
	f->look_at = now;
}

/* Later after each failure in a row. */
static struct instant pause_from(struct follow *f, struct instant now)
{
	struct instant at = { now.ms + f->pause_ms };

	f->pause_ms *= 2;
	if (f->pause_ms > FOLLOW_PAUSE_MS_MAX)
		f->pause_ms = FOLLOW_PAUSE_MS_MAX;
	return at;
}

void follow_take_visit(struct follow *f, enum err err, struct id live, struct instant now)
{
	f->is_looking = false;
	if (err) {
		f->look_at = pause_from(f, now);
		return;
	}
	if (!id_equals(f->want, live)) {
		f->pause_ms = FOLLOW_PAUSE_MS_MIN;
		f->start_at = now;
	}
	f->want = live;
}

void follow_take_offer(struct follow *f)
{
	if (f->call.state == FOLLOW_OFFERING)
		f->call.state = FOLLOW_OFFERED;
}

/* Also the visit may be another one by now. */
void follow_lose(struct follow *f, struct instant now)
{
	if (f->call.state == FOLLOW_IDLE || f->call.lost)
		return;
	f->call.lost = true;
	f->start_at = pause_from(f, now);
	f->look_at = now;
}

void follow_again(struct follow *f, struct instant now)
{
	if (f->call.state != FOLLOW_JOINED || f->call.lost)
		return;
	f->call.lost = true;
	f->start_at = now;
}

void follow_take_joined(struct follow *f, enum err err, struct instant now)
{
	if (f->call.state != FOLLOW_JOINING)
		return;
	if (err)
		follow_lose(f, now);
	else
		f->call.state = FOLLOW_JOINED;
}

void follow_take_packet(struct follow *f, struct instant now)
{
	if (f->call.state != FOLLOW_JOINED)
		return;
	f->call.heard = now;
	f->pause_ms = FOLLOW_PAUSE_MS_MIN;
}

static bool is_silent(const struct follow *f, struct instant now)
{
	if (f->call.heard.ms)
		return now.ms - f->call.heard.ms >= FOLLOW_SILENCE_MS;
	return now.ms - f->call.since.ms >= FOLLOW_CONNECT_MS;
}

static bool must_stop(struct follow *f, struct instant now)
{
	if (f->call.state == FOLLOW_IDLE)
		return false;
	if (is_silent(f, now))
		follow_lose(f, now);
	return f->call.lost || !id_equals(f->call.visit, f->want);
}

enum follow_step follow_next(struct follow *f, struct instant now)
{
	if (must_stop(f, now)) {
		f->call.state = FOLLOW_IDLE;
		f->call.lost = false;
		return FOLLOW_STOP;
	}
	if (!f->is_up)
		return FOLLOW_REST;
	if (!f->is_looking && now.ms >= f->look_at.ms) {
		f->is_looking = true;
		f->look_at.ms = now.ms + FOLLOW_LOOK_MS;
		return FOLLOW_LOOK;
	}
	if (f->call.state == FOLLOW_OFFERED) {
		f->call.state = FOLLOW_JOINING;
		return FOLLOW_JOIN;
	}
	if (f->call.state != FOLLOW_IDLE || f->is_looking || !id_is_set(f->want) ||
	    now.ms < f->start_at.ms)
		return FOLLOW_REST;
	f->call.state = FOLLOW_OFFERING;
	f->call.visit = f->want;
	f->call.since = now;
	f->call.heard = (struct instant){ 0 };
	return FOLLOW_START;
}
