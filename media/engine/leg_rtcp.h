/*
 * RTCP with a leg: what it says about our feeds and its tracks, and what we ask of it. Net thread.
 */
#ifndef MEDIA_ENGINE_LEG_RTCP_H
#define MEDIA_ENGINE_LEG_RTCP_H

#include "media/engine/leg.h"

/* A decrypted RTCP packet. */
void leg_take_rtcp(struct leg *l, struct bytes packet, const struct turn *t);

/* Sends what is due: NACKs, requests for key frames; with `report` a receiver report as well. */
void leg_ask(struct leg *l, bool report, const struct turn *t);

/* Sender reports of its feeds. */
void leg_report_feeds(struct leg *l, const struct turn *t);

#endif
