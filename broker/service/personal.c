/* Sealing, opening and masking personal fields. */
#include "broker/service/personal.h"

#include "broker/common/base/log.h"

#include <string.h>

enum err personal_seal(struct call *c, struct secret_place at, struct text t, struct bytes *out)
{
	uint8_t *sealed = arena_get(c->arena, t.n + SECRET_PLACED_EXTRA);
	struct bytes plain = { (const uint8_t *)t.at, t.n };

	TRY(secret_seal_at(c->rules->data_key, at, plain, sealed));
	*out = (struct bytes){ sealed, t.n + SECRET_PLACED_EXTRA };
	return ERR_OK;
}

enum err personal_open(struct call *c, struct secret_place at, struct bytes sealed,
		       struct text *out)
{
	if (sealed.n < SECRET_PLACED_EXTRA)
		return ERR_CRYPTO;
	size_t n = sealed.n - SECRET_PLACED_EXTRA;
	uint8_t *plain = arena_get(c->arena, n + 1);
	enum err e = secret_open_at(c->rules->data_key, at, sealed, plain);

	if (e) {
		log_broken("personal.unreadable", "table=%s row=%s column=%s", at.table, at.row,
			   at.column);
		return e;
	}
	*out = (struct text){ (const char *)plain, n };
	return ERR_OK;
}

/* Bytes of the first n characters. */
static size_t prefix(struct text t, size_t n)
{
	size_t i = 0;

	while (i < t.n && n > 0) {
		i++;
		while (i < t.n && ((uint8_t)t.at[i] & 0xc0) == 0x80)
			i++;
		n--;
	}
	return i;
}

struct text personal_mask(struct call *c, struct text t)
{
	size_t length = text_length(t);
	size_t head = prefix(t, length > 8 ? 3 : 1);
	size_t tail = length > 8 ? prefix(t, length - 4) : t.n;

	return arena_format(c->arena, "%.*s****%.*s", (int)head, t.at, (int)(t.n - tail),
			    t.at + tail);
}
