/* The head of an HTTP answer. */
#include "broker/link/web_head.h"

#include "broker/link/files.h"
#include "broker/link/reading.h"

#include <stdio.h>
#include <string.h>

#define HEAD_SIZE 3072

/* Scripts, styles and connections of our own only; nobody may frame us. */
#define CONTENT_POLICY                                                                             \
	"default-src 'none'; script-src 'self'; style-src 'self'; "                                \
	"img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; "              \
	"connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "      \
	"form-action 'self'; frame-ancestors 'none'"

struct head {
	struct lws *wsi;
	uint8_t *p;
	uint8_t *end;
	int failed;
};

static void add(struct head *h, const char *name, const char *value)
{
	h->failed |=
		lws_add_http_header_by_name(h->wsi, (const uint8_t *)name, (const uint8_t *)value,
					    (int)strlen(value), &h->p, h->end);
}

static void add_safety(struct head *h, const struct web *w)
{
	add(h, "content-security-policy:", CONTENT_POLICY);
	add(h, "x-content-type-options:", "nosniff");
	add(h, "x-frame-options:", "DENY");
	add(h, "referrer-policy:", "same-origin");
	add(h, "cross-origin-opener-policy:", "same-origin");
	add(h, "cross-origin-resource-policy:", "same-origin");
	add(h, "permissions-policy:",
	    "camera=(self), microphone=(self), display-capture=(self), geolocation=()");
	if (w->secure)
		add(h, "strict-transport-security:", "max-age=31536000");
}

static void add_file(struct head *h, const struct web *w)
{
	const struct file *f = w->answer.file;

	add(h, "cache-control:", f->hashed ? "public, max-age=31536000, immutable" : "no-cache");
	add(h, "etag:", f->etag);
	if (f->packed.n)
		add(h, "vary:", "accept-encoding");
	if (w->answer.packed)
		add(h, "content-encoding:", "gzip");
}

static void add_reading(struct head *h, const struct web *w)
{
	char range[80];

	add(h, "accept-ranges:", "bytes");
	if (reading_format_range(w->reading, range, sizeof(range)))
		add(h, "content-range:", range);
}

int64_t web_head_length(const struct web *w)
{
	return w->reading ? reading_length(w->reading) : (int64_t)w->answer.body.n;
}

int web_head_write(struct web *w)
{
	uint8_t at[LWS_PRE + HEAD_SIZE];
	struct head h = { w->wsi, at + LWS_PRE, at + sizeof(at), 0 };
	bool no_body = w->answer.status == 204 || w->answer.status == 304;
	lws_filepos_t length = no_body ? 0 : (lws_filepos_t)web_head_length(w);

	h.failed = lws_add_http_common_headers(w->wsi, (unsigned int)w->answer.status,
					       w->answer.type, length, &h.p, h.end);
	add_safety(&h, w);
	if (w->answer.file)
		add_file(&h, w);
	else
		add(&h, "cache-control:", "no-store");
	if (w->reading)
		add_reading(&h, w);
	if (w->closes)
		add(&h, "connection:", "close");
	if (w->answer.cookie[0])
		add(&h, "set-cookie:", w->answer.cookie);
	if (w->answer.device[0])
		add(&h, "set-cookie:", w->answer.device);
	if (h.failed)
		return -1;
	return lws_finalize_write_http_header(w->wsi, at + LWS_PRE, &h.p, h.end);
}
