/* A flow on the wire. */
#include "broker/common/talk/flow.h"

const struct field flow_fields[] = {
	F(flow, lost_permille, INT, .max = 1000,
	  .help = "packets that never came, after all repair"),
	F(flow, jitter_ms, INT, .max = INT32_MAX),
	F(flow, kbps, INT, .max = INT32_MAX),
	F(flow, width, INT, .max = 65535, .help = "of the picture, 0: none was seen"),
	F(flow, height, INT, .max = 65535),
	F(flow, freezes, INT, .min = -1, .max = INT32_MAX, .help = "-1: cannot be known"),
	F(flow, frozen_ms, INT, .max = INT32_MAX),
	{ 0 },
};
