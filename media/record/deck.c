/* Runs the tapes of all visits: opens, cuts, closes them and tells what became of each part. */
#include "media/record/deck.h"

#include "broker/common/base/log.h"
#include "media/record/broken.h"
#include "media/record/parts.h"
#include "media/record/quiet.h"
#include "media/record/space.h"
#include "media/record/told.h"

#include <stdio.h>
#include <stdlib.h>

#define CUT_US        INT64_C(500000) /* half of what may be lost */
#define LINGER_US     INT64_C(150000) /* packets on their way when a stage closes */
#define RETRY_US      INT64_C(10000000)
/* Who uses up the limits of a part faster than this does so on purpose: then the visit is told as
 * not recorded until the next try, so that part numbers last for hours. */
#define PART_LEAST_US INT64_C(10000000)

struct slot {
	struct tape *tape;        /* NULL: free */
	int64_t end_us;           /* 0: goes on */
	int64_t begun_us;         /* the open part */
	struct journal_part part; /* asked for last; no visit: none was */
	struct quiet dropped;
	bool rests; /* it is over; what was missing at its end is not told yet */
};

struct deck {
	struct recorder_options options;
	char folder[JOURNAL_PATH_MAX];
	struct slot slots[RECORDER_VISITS_MAX];
	struct shown shown[RECORDER_VISITS_MAX];
	struct late_row *late;
	struct space space;
	int64_t retried_us;
	struct broken broken;
	struct told told;
	struct quiet dropped; /* of all visits together */
	int last;             /* the slot asked for last */
};

static void look_at_disk(struct deck *d, int64_t now_us)
{
	space_look(&d->space, d->options.journal.folder, d->options.min_free_bytes, now_us);
}

bool deck_may_begin(const struct deck *d)
{
	return !atomic_load(&d->space.is_full);
}

const struct shown *deck_shown(const struct deck *d)
{
	return d->shown;
}

bool deck_is_idle(const struct deck *d)
{
	for (int i = 0; i < RECORDER_VISITS_MAX; i++)
		if (d->slots[i].tape)
			return false;
	return !d->told.n;
}

static struct recorder_event event_of(enum recorder_event_kind kind, const struct journal_part *p)
{
	return (struct recorder_event){ .kind = kind,
					.visit = p->visit,
					.recording = p->recording };
}

static struct recorder_event part_event(enum recorder_event_kind kind, struct journal *j)
{
	struct recorder_event e = event_of(kind, journal_part(j));

	e.part = journal_number(j);
	snprintf(e.path, sizeof(e.path), "%s", journal_path(j));
	return e;
}

static struct slot *slot_find(struct deck *d, struct id visit)
{
	struct slot *last = &d->slots[d->last];

	if (last->tape && id_equals(tape_visit(last->tape), visit))
		return last;
	for (int i = 0; i < RECORDER_VISITS_MAX; i++) {
		struct slot *s = &d->slots[i];
		if (!s->tape || !id_equals(tape_visit(s->tape), visit))
			continue;
		d->last = i;
		return s;
	}
	return NULL;
}

/* The slot of a visit; made when it is new; NULL: all are taken. */
static struct slot *slot_get(struct deck *d, struct id visit)
{
	struct slot *s = slot_find(d, visit);

	for (int i = 0; !s && i < RECORDER_VISITS_MAX; i++) {
		if (d->slots[i].tape)
			continue;
		s = &d->slots[i];
		*s = (struct slot){ .tape = tape_new(visit) };
	}
	return s;
}

static struct shown *shown_of(struct deck *d, const struct slot *s)
{
	return &d->shown[s - d->slots];
}

static void on_late_closed(void *owner, struct journal *j)
{
	struct deck *d = owner;
	struct recorder_event e = part_event(RECORDER_CLOSED, j);

	log_info("recorder.part_closed", "visit=%s part=%u recovered=0", e.visit.text, e.part);
	told_add(&d->told, &e);
}

/* Told when it is closed after all: who sent it sends the rest again. */
static void on_late_failed(void *owner, struct journal *j, enum err why)
{
	log_broken("recorder.part_failed", "visit=%s part=%u why=%s", journal_part(j)->visit.text,
		   journal_number(j), err_word(why));
	broken_keep(&((struct deck *)owner)->broken, journal_path(j));
}

