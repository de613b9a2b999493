/* Visits by hash; a place is free again when nothing of its visit is on its way or untold. */
#include "media/record/share.h"

#include <stdatomic.h>
#include <stdlib.h>

#define WINDOW     32 /* places that one visit may stand at */
#define ADVANCE_NS INT64_C(2000000000)
#define TELL_US    INT64_C(1000000)

struct share {
	struct id visit;
	_Atomic int64_t bytes;     /* on their way */
	int64_t paid_ns;           /* until then its rate is used up */
	struct share_lost lost[2]; /* by is_fast */
};

struct shares {
	int64_t room;
	_Atomic int64_t used;
	struct share list[SHARE_MAX];
};

struct shares *shares_new(int64_t room_bytes)
{
	struct shares *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->room = room_bytes;
	return s;
}

void shares_free(struct shares *s)
{
	free(s);
}

static bool is_free(const struct share *s)
{
	return s->lost[0].packets == 0 && s->lost[1].packets == 0 &&
	       atomic_load_explicit(&s->bytes, memory_order_relaxed) == 0;
}

int share_find(struct shares *s, struct id visit)
{
	uint32_t hash = 2166136261u;
	int found = -1;

	for (const char *c = visit.text; *c; c++)
		hash = (hash ^ (uint8_t)*c) * 16777619u;
	for (uint32_t i = 0; i < WINDOW; i++) {
		int at = (int)((hash + i) % SHARE_MAX);

		if (id_equals(s->list[at].visit, visit))
			return at;
		if (found < 0 && is_free(&s->list[at]))
			found = at;
	}
	if (found >= 0) {
		s->list[found].visit = visit;
		s->list[found].paid_ns = 0;
	}
	return found;
}

void share_add(struct shares *s, int number, size_t bytes)
{
	if (number < 0)
		return;
	atomic_fetch_add_explicit(&s->list[number].bytes, (int64_t)bytes, memory_order_relaxed);
	atomic_fetch_add_explicit(&s->used, (int64_t)bytes, memory_order_relaxed);
}

bool share_take(struct shares *s, int number, size_t bytes, int64_t now_us)
{
	struct share *v = number < 0 ? NULL : &s->list[number];

	if (!v)
		return true; /* the intake as a whole is bounded */
	int64_t own = atomic_load_explicit(&v->bytes, memory_order_relaxed);
	int64_t used = atomic_load_explicit(&s->used, memory_order_relaxed);
	bool is_fast = v->paid_ns > now_us * 1000 + ADVANCE_NS;

	if (is_fast || own + (int64_t)bytes > s->room - used) {
		struct share_lost *lost = &v->lost[is_fast];
		if (lost->packets++ == 0)
			lost->from_us = now_us;
		lost->till_us = now_us;
		lost->is_fast = is_fast;
		return false;
	}
	if (v->paid_ns < now_us * 1000)
		v->paid_ns = now_us * 1000;
	v->paid_ns += (int64_t)bytes * 1000000000 / SHARE_BYTES_S;
	share_add(s, number, bytes);
	return true;
}

void share_give(struct shares *s, int number, size_t bytes)
{
	if (number < 0)
		return;
	atomic_fetch_sub_explicit(&s->list[number].bytes, (int64_t)bytes, memory_order_relaxed);
	atomic_fetch_sub_explicit(&s->used, (int64_t)bytes, memory_order_relaxed);
}

bool share_tell(struct shares *s, int number, int64_t now_us, bool is_end, struct share_lost *out)
{
	for (int i = 0; number >= 0 && i < 2; i++) {
		struct share_lost *lost = &s->list[number].lost[i];
		if (lost->packets == 0 || (!is_end && now_us - lost->from_us < TELL_US))
			continue;
		*out = *lost;
		lost->packets = 0;
		return true;
	}
	return false;
}
