/* The plain bytes of a chunk: entries, or refused; one that was read is written the same. */
#include "media/record/entry.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static uint8_t room[70000];
	struct bytes rest = { at, n };
	struct entry e;
	struct sink s;

	for (;;) {
		const uint8_t *from = rest.at;
		if (entry_parse(&rest, &e))
			return 0;
		size_t length = (size_t)(rest.at - from);
		sink_init(&s, room, sizeof(room));
		entry_format(&e, &s);
		if (sink_is_full(&s) || s.n != length)
			abort();
	}
}
