/* Requests that wait, by id. */
#include "client/core/asks.h"

static const struct field no_fields[] = { { 0 } };

static struct ask_waiting *find(struct asks *a, int64_t id)
{
	for (int i = 0; i < ASKS_MAX; i++)
		if (a->list[i].id == id)
			return &a->list[i];
	return NULL;
}

/* The place is free before its owner hears: it may ask again at once. */
static void end(struct ask_waiting *w, const struct frame *f, struct arena *arena)
{
	struct ask_waiting ended = *w;

	*w = (struct ask_waiting){ 0 };
	ended.done(ended.owner, f, arena);
}

bool asks_add(struct asks *a, const struct ask_call *c, struct instant now, struct buffer *out)
{
	struct ask_waiting *w = find(a, 0);

	if (!w)
		return false;
	*w = (struct ask_waiting){ ++a->last_id, c->done, c->owner, { now.ms + ASKS_WAIT_MS } };
	frame_format_request(w->id, c->method, c->fields ? c->fields : no_fields, c->in, out);
	return true;
}

void asks_take(struct asks *a, const struct frame *f, struct arena *arena)
{
	struct ask_waiting *w = f->id > 0 && !f->method.n ? find(a, f->id) : NULL;

	if (w)
		end(w, f, arena);
}

/* Only those that wait now: what they ask anew is another matter. */
static bool end_all(struct asks *a, enum err err, struct instant till)
{
	int64_t last = a->last_id;
	bool any = false;

	for (int i = 0; i < ASKS_MAX; i++) {
		struct ask_waiting *w = &a->list[i];

		if (!w->id || w->id > last || w->until.ms > till.ms)
			continue;
		OWN(arena) arena = arena_new();
		end(w, &(struct frame){ .id = w->id, .err = err }, arena);
		any = true;
	}
	return any;
}

void asks_lose(struct asks *a)
{
	end_all(a, ERR_NETWORK, (struct instant){ INT64_MAX });
}

bool asks_tick(struct asks *a, struct instant now)
{
	return end_all(a, ERR_TIMED_OUT, now);
}