static struct late_row *late_of(struct deck *d)
{
	struct late_listener l = { d, on_late_closed, on_late_failed };

	return late_row_new(&d->options.journal, l);
}

struct deck *deck_new(const struct recorder_options *o)
{
	struct deck *d = calloc(1, sizeof(*d));

	if (!d)
		abort();
	d->options = *o;
	d->told.mailbox = o->events;
	if (!o->part_least_us)
		d->options.part_least_us = PART_LEAST_US;
	snprintf(d->folder, sizeof(d->folder), "%s", o->journal.folder);
	d->options.journal.folder = d->folder;
	for (int i = 0; i < RECORDER_VISITS_MAX; i++)
		shown_clear(&d->shown[i]);
	d->late = late_of(d);
	look_at_disk(d, 0);
	return d;
}

void deck_free(struct deck *d)
{
	if (!d)
		return;
	for (int i = 0; i < RECORDER_VISITS_MAX; i++)
		tape_free(d->slots[i].tape);
	told_clear(&d->told);
	late_row_free(d->late);
	free(d);
}

/* A write failed: the part ends here and is told; it is closed as soon as the disk lets us. */
static void fail(struct deck *d, struct slot *s, enum err why, int64_t now_us)
{
	struct journal *j = tape_journal(s->tape);

	if (!j)
		return;
	struct recorder_event e = part_event(RECORDER_FAILED, j);
	e.why = why;
	log_broken("recorder.part_failed", "visit=%s part=%u why=%s", e.visit.text, e.part,
		   err_word(why));
	tape_abandon(s->tape);
	tape_miss(s->tape, why, now_us);
	shown_clear(shown_of(d, s));
	broken_keep(&d->broken, e.path);
	told_add(&d->told, &e);
}

static void refuse(struct deck *d, const struct journal_part *p, enum err why)
{
	struct recorder_event e = event_of(RECORDER_FAILED, p);

	e.why = why;
	log_broken("recorder.part_refused", "visit=%s why=%s", p->visit.text, err_word(why));
	told_add(&d->told, &e);
}

static enum err open_part(struct deck *d, struct slot *s, const struct journal_part *p,
			  struct moment at)
{
	s->part = *p;
	enum err e = tape_open(s->tape, &d->options.journal, &s->part, at.now, at.now_us);

	if (e) {
		tape_miss(s->tape, e, at.now_us);
		return e;
	}
	s->begun_us = at.now_us;
	return ERR_OK;
}

static void tell_started(struct deck *d, struct slot *s)
{
	struct recorder_event started = part_event(RECORDER_STARTED, tape_journal(s->tape));

	shown_set(shown_of(d, s), started.visit, tape_cut_us(s->tape));
	log_info("recorder.part_started", "visit=%s part=%u", started.visit.text, started.part);
	told_add(&d->told, &started);
}

/* The part ends in good order and the recording goes on in the next one: told in this order, so
 * that nobody takes it for over in between. */
static void next_part(struct deck *d, struct slot *s, bool is_full, struct moment at)
{
	struct recorder_event closed = part_event(RECORDER_CLOSED, tape_journal(s->tape));
	struct journal_part p = tape_part(s->tape);
	bool is_early = is_full && at.now_us - s->begun_us < d->options.part_least_us;
	enum err e = tape_close(s->tape, at.now, at.now_us);

	if (e) {
		fail(d, s, e, at.now_us);
		return;
	}
	log_info("recorder.part_closed", "visit=%s part=%u recovered=0", closed.visit.text,
		 closed.part);
	shown_clear(shown_of(d, s));
	if (is_early) {
		e = ERR_TOO_MANY;
		tape_miss(s->tape, e, at.now_us);
	} else {
		e = open_part(d, s, &p, at);
	}
	if (!e)
		tell_started(d, s);
	told_add(&d->told, &closed);
	if (e)
		refuse(d, &p, e);
}

/* Whether it has to be done again: a limit of the part was reached, and now there is another part
 * or none. */
static bool goes_on(struct deck *d, struct slot *s, enum err e, struct moment at)
{
	bool is_full = e == ERR_TOO_MANY || e == ERR_TOO_LARGE;

	if (!e || !tape_journal(s->tape))
		return false;
	if (is_full)
		next_part(d, s, true, at);
	else
		fail(d, s, e, at.now_us);
	return is_full;
}

