/* Orders to the net thread. */
#include "media/engine/order.h"

#include <stdlib.h>
#include <string.h>

struct stage_order *stage_order_new(enum stage_order_kind kind)
{
	struct stage_order *o = calloc(1, sizeof *o);

	if (!o)
		abort();
	o->kind = kind;
	return o;
}

void stage_order_free(struct stage_order *o)
{
	if (!o)
		return;
	free(o->text);
	free(o->report.visits);
	free(o->report.legs);
	free(o);
}

void stage_order_set_text(struct stage_order *o, struct text t)
{
	char *copy = malloc(t.n + 1);

	if (!copy)
		abort();
	memcpy(copy, t.at, t.n);
	copy[t.n] = 0;
	free(o->text);
	o->text = copy;
}
