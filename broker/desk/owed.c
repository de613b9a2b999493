/* Writes that are tried until the store has them. */
#include "broker/desk/owed.h"

#include "broker/common/base/log.h"
#include "broker/desk/desk.h"
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

static void end(struct desk *d, struct owed_write *w)
{
	handle_remove(&d->owed.writes, w->self);
	free(w);
}

/* Refused by the store, not by what it says: that would be refused for ever. */
static bool comes_again(enum err e)
{
	return e == ERR_BUSY || e == ERR_STORE || e == ERR_DISK_FULL || e == ERR_DISK;
}

static void written(struct errand *e)
{
	struct desk *d = e->desk;
	struct owed_write *w = handle_find(&d->owed.writes, e->from);
	enum err err = exchange_err(e->exchange);

	d->owed.with_writer--;
	if (!w)
		return;
	w->is_posted = false;
	if (err && comes_again(err))
		return;
	if (err)
		log_odd("link.lost_write", "err=%s", err_word(err));
	end(d, w);
}

static void post(struct desk *d, struct owed_write *w)
{
	struct errand *e;

	if (w->is_posted || d->owed.with_writer == OWED_AT_ONCE)
		return;
	/* What it said then is not so any more. */
	if (w->kind == OWED_MEDIA && programs_has(d, w->in.media.server)) {
		end(d, w);
		return;
	}
	e = errand_new_own(d, written);
	if (!e)
		return;
	e->from = w->self;
	w->is_posted = true;
	d->owed.with_writer++;
	errand_start(e, w->kind == OWED_LEG ? "leg.gone" : "media.gone", &w->in);
}

static void add(struct desk *d, const struct owed_write *what)
{
	if (d->owed.writes.used == OWED_MAX) {
		log_odd("link.lost_write", "err=%s", err_word(ERR_TOO_MANY));
		return;
	}
	struct owed_write *w = malloc(sizeof(*w));
	if (!w)
		abort();
	*w = *what;
	w->self = handle_add(&d->owed.writes, w);
	post(d, w);
}

void owed_leg_gone(struct desk *d, const struct leg_gone_in *in)
{
	add(d, &(struct owed_write){ .kind = OWED_LEG, .in.leg = *in });
}

void owed_media_gone(struct desk *d, const struct media_gone_in *in)
{
	add(d, &(struct owed_write){ .kind = OWED_MEDIA, .in.media = *in });
}

void owed_tick(struct desk *d)
{
	for (uint32_t i = 0; i < d->owed.writes.n; i++) {
		struct owed_write *w = handle_at(&d->owed.writes, i);

		if (w)
			post(d, w);
	}
}

void owed_clear(struct owed *o)
{
	for (uint32_t i = 0; i < o->writes.n; i++)
		free(handle_at(&o->writes, i));
	handles_clear(&o->writes);
}
