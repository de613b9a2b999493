/*
 * Documents: the screen or document camera of a leg, beside its camera (RFC 4796, a=content:slides).
 * One at a time is shown on a stage, to everybody else; who shows keeps it until it falls silent or
 * the leg goes. Net thread.
 */
#ifndef MEDIA_ENGINE_DOCUMENT_H
#define MEDIA_ENGINE_DOCUMENT_H

#include "media/engine/leg.h"

#define DOCUMENT_OFF_US 3000000 /* a screen at rest comes about once a second */

/* Whether a packet of a picture is of the document, not of the camera; `again`: it came by RTX. */
bool document_owns(const struct leg *l, const struct rtp *r, bool again);

/* Begins to show the leg's document, or goes on; false: another leg shows one. */
bool document_show(struct places *p, const struct leg *from, const struct turn *t);

/* Ends it; nothing if it does not show. */
void document_hide(struct places *p, const struct leg *l, const struct turn *t);
/* Ends it when nothing has come for a while. */
void document_tick(struct places *p, const struct leg *l, const struct turn *t);

#endif
