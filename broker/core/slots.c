/* Slots of a window, counted from its start. */
#include "broker/core/slots.h"

bool slots_get(struct span window, int64_t slot_ms, int64_t buffer_ms, int n, struct span *out)
{
	int64_t step, from;

	if (n < 0 || slot_ms <= 0 || buffer_ms < 0 ||
	    __builtin_add_overflow(slot_ms, buffer_ms, &step) ||
	    __builtin_mul_overflow(step, (int64_t)n, &from))
		return false;
	if (from > span_ms(window) - slot_ms)
		return false;
	out->from.ms = window.from.ms + from;
	out->till.ms = out->from.ms + slot_ms;
	return true;
}

bool slots_find(struct span window, int64_t slot_ms, int64_t buffer_ms, struct instant from,
		struct span *out)
{
	int64_t step;

	if (slot_ms <= 0 || buffer_ms < 0 || __builtin_add_overflow(slot_ms, buffer_ms, &step) ||
	    !span_has(window, from))
		return false;
	int64_t n = (from.ms - window.from.ms) / step;
	struct span slot;
	if (n > INT32_MAX || !slots_get(window, slot_ms, buffer_ms, (int)n, &slot) ||
	    slot.from.ms != from.ms)
		return false;
	*out = slot;
	return true;
}
