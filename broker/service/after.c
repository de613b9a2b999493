/* Ends of pages as texts. */
#include "broker/service/after.h"

#include <string.h>

enum err after_refuse(struct call *c)
{
	return call_refuse(c, ERR_BAD_INPUT, "after", WHY_LIST_CHANGED, NULL);
}

static bool parse_number(struct text *t, int64_t *out)
{
	size_t i = 0;
	int64_t n = 0;

	while (i < t->n && i < 18 && t->at[i] >= '0' && t->at[i] <= '9')
		n = n * 10 + (t->at[i++] - '0');
	if (i == 0 || i == t->n || t->at[i] != '.')
		return false;
	*t = (struct text){ t->at + i + 1, t->n - i - 1 };
	*out = n;
	return true;
}

enum err after_parse(struct call *c, struct text t, struct after *out)
{
	int64_t n = 0;

	*out = (struct after){ 0 };
	if (!t.n)
		return ERR_OK;
	if (!parse_number(&t, &n))
		return after_refuse(c);
	*out = (struct after){ true, n, t };
	return ERR_OK;
}

enum err after_id(struct call *c, const struct after *a, struct id *out)
{
	*out = (struct id){ "" };
	if (a->rest.n && id_parse(a->rest, out))
		return after_refuse(c);
	return ERR_OK;
}

struct text after_format(struct call *c, int64_t number, const char *rest)
{
	return arena_format(c->arena, "%lld.%s", (long long)number, rest);
}
