/* Requests to media servers as frames. */
#include "broker/wire/exchange.h"

#include <assert.h>

struct text ask_format(const struct ask *a, int64_t id, struct arena *arena)
{
	const struct media_message *m = message_find_media(a->method);
	struct buffer out;

	assert(m);
	buffer_init(&out, arena);
	buffer_addf(&out,
		    "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"%s\",\"params\":", (long long)id,
		    m->name);
	fields_format(m->in, a->in, &out);
	buffer_addf(&out, "}");
	return buffer_text(&out);
}
