/* Writes that are tried until the store has them. */
#include "broker/link/owed.h"

#include "broker/common/base/log.h"
#include "broker/link/inside.h"
#include "broker/wire/inner.h"

#include <stdlib.h>

enum owed_kind { OWED_LEG, OWED_MEDIA };

struct owed_write {
	struct handle self;
	enum owed_kind kind;
	bool is_posted;
	union {
		struct leg_gone_in leg;
		struct media_gone_in media;
	} in;
};

static void end(struct link *l, struct owed_write *w)
{
	handle_remove(&l->store.owed.writes, w->self);
	free(w);
}

/* Refused by the store, not by what it says: that would be refused for ever. */
static bool comes_again(enum err e)
{
	return e == ERR_BUSY || e == ERR_STORE || e == ERR_DISK_FULL || e == ERR_DISK;
}

static void written(struct errand *e)
{
	struct link *l = e->link;
	struct owed_write *w = handle_find(&l->store.owed.writes, e->from);
	enum err err = exchange_err(e->exchange);

	l->store.owed.with_writer--;
	if (!w)
		return;
	w->is_posted = false;
	if (err && comes_again(err))
		return;
	if (err)
		log_odd("link.lost_write", "err=%s", err_word(err));
	end(l, w);
}

static void post(struct link *l, struct owed_write *w)
{
	static const struct caller ourselves = { .roles = ROLE_PUBLIC };
	struct errand *e;

	if (w->is_posted || l->store.owed.with_writer == OWED_AT_ONCE)
		return;
	/* What it said then is not so any more. */
	if (w->kind == OWED_MEDIA && programs_has(l, w->in.media.server)) {
		end(l, w);
		return;
	}
	e = errand_new(l, &ourselves, (struct text){ "", 0 }, written);
	if (!e)
		return;
	e->from = w->self;
	w->is_posted = true;
	l->store.owed.with_writer++;
	errand_start(e, w->kind == OWED_LEG ? "leg.gone" : "media.gone", &w->in);
}

static void add(struct link *l, const struct owed_write *what)
{
	if (l->store.owed.writes.used == OWED_MAX) {
		log_odd("link.lost_write", "err=%s", err_word(ERR_TOO_MANY));
		return;
	}
	struct owed_write *w = malloc(sizeof(*w));
	if (!w)
		abort();
	*w = *what;
	w->self = handle_add(&l->store.owed.writes, w);
	post(l, w);
}

void owed_leg_gone(struct link *l, const struct leg_gone_in *in)
{
	add(l, &(struct owed_write){ .kind = OWED_LEG, .in.leg = *in });
}

void owed_media_gone(struct link *l, const struct media_gone_in *in)
{
	add(l, &(struct owed_write){ .kind = OWED_MEDIA, .in.media = *in });
}

void owed_tick(struct link *l)
{
	for (uint32_t i = 0; i < l->store.owed.writes.n; i++) {
		struct owed_write *w = handle_at(&l->store.owed.writes, i);

		if (w)
			post(l, w);
	}
}

void owed_clear(struct owed *o)
{
	for (uint32_t i = 0; i < o->writes.n; i++)
		free(handle_at(&o->writes, i));
	handles_clear(&o->writes);
}
