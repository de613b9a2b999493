/* Any bytes as a frame of the broker: refused, or read to something that is one thing only. */
#include "broker/common/talk/frame.h"

#include "broker/common/talk/media_messages.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static const struct field *const tables[] = { stage_open_in_fields, stage_record_in_fields,
						      stage_close_in_fields, leg_open_in_fields,
						      leg_close_in_fields };
	OWN(arena) a = arena_new();
	struct frame f;

	if (frame_parse((struct text){ (const char *)at, n }, a, &f))
		return 0;
	if (f.method.n && (f.result.value || f.err))
		abort();
	if (!f.method.n && !f.result.value == !f.err)
		abort();
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		union {
			struct stage_open_in stage;
			struct leg_open_in leg;
		} in = { 0 };
		struct fault fault = { 0 };
		struct buffer out;

		if (fields_parse(f.params, tables[i], a, &in, &fault))
			continue;
		buffer_init(&out, a);
		fields_format(tables[i], &in, &out);
	}
	return 0;
}
