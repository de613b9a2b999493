/*
 * The events that changes leave in the outbox: each name with what its data says and what it
 * means. Read by tell.c, which writes no other, and by the documentation. Read only.
 */
#ifndef BROKER_SERVICE_EVENTS_H
#define BROKER_SERVICE_EVENTS_H

#include "broker/common/form/fields.h"

/* The data of an event about a visit. */
struct visit_news {
	struct text state;
};

extern const struct field visit_news_fields[];

/* A sheet (sheets.h) has a new version. */
struct sheet_news {
	int64_t version;
	struct text writer; /* the window */
	struct text name;   /* of the staff */
};

extern const struct field sheet_news_fields[];

/* X(name, fields of its data, help): sorted by name. */
#define EVENTS(X)                                                                                  \
	X("closing.saved", sheet_news, "The closing that is drafted has a new version.")           \
	X("consent.recorded", visit_news, "The resident's answers were kept.")                     \
	X("media.lost", visit_news, "The media server of the visit is gone: join again.")          \
	X("minutes.saved", sheet_news, "The minutes have a new version, by this person.")          \
	X("recording.filed", visit_news, "A part of the recording is in the archive.")             \
	X("recording.started", visit_news, "A part of the recording has begun.")                   \
	X("tree.changed", no_news, "Places were replaced: load them anew.")                        \
	X("visit.admitted", visit_news, "The resident was let in; the visit is live.")             \
	X("visit.booked", visit_news, "A visit was booked.")                                       \
	X("visit.cancelled", visit_news, "A visit was cancelled.")                                 \
	X("visit.check_in_undone", visit_news, "The check-in was a mistake and is undone.")        \
	X("visit.checked_in", visit_news, "The resident is here.")                                 \
	X("visit.closed", visit_news, "A visit ended with an outcome.")                            \
	X("visit.joined", visit_news, "A seat is connected.")                                      \
	X("visit.left", visit_news, "A seat is no longer connected.")                              \
	X("visit.moved", visit_news, "A visit has another time.")                                  \
	X("visit.muted", visit_news, "A seat was silenced, or may speak again.")                   \
	X("visit.no_show", visit_news, "The resident did not come.")

struct event_kind {
	const char *name;
	const struct field *data;
	const char *help;
};

/* All of them, in order; NULL after the last. */
const struct event_kind *event_kind_at(size_t i);
bool event_is_known(struct text name);

/* Their names, NULL at the end. */
extern const char *const event_words[];

#endif
