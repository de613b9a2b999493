/* How often somebody may ask. */
#include "broker/wire/limits.h"

#include <string.h>

void wire_limits_init(struct wire_limits *l, const struct wire_rate *requests)
{
	l->request = limit_new(4096, (int)requests->burst, requests->each_ms);
	l->query = limit_new(4096, 20, 3 * SECOND_MS);
	l->sign_in = limit_new(4096, 30, 2 * SECOND_MS);
}

void wire_limits_clear(struct wire_limits *l)
{
	limit_free(l->request);
	limit_free(l->query);
	limit_free(l->sign_in);
	memset(l, 0, sizeof(*l));
}
