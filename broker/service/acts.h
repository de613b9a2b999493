/*
 * The acts of the audit log: each message that leaves an entry, or whose refusal does, and what has no
 * message. An act that is written no more stays: entries of years ago have it. Read only: any thread.
 */
#ifndef BROKER_SERVICE_ACTS_H
#define BROKER_SERVICE_ACTS_H

#include <stdbool.h>

#define ACT_OTHER "other" /* in answers only */
#define ACT_HELP  "other: an act that this version of the broker does not know"

extern const char *const act_words[]; /* ACT_OTHER, NULL at the end */

bool act_is_known(const char *act);

#endif
