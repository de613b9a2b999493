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

static enum err may_read(struct web *w, const struct recording_read_in *in)
{
	OWN(exchange) x = exchange_new(w->link->desk.parts.wire, &w->caller, text_of(w->address));

	if (exchange_start(x, "recording.read", in, clock_now()) != EXCHANGE_REPLY)
		return ERR_BUSY;
	return exchange_err(x);
}

static struct text access_of(struct lws *wsi, char *at, int size)
{
	const char *value = lws_get_urlarg_by_name(wsi, "access=", at, size);

	return value ? text_of(value) : (struct text){ "", 0 };
}

void recording_start(struct web *w, struct text path)
{
	char token[TOKEN_TEXT], access[ACCESS_MAX], range[80];
	struct recording_read_in in = { .part = 0 };

	if (parse(path, &in)) {
		web_refuse(w, ERR_NOT_FOUND, WHY_FILE_UNKNOWN, NULL);
		return;
	}
	enum err err = caller_token(w->wsi, token);
	if (!err)
		err = caller_load(w->link, text_of(token), &w->caller);
	if (err) {
		web_refuse(w, err, WHY_RECORDING_SIGN_IN, NULL);
		return;
	}
	in.access = access_of(w->wsi, access, sizeof(access));
	in.session = w->caller.session;
	err = may_read(w, &in);
	if (!err) {
		struct reading_name name = { in.recording, (uint32_t)in.part, in.file,
			header_copy(w->wsi, WSI_TOKEN_HTTP_RANGE, range, sizeof(range)) };

		err = reading_start(w, &name);
	}
	if (err == ERR_TOO_MANY)
		web_refuse(w, err, WHY_READS_TOO_MANY, NULL);
	else if (err == ERR_BUSY)
		web_refuse(w, err, WHY_READERS_TOO_MANY, NULL);
	else if (err)
		web_refuse(w, err, WHY_ACCESS_ENDED, NULL);
}
