/*
 * The media side of a live visit: which media server has its stage, and what of it is recorded.
 * A refused or withdrawn consent is never recorded; then no recording exists either.
 */
#ifndef BROKER_SERVICE_MEDIA_STAGING_H
#define BROKER_SERVICE_MEDIA_STAGING_H

#include "broker/service/call.h"
#include "broker/store/visit_rows.h"

/* What the resident's newest answers allow to be recorded; nothing before they were given. */
MUST_USE enum err staging_find_consent(struct call *c, struct id visit, struct consent *out);
bool staging_is_recorded(const struct consent *answers);

/* The visit has a media server that is connected: its own, or now the nearest with room. In
 * v->server. ERR_NO_MEDIA_SERVER with a sentence. */
MUST_USE enum err staging_place(struct call *c, struct visit *v);

/* Tells the media server of the visit to have its stage; the recording is made with it. */
MUST_USE enum err staging_open(struct call *c, const struct visit *v);

/* Tells it again what of a stage that it has may be recorded: the last word may have been lost. */
MUST_USE enum err staging_remind(struct call *c, const struct visit *v);

#endif
