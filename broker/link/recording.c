/* Range reads of recordings: who may, and which file. */
#include "broker/link/recording.h"

#include "broker/link/caller.h"
#include "broker/link/inside.h"
#include "broker/link/reading.h"
#include "broker/wire/inner.h"

#include <string.h>

#define ACCESS_MAX 256

static enum err parse(struct text path, struct recording_read_in *out)
{
	path.at += sizeof(RECORDING_PATH) - 1;
	path.n -= sizeof(RECORDING_PATH) - 1;
	TRY(id_parse(text_next(&path, '/'), &out->recording));
	TRY(text_parse_int(text_next(&path, '/'), 1, ARCHIVE_PARTS_MAX, &out->part));
	out->file = path;
	return manifest_name_is_safe(path) ? ERR_OK : ERR_BAD_INPUT;
}

static struct text access_of(struct lws *wsi, char *at, int size)
{
	const char *value = lws_get_urlarg_by_name(wsi, "access=", at, size);

	return value ? text_of(value) : (struct text){ "", 0 };
}

static void granted(struct errand *e)
{
	struct web *w = web_find(link_of(e), e->from);
	const struct recording_read_in *in = exchange_in(e->exchange);
	const struct recording_read_out *out = exchange_out(e->exchange);
	enum err err = exchange_err(e->exchange);
	char range[80];

	if (!w)
		return;
	if (!err) {
		struct reading_name name = { in->recording, (uint32_t)in->part, in->file,
					     header_copy(w->wsi, WSI_TOKEN_HTTP_RANGE, range,
							 sizeof(range)) };

		w->caller = out->caller;
		err = reading_start(w, &name);
	}
	if (err == ERR_NOT_SIGNED_IN)
		web_refuse(w, err, WHY_RECORDING_SIGN_IN, NULL);
	else if (err == ERR_TOO_MANY)
		web_refuse(w, err, WHY_READS_TOO_MANY, NULL);
	else if (err == ERR_BUSY)
		web_refuse(w, err, WHY_READERS_TOO_MANY, NULL);
	else if (err)
		web_refuse(w, err, WHY_ACCESS_ENDED, NULL);
}

void recording_start(struct web *w, struct text path)
{
	char token[TOKEN_TEXT], access[ACCESS_MAX];
	struct recording_read_in in = { .part = 0 };
	struct errand *e;

	if (parse(path, &in)) {
		web_refuse(w, ERR_NOT_FOUND, WHY_FILE_UNKNOWN, NULL);
	} else if (caller_token(w->wsi, token)) {
		web_refuse(w, ERR_NOT_SIGNED_IN, WHY_RECORDING_SIGN_IN, NULL);
	} else if (!(e = errand_new(&w->link->desk, &w->caller, text_of(w->address), granted))) {
		web_refuse(w, ERR_BUSY, WHY_READERS_TOO_MANY, NULL);
	} else {
		in.file = exchange_keep(e->exchange, in.file);
		in.access = exchange_keep(e->exchange, access_of(w->wsi, access, sizeof(access)));
		in.session = exchange_keep(e->exchange, text_of(token));
		e->from = w->self;
		errand_start(e, "recording.read", &in);
	}
}
