/* The administrative code. */
#include "broker/core/code12.h"

#include <string.h>

enum err code12_parse(struct text t, struct code12 *out)
{
	if (t.n != 12)
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < t.n; i++)
		if (t.at[i] < '0' || t.at[i] > '9')
			return ERR_BAD_INPUT;
	return text_copy(t, out->digits, sizeof(out->digits));
}

bool code12_equals(struct code12 a, struct code12 b)
{
	return memcmp(a.digits, b.digits, 12) == 0;
}
