/*
 * One direction of a leg's media over some seconds: measured by the media server, kept and told
 * by the broker.
 */
#ifndef BROKER_COMMON_TALK_FLOW_H
#define BROKER_COMMON_TALK_FLOW_H

#include "broker/common/form/fields.h"

struct flow {
	int64_t lost_permille; /* of its packets, after all repair */
	int64_t jitter_ms;
	int64_t kbps;
	int64_t width; /* of the picture, 0: none was seen */
	int64_t height;
	int64_t freezes; /* pictures that came much too late; -1: cannot be known */
	int64_t frozen_ms;
};

/* For messages of both programs. */
extern const struct field flow_fields[];

#endif
