/* Who is behind a connection. */
#include "broker/link/caller.h"

#include "broker/common/base/log.h"
#include "broker/link/header.h"
#include "broker/link/inside.h"
#include "broker/link/program_name.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

#define COOKIES_MAX   2048
#define FORWARDED_MAX 1024
#define LANGUAGES_MAX 256

struct text header_copy(struct lws *wsi, enum lws_token_indexes which, char *out, int size)
{
	int n = lws_hdr_copy(wsi, out, size, which);

	return n > 0 ? (struct text){ out, (size_t)n } : (struct text){ "", 0 };
}

void caller_address(const struct link *l, struct lws *wsi, char out[46])
{
	char at[FORWARDED_MAX];

	lws_get_peer_simple(wsi, out, 46);
	if (list_has(text_of(l->settings->proxies), out))
		forwarded_for(header_copy(wsi, WSI_TOKEN_X_FORWARDED_FOR, at, sizeof(at)), out);
}

enum language caller_language(struct lws *wsi)
{
	char at[LANGUAGES_MAX];
	const char *asked = lws_get_urlarg_by_name(wsi, "language=", at, sizeof(at));

	if (asked)
		return words_language(text_of(asked));
	return words_language(header_copy(wsi, WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, at, sizeof(at)));
}

static bool read_cookie(struct lws *wsi, const char *name, char out[TOKEN_TEXT])
{
	char at[COOKIES_MAX];
	struct text header = header_copy(wsi, WSI_TOKEN_HTTP_COOKIE, at, sizeof(at));
	struct text value = cookie_find(header, name);

	out[0] = '\0';
	return value.n == TOKEN_TEXT - 1 && !text_copy(value, out, TOKEN_TEXT);
}

enum err caller_token(struct lws *wsi, char out[TOKEN_TEXT])
{
	return read_cookie(wsi, COOKIE_NAME, out) ? ERR_OK : ERR_NOT_SIGNED_IN;
}

void caller_device(struct lws *wsi, char out[TOKEN_TEXT])
{
	(void)read_cookie(wsi, DEVICE_COOKIE, out);
}

static const struct caller nobody = { .roles = ROLE_PUBLIC };

bool caller_ask(struct link *l, struct text token, struct text address, struct handle from,
		void (*found)(struct errand *e))
{
	struct errand *e = errand_new(&l->desk, &nobody, address, found);

	if (!e)
		return false;
	struct session_load_in in = { exchange_keep(e->exchange, token) };
	e->from = from;
	errand_start(e, "session.load", &in);
	return true;
}

enum err caller_found(const struct errand *e, struct caller *out)
{
	const struct session_load_out *found = exchange_out(e->exchange);
	enum err err = exchange_err(e->exchange);

	*out = nobody;
	if (err)
		return err;
	if (!found->found)
		return ERR_NOT_SIGNED_IN;
	*out = found->caller;
	return ERR_OK;
}

bool caller_of_program(struct lws *wsi, struct caller *out)
{
	X509 *cert = SSL_get1_peer_certificate(lws_get_ssl(wsi));
	char name[sizeof(out->name)];
	int n = -1;

	if (cert)
		n = X509_NAME_get_text_by_NID(X509_get_subject_name(cert), NID_commonName, name,
					      sizeof(name));
	X509_free(cert);
	struct text t = { name, n > 0 ? (size_t)n : 0 };
	if (!text_is_clean(t, false) || program_name_parse(t, out)) {
		if (door_may_tell(lws_context_user(lws_get_context(wsi))))
			log_odd("link.refused", "why=certificate");
		return false;
	}
	memcpy(out->name, name, t.n + 1);
	return true;
}
