/* Who is at which live visit, and what they hear each second. */
#include "broker/desk/presence.h"

#include "broker/common/base/log.h"
#include "broker/desk/desk.h"
#include "broker/desk/stage.h"
#include "broker/wire/inner.h"

#include <string.h>

#define SILENT_MS      10000 /* no report: the visit has no stage any more, as far as we know */
#define FOREIGN_MAX    16    /* visits of others that one report may name before we stop asking */
#define QUALITY_POSTED 2048  /* jobs with the writer: half its queue */

/* Whose the visit is, and the names of its legs. */
static void seats_found(struct errand *e)
{
	struct desk *d = e->desk;
	struct program *p = programs_find(d, e->from);
	struct id visit = ((const struct visit_seats_in *)exchange_in(e->exchange))->visit;
	const struct visit_seats_out *seats = exchange_out(e->exchange);

	if (!p) /* lost meanwhile */
		return;
	p->asks--;
	enum err err = exchange_err(e->exchange);
	if (err && err != ERR_NOT_FOUND) /* no answer: the next report asks again */
		return;
	if (!err && id_equals(seats->server, p->server)) {
		struct stage *own = stage_get(&d->presence, visit);

		if (!own)
			return;
		stage_take_seats(own, seats);
		own->media = e->from;
		if (!own->heard_us)
			own->heard_us = clock_monotonic_us();
		return;
	}
	struct stage *s = stage_find(&d->presence, visit);
	p->foreign++;
	if (s && handle_equals(s->media, e->from))
		s->media = (struct handle){ 0 };
}

/* An answer that comes later is there for the next report, a second after this one. */
static void ask_seats(struct desk *d, struct program *p, struct id visit)
{
	struct errand *e = errand_new_own(d, seats_found);
	struct visit_seats_in in = { visit };

	if (!e)
		return;
	e->from = p->peer;
	p->asks++;
	errand_start(e, "visit.seats", &in);
}

/* The stage of a visit that this server carries: so the store says, asked once a connection, as a
 * visit moves only when the connection of its server is lost. NULL: not its own, not known yet, or
 * too many. */
static struct stage *own_stage(struct desk *d, struct program *p, struct id visit)
{
	struct stage *s = stage_find(&d->presence, visit);

	if (s && handle_equals(s->media, p->peer))
		return s;
	if (p->asks + p->foreign >= FOREIGN_MAX)
		return NULL;
	ask_seats(d, p, visit);
	s = stage_find(&d->presence, visit);
	return s && handle_equals(s->media, p->peer) ? s : NULL;
}

static void tell_gone(struct desk *d, struct stage *s, const struct media_leg *leg)
{
	struct stage_leg *known = stage_find_leg(s, leg->leg, leg->epoch);
	struct leg_gone_in in = { s->visit, leg->leg, leg->epoch };

	if (!known || known->gone)
		return;
	known->gone = true;
	owed_leg_gone(d, &in);
}

/* A window is told each second until the next is over; it is kept once. */
static void keep_quality(struct desk *d, struct stage *s, const struct media_leg *leg)
{
	struct stage_leg *known = stage_find_leg(s, leg->leg, leg->epoch);
	struct quality_save_in in = { s->visit, leg->leg, stage_quality(leg) };

	if (!known || leg->window <= known->window || leg->state != MEDIA_LEG_LIVE)
		return;
	known->window = leg->window;
	histograms_add(&d->histograms, &in.quality);
	/* Where the store stalls figures are the first to go: the room is for what must not be lost. */
	if (d->errands.posted < QUALITY_POSTED)
		errand_post(d, "quality.save", &in);
}

static void watch_age(struct desk *d, struct stage *s, int64_t age_ms)
{
	bool stale = s->recording && age_ms > PRESENCE_STALE_MS;

	if (stale == s->stale)
		return;
	s->stale = stale;
	d->presence.stale += stale ? 1 : -1;
	if (stale)
		log_broken("recording.stale", "visit=%s durable_age_ms=%lld", s->visit.text,
			   (long long)age_ms);
	else
		log_info("recording.fresh", "visit=%s", s->visit.text);
}

static void send_looking(struct desk *d, struct stage *s, struct text frame)
{
	int kept = 0;

	for (int i = 0; i < s->looking_n; i++) {
		struct handle to = s->looking[i].peer;

		if (!d->lines.has(d->lines.link, to))
			continue;
		d->lines.send(d->lines.link, to, frame);
		s->looking[kept++] = s->looking[i];
	}
	s->looking_n = kept;
}

/* Told until it has come with a higher epoch. */
static void tell_again(struct desk *d, struct stage *s, const struct media_leg *leg)
{
	OWN(arena) arena = arena_new();
	struct buffer text;

	buffer_init(&text, arena);
	stage_format_again(s, leg, &text);
	send_looking(d, s, buffer_text(&text));
}

