/* Any text is a manifest or is refused; one that was read is written and read again. */
#include "broker/common/seal/manifest.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	OWN(arena) a = arena_new();
	struct manifest m, again;
	struct buffer b;

	if (n > 1 << 16 || manifest_parse((struct text){ (const char *)at, n }, a, &m))
		return 0;
	buffer_init(&b, a);
	manifest_format(&m, &b);
	if (manifest_parse(buffer_text(&b), a, &again) || again.files.n != m.files.n)
		abort();
	return 0;
}