static void cover(struct deck *d, struct slot *s, const struct journal_part *p, struct moment at)
{
	while (goes_on(d, s, tape_cover(s->tape, p->video, p->audio, at.now_us), at))
		;
}

static void on_leftover(void *owner, const char *path)
{
	struct deck *d = owner;
	enum err e = broken_recover(&d->options.journal, path, &d->told);

	if (e == ERR_TRUNCATED) { /* killed before it began */
		remove(path);
		return;
	}
	if (e)
		log_broken("recorder.part_unreadable", "why=%s", err_word(e));
}

enum err deck_recover(struct deck *d, struct instant now)
{
	struct parts_listener listener = { on_leftover, d };

	parts_tidy(d->options.journal.folder, now);
	return parts_each(d->options.journal.folder, listener);
}

void deck_begin(struct deck *d, const struct journal_part *p, struct moment at)
{
	struct slot *s = slot_get(d, p->visit);
	enum err e = s ? ERR_OK : ERR_TOO_MANY;

	if (s && s->end_us > 0) { /* asked for again while it was ending */
		s->end_us = 0;
		s->rests = false;
		tape_miss_till(s->tape, 0);
		cover(d, s, p, at);
	}
	if (s && !tape_journal(s->tape))
		e = open_part(d, s, p, at);
	if (e)
		refuse(d, p, e);
	else
		tell_started(d, s);
}

void deck_miss(struct deck *d, const struct journal_part *p, enum err why, struct moment at)
{
	struct slot *s = slot_get(d, p->visit);

	if (!s || tape_journal(s->tape))
		return;
	s->part = *p;
	tape_miss(s->tape, why, at.now_us);
}

void deck_end(struct deck *d, struct id visit, int64_t now_us)
{
	struct slot *s = slot_find(d, visit);

	if (s)
		s->end_us = now_us + LINGER_US;
}

void deck_cover(struct deck *d, const struct journal_part *p, struct moment at)
{
	struct slot *s = slot_find(d, p->visit);

	if (s)
		cover(d, s, p, at);
}

void deck_leg(struct deck *d, struct id visit, const struct entry_leg *leg, struct moment at)
{
	struct slot *s = slot_get(d, visit);

	if (!s) /* there are as many slots as stages */
		log_broken("recorder.leg_refused", "visit=%s leg=%s", visit.text, leg->leg.text);
	while (s && goes_on(d, s, tape_leg(s->tape, leg, at.now_us), at))
		;
}

void deck_late(struct deck *d, const struct late_piece *p, struct recorder_asker asker,
	       struct moment at)
{
	struct recorder_event e = event_of(RECORDER_LATE, &p->part);

	e.asker = asker;
	e.why = deck_may_begin(d) ? late_take(d->late, p, at.now, at.now_us, &e.late)
				  : ERR_DISK_FULL;
	if (e.why)
		log_odd("recorder.late_refused", "visit=%s why=%s", e.visit.text, err_word(e.why));
	told_add(&d->told, &e);
}

static void feed(struct deck *d, struct slot *s, const struct intake_item *item, struct bytes bytes,
		 struct moment at)
{
	while (goes_on(d, s, tape_take(s->tape, item, bytes), at))
		;
}

/* Of one visit that took more than its share, or of any: then each tells it. */
static void take_dropped(struct deck *d, const struct intake_item *item, struct moment at)
{
	bool is_one = id_is_set(item->source.visit);
	struct slot *own = is_one ? slot_find(d, item->source.visit) : NULL;

	quiet_add(own ? &own->dropped : &d->dropped, item->source.visit, item->dropped, at.now_us);
	for (int i = 0; i < RECORDER_VISITS_MAX; i++) {
		struct slot *s = &d->slots[i];

		if (s->tape && (!is_one || id_equals(tape_visit(s->tape), item->source.visit)))
			feed(d, s, item, (struct bytes){ 0 }, at);
	}
}

