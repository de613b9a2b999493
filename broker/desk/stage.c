/* One live visit as the desk knows it. */
#include "broker/desk/stage.h"

#include "broker/common/talk/frame.h"
#include "broker/common/talk/terminal_messages.h"

#include <stdlib.h>
#include <string.h>

static struct stage **bucket_of(struct presence *p, struct id visit)
{
	uint32_t hash = 2166136261u;

	for (const char *c = visit.text; *c; c++)
		hash = (hash ^ (uint8_t)*c) * 16777619u;
	return &p->buckets[hash % PRESENCE_BUCKETS];
}

struct stage *stage_find(struct presence *p, struct id visit)
{
	struct stage *s = *bucket_of(p, visit);

	while (s && !id_equals(s->visit, visit))
		s = s->next;
	return s;
}

struct stage *stage_get(struct presence *p, struct id visit)
{
	struct stage *s = stage_find(p, visit);

	if (s || p->n == PRESENCE_STAGES_MAX)
		return s;
	s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	struct stage **at = bucket_of(p, visit);
	s->visit = visit;
	s->next = *at;
	*at = s;
	p->n++;
	return s;
}

void stage_remove(struct presence *p, struct stage *s)
{
	struct stage **at = bucket_of(p, s->visit);

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	p->n--;
	if (s->stale)
		p->stale--;
	free(s->legs);
	free(s);
}

static struct stage_looker *find_looker(struct stage *s, struct handle peer)
{
	for (int i = 0; i < s->looking_n; i++)
		if (handle_equals(s->looking[i].peer, peer))
			return &s->looking[i];
	return NULL;
}

/* The oldest that only looks; -1: all have joined. */
static int find_idle(const struct stage *s)
{
	for (int i = 0; i < s->looking_n; i++)
		if (!s->looking[i].joined)
			return i;
	return -1;
}

void stage_add_looking(struct stage *s, struct handle peer, bool joined)
{
	struct stage_looker *known = find_looker(s, peer);

	if (known) {
		known->joined |= joined;
		return;
	}
	if (s->looking_n == PRESENCE_LOOKING) {
		int out = find_idle(s);

		if (out < 0 && !joined)
			return;
		if (out < 0)
			out = 0;
		s->looking_n--;
		memmove(s->looking + out, s->looking + out + 1,
			(size_t)(s->looking_n - out) * sizeof(s->looking[0]));
	}
	s->looking[s->looking_n++] = (struct stage_looker){ peer, joined };
}

void stage_set_left(struct stage *s, struct handle peer)
{
	struct stage_looker *known = find_looker(s, peer);

	if (known)
		known->joined = false;
}

struct stage_leg *stage_find_leg(struct stage *s, struct id leg, int64_t epoch)
{
	for (int i = 0; i < s->legs_n; i++)
		if (id_equals(s->legs[i].leg, leg) && s->legs[i].epoch == epoch)
			return &s->legs[i];
	return NULL;
}

static void copy(struct text t, char *out, size_t size)
{
	if (text_copy(t, out, size))
		out[0] = '\0';
}

void stage_take_seats(struct stage *s, const struct visit_seats_out *seats)
{
	const struct visit_seat_row *rows = seats->legs.items;
	struct stage_leg *legs = calloc(PRESENCE_LEGS_MAX, sizeof(*legs));
	int n = 0;

	if (!legs)
		abort();
	for (size_t i = 0; i < seats->legs.n && n < PRESENCE_LEGS_MAX; i++) {
		const struct stage_leg *old = stage_find_leg(s, rows[i].leg, rows[i].epoch);

		legs[n].leg = rows[i].leg;
		legs[n].epoch = rows[i].epoch;
		legs[n].gone = old && old->gone;
		legs[n].window = old ? old->window : 0;
		legs[n].seat = rows[i].seat;
		copy(rows[i].name, legs[n].name, sizeof(legs[n].name));
		n++;
	}
	free(s->legs);
	s->legs = legs;
	s->legs_n = n;
}

struct quality stage_quality(const struct media_leg *leg)
{
	return (struct quality){ leg->rtt_ms, leg->up, leg->down };
}

static void format_leg(struct stage *s, const struct media_leg *leg, struct buffer *out)
{
	const struct stage_leg *known = stage_find_leg(s, leg->leg, leg->epoch);

	buffer_addf(out, "{\"leg\":\"%s\",\"epoch\":%lld,\"place\":%lld,\"seat\":\"%s\",\"name\":",
		    leg->leg.text, (long long)leg->epoch, (long long)leg->place,
		    known ? known->seat.text : "");
	json_add_text(out, text_of(known ? known->name : ""));
	buffer_addf(out, ",\"state\":\"%s\"", media_leg_words[leg->state]);
	if (leg->muted)
		buffer_addf(out, ",\"muted\":true");
	if (leg->camera_off)
		buffer_addf(out, ",\"camera_off\":true");
	if (leg->shows)
		buffer_addf(out, ",\"shows\":true");
	if (leg->speaks)
		buffer_addf(out, ",\"speaks\":true");
	if (leg->step != MEDIA_STEP_FULL)
		buffer_addf(out, ",\"step\":\"%s\"", media_step_words[leg->step]);
	if (leg->still_ms)
		buffer_addf(out, ",\"still_ms\":%lld", (long long)leg->still_ms);
	if (leg->picture != MEDIA_PICTURE_SHARED)
		buffer_addf(out, ",\"picture\":\"%s\"", media_picture_words[leg->picture]);
	if (leg->window) {
		struct quality q = stage_quality(leg);

		buffer_addf(out, ",\"quality\":\"%s\"", quality_words[quality_grade(&q)]);
	}
	buffer_addf(out, "}");
}

void stage_format(struct stage *s, const struct media_visit *v, struct buffer *out)
{
	const struct media_leg *legs = v->legs.items;
	/* A media server may be newer and know more errors. */
	struct text why = fields_word(err_words, v->why, err_word(ERR_MEDIA_REFUSED));
	bool first = true;

	buffer_addf(out,
		    "{\"jsonrpc\":\"2.0\",\"method\":\"visit.report\",\"params\":{"
		    "\"visit\":\"%s\",\"recording\":%s,\"durable_age_ms\":%lld",
		    v->visit.text, v->recording ? "true" : "false", (long long)v->durable_age_ms);
	if (why.n)
		buffer_addf(out, ",\"why\":\"" TEXT_FMT "\"", TEXT_ARG(why));
	buffer_addf(out, ",\"legs\":[");
	for (size_t i = 0; i < v->legs.n; i++) {
		if (legs[i].state == MEDIA_LEG_GONE)
			continue;
		if (!first)
			buffer_addf(out, ",");
		first = false;
		format_leg(s, &legs[i], out);
	}
	buffer_addf(out, "]}}");
}

void stage_format_again(const struct stage *s, const struct media_leg *leg, struct buffer *out)
{
	struct leg_again again = { s->visit, leg->leg, leg->epoch };

	frame_format_request(0, "leg.again", leg_again_fields, &again, out);
}
