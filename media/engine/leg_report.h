/*
 * What is told of a leg: its state once a second, the quality of its line in windows. Net thread.
 */
#ifndef MEDIA_ENGINE_LEG_REPORT_H
#define MEDIA_ENGINE_LEG_REPORT_H

#include "media/engine/leg.h"

/* Ends the window of its quality, when it is time. */
void leg_watch_quality(struct leg *l, const struct turn *t);

/* All but what only the stage knows: speaks, picture. */
struct leg_report leg_report(const struct leg *l, int64_t now_us);

#endif