static void take_visit(struct desk *d, struct program *p, const struct media_visit *v)
{
	const struct media_leg *legs = v->legs.items;
	struct stage *s = own_stage(d, p, v->visit);

	if (!s)
		return;
	s->heard_us = clock_monotonic_us();
	s->recording = v->recording;
	s->durable_age_ms = v->durable_age_ms;
	watch_age(d, s, v->durable_age_ms);
	bool known = true;
	for (size_t i = 0; i < v->legs.n; i++)
		known &= stage_find_leg(s, legs[i].leg, legs[i].epoch) != NULL;
	if (!known && p->asks < FOREIGN_MAX)
		ask_seats(d, p, v->visit);
	if (!handle_equals(s->media, p->peer))
		return;
	for (size_t i = 0; i < v->legs.n; i++) {
		keep_quality(d, s, &legs[i]);
		if (legs[i].state == MEDIA_LEG_GONE)
			tell_gone(d, s, &legs[i]);
		else if (legs[i].picture == MEDIA_PICTURE_AGAIN)
			tell_again(d, s, &legs[i]);
	}
	if (!s->looking_n)
		return;
	OWN(arena) arena = arena_new();
	struct buffer text;
	buffer_init(&text, arena);
	stage_format(s, v, &text);
	send_looking(d, s, buffer_text(&text));
}

void presence_take(struct desk *d, struct errand *e)
{
	const struct message *m = exchange_message(e->exchange);
	struct program *p = programs_find(d, e->from);

	if (m->note != NOTE_REPORT || !p)
		return;
	const struct media_report_in *in = exchange_in(e->exchange);
	const struct media_visit *visits = in->visits.items;
	for (size_t i = 0; i < in->visits.n; i++)
		take_visit(d, p, &visits[i]);
	if (p->foreign)
		log_odd("media.foreign", "server=%s visits=%d", p->server.text, p->foreign);
	p->foreign = 0;
}

static void look(struct desk *d, struct id visit, struct handle peer, bool joined)
{
	struct stage *s = stage_get(&d->presence, visit);

	if (!s)
		return;
	if (!s->heard_us)
		s->heard_us = clock_monotonic_us();
	stage_add_looking(s, peer, joined);
}

void presence_note(struct desk *d, struct errand *e)
{
	const struct message *m = exchange_message(e->exchange);

	if (!m || exchange_err(e->exchange))
		return;
	if (m->note == NOTE_JOIN) {
		const struct visit_join_in *in = exchange_in(e->exchange);

		look(d, in->visit, e->from, true);
	} else if (m->note == NOTE_LEAVE) {
		const struct visit_leave_in *in = exchange_in(e->exchange);
		struct stage *s = stage_find(&d->presence, in->visit);

		if (s)
			stage_set_left(s, e->from);
	} else if (m->note == NOTE_LOOK) {
		const struct visit_in *in = exchange_in(e->exchange);
		const struct visit_get_out *out = exchange_out(e->exchange);

		if (text_is(out->summary.state, visit_state_words[VISIT_LIVE]))
			look(d, in->visit, e->from, false);
	}
}

void presence_hear(struct desk *d, const struct event *e)
{
	struct id visit;

	if (!text_is(e->name, "visit.closed") && !text_is(e->name, "visit.cancelled"))
		return;
	if (id_parse(e->visit, &visit))
		return;
	struct stage *s = stage_find(&d->presence, visit);
	if (s)
		stage_remove(&d->presence, s);
}

static void format_lost(struct desk *d, const struct stage *s, struct buffer *out)
{
	buffer_addf(out,
		    "{\"jsonrpc\":\"2.0\",\"method\":\"media.lost\",\"params\":{"
		    "\"cursor\":%lld,\"name\":\"media.lost\",\"at\":%lld,\"visit\":\"%s\"}}",
		    (long long)d->events.sent, (long long)clock_now().ms, s->visit.text);
}

void presence_lose(struct desk *d, struct handle media)
{
	for (int i = 0; i < PRESENCE_BUCKETS; i++)
		for (struct stage *s = d->presence.buckets[i]; s; s = s->next) {
			if (!handle_equals(s->media, media))
				continue;
			OWN(arena) arena = arena_new();
			struct buffer text;
			buffer_init(&text, arena);
			format_lost(d, s, &text);
			send_looking(d, s, buffer_text(&text));
			s->media = (struct handle){ 0 };
		}
}

/* A server that has live visits and says nothing for seconds, without closing its line, is as good as
 * dead: where there is another one, its visits move. One visit alone it may have ended just now. */
static void watch_server(struct desk *d, const struct stage *s, int64_t now_us)
{
	const struct program *p = programs_find(d, s->media);

	if (d->programs.n < 2 || !p || now_us - p->heard_us < PRESENCE_DEAD_MS * INT64_C(1000))
		return;
	log_odd("media.silent", "visit=%s", s->visit.text);
	d->lines.drop(d->lines.link, s->media, "silent");
}

void presence_tick(struct desk *d, int64_t now_us)
{
	for (int i = 0; i < PRESENCE_BUCKETS; i++)
		for (struct stage *s = d->presence.buckets[i], *next; s; s = next) {
			int64_t silent_ms = (now_us - s->heard_us) / 1000;

			next = s->next;
			watch_age(d, s, s->durable_age_ms + silent_ms);
			watch_server(d, s, now_us);
			if (silent_ms > SILENT_MS && !s->looking_n)
				stage_remove(&d->presence, s);
			else if (silent_ms > HOUR_MS)
				stage_remove(&d->presence, s);
		}
}

void presence_clear(struct presence *p)
{
	for (int i = 0; i < PRESENCE_BUCKETS; i++)
		while (p->buckets[i])
			stage_remove(p, p->buckets[i]);
}
