/* Where a request ends. */
#include "broker/link/framing.h"

#include "broker/common/base/text.h"

#include <libwebsockets.h>

#define LENGTH_DIGITS 12

/* As RFC 9112 s6.2 writes it: digits, and no more than fit. */
static bool is_length(struct text t)
{
	if (!t.n || t.n > LENGTH_DIGITS)
		return false;
	for (size_t i = 0; i < t.n; i++)
		if (t.at[i] < '0' || t.at[i] > '9')
			return false;
	return true;
}

/* The library skips a name with a space before its colon as one that it does not know. */
static bool has_spaced_name(struct lws *wsi)
{
	static const char *const names[] = { "content-length :", "transfer-encoding :",
					     "content-length\t:", "transfer-encoding\t:" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (lws_hdr_custom_length(wsi, names[i], (int)text_of(names[i]).n) >= 0)
			return true;
	return false;
}

bool framing_is_clear(struct lws *wsi, bool may_have_body)
{
	char length[LENGTH_DIGITS + 2];
	int n = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH);

	if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) || has_spaced_name(wsi))
		return false;
	/* A length that is there and empty counts as none with the library: a fragment is there. */
	if (lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, 1) > 0)
		return false;
	if (!n)
		return true;
	int copied = lws_hdr_copy(wsi, length, sizeof(length), WSI_TOKEN_HTTP_CONTENT_LENGTH);
	if (copied <= 0 || !is_length((struct text){ length, (size_t)copied }))
		return false;
	return may_have_body || text_is((struct text){ length, (size_t)copied }, "0");
}