static void take_note(struct deck *d, struct slot *s, const struct intake_item *item,
		      struct moment at)
{
	if (item->event == TAP_STAGE_MOVED && s && tape_journal(s->tape))
		next_part(d, s, false, at);
	if (item->event == TAP_STAGE_CLOSED)
		deck_end(d, item->source.visit, item->at_us);
}

void deck_take(struct deck *d, const struct intake_item *item, struct bytes bytes, struct moment at)
{
	if (item->at_us > at.now_us) { /* a next part begins with it, not before */
		at.now.ms += (item->at_us - at.now_us) / 1000;
		at.now_us = item->at_us;
	}
	if (item->kind == INTAKE_DROPPED) {
		take_dropped(d, item, at);
		return;
	}
	bool is_join = item->kind == INTAKE_NOTE && item->event == TAP_LEG_JOINED;
	struct slot *s =
		is_join ? slot_get(d, item->source.visit) : slot_find(d, item->source.visit);
	if (s)
		feed(d, s, item, bytes, at);
	if (item->kind == INTAKE_NOTE)
		take_note(d, s, item, at);
}

static void close_slot(struct deck *d, struct slot *s, struct moment at)
{
	struct journal *j = tape_journal(s->tape);

	if (j) {
		struct recorder_event e = part_event(RECORDER_CLOSED, j);
		enum err err = tape_close(s->tape, at.now, at.now_us);
		if (err) {
			fail(d, s, err, at.now_us);
		} else {
			log_info("recorder.part_closed", "visit=%s part=%u recovered=0",
				 e.visit.text, e.part);
			told_add(&d->told, &e);
		}
	}
	shown_clear(shown_of(d, s));
	quiet_end(&s->dropped, tape_visit(s->tape));
	tape_free(s->tape);
	s->tape = NULL;
}

/* What is missing at the end stands in a last part, which has nothing else: without it a recording
 * would be taken for whole. False: the disk takes none yet. */
static bool tell_rest(struct deck *d, struct slot *s, struct moment at)
{
	if (tape_journal(s->tape) || !tape_misses(s->tape) || !id_is_set(s->part.visit))
		return true;
	if (!s->rests)
		tape_miss_till(s->tape, at.now_us);
	s->rests = true;
	return deck_may_begin(d) && !open_part(d, s, &s->part, at);
}

static void turn_slot(struct deck *d, struct slot *s, struct moment at)
{
	if (s->end_us > 0 && at.now_us >= s->end_us) {
		if (tell_rest(d, s, at))
			close_slot(d, s, at);
		else
			s->end_us = at.now_us + RETRY_US;
		return;
	}
	if (!tape_journal(s->tape))
		return;
	if (d->space.is_very_full) {
		fail(d, s, ERR_DISK_FULL, at.now_us);
		return;
	}
	if (at.now_us - tape_cut_us(s->tape) < CUT_US)
		return;
	enum err e = tape_cut(s->tape, at.now, at.now_us);
	if (!goes_on(d, s, e, at) && !e)
		shown_set(shown_of(d, s), tape_visit(s->tape), at.now_us);
}

void deck_turn(struct deck *d, struct instant now, int64_t now_us)
{
	look_at_disk(d, now_us);
	for (int i = 0; i < RECORDER_VISITS_MAX; i++) {
		if (d->slots[i].tape)
			turn_slot(d, &d->slots[i], (struct moment){ now, now_us });
	}
	if (now_us - d->retried_us >= RETRY_US) {
		broken_retry(&d->broken, &d->options.journal, &d->told);
		d->retried_us = now_us;
	}
	late_turn(d->late, now_us);
	told_send(&d->told);
}

void deck_close(struct deck *d, struct instant now, int64_t now_us)
{
	for (int i = 0; i < RECORDER_VISITS_MAX; i++) {
		struct slot *s = &d->slots[i];

		if (!s->tape)
			continue;
		if (!tell_rest(d, s, (struct moment){ now, now_us }))
			log_broken("recorder.part_refused", "visit=%s why=%s", s->part.visit.text,
				   err_word(ERR_DISK));
		close_slot(d, s, (struct moment){ now, now_us });
	}
	late_close(d->late);
	broken_retry(&d->broken, &d->options.journal, &d->told);
	told_send(&d->told);
	if (d->told.n > 0)
		log_odd("recorder.events_left", "n=%zu", d->told.n);
}
