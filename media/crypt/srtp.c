/* SRTP over libsrtp2; its error codes end here. */
#include "media/crypt/srtp.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <srtp2/srtp.h>
#include <stdlib.h>
#include <string.h>

struct srtp {
	srtp_t in;
	srtp_t out;
	struct srtp_counts counts;
};

/* libsrtp keeps tables of its own that are made once. */
static void start_library(void)
{
	if (srtp_init() != srtp_err_status_ok)
		abort();
}

static enum err make_context(const struct srtp_keys *k, const uint8_t *key, bool inbound,
			     srtp_t *out)
{
	srtp_policy_t p;
	srtp_profile_t profile = k->cipher == SRTP_GCM ? srtp_profile_aead_aes_128_gcm
						       : srtp_profile_aes128_cm_sha1_80;
	uint8_t copy[SRTP_MAX_KEY_LEN] = { 0 };
	srtp_err_status_t s;

	memset(&p, 0, sizeof p);
	if (srtp_crypto_policy_set_from_profile_for_rtp(&p.rtp, profile) ||
	    srtp_crypto_policy_set_from_profile_for_rtcp(&p.rtcp, profile))
		return ERR_CRYPTO;
	memcpy(copy, key, SRTP_KEY_BYTES);
	p.key = copy;
	p.ssrc.type = inbound ? ssrc_any_inbound : ssrc_any_outbound;
	p.window_size = SRTP_WINDOW;
	p.allow_repeat_tx = 1;
	s = srtp_create(out, &p);
	OPENSSL_cleanse(copy, sizeof copy);
	return s == srtp_err_status_ok ? ERR_OK : ERR_CRYPTO;
}

enum err srtp_new(const struct srtp_keys *k, struct srtp **out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	OWN(srtp) s = calloc(1, sizeof *s);

	if (!s)
		abort();
	pthread_once(&once, start_library);
	TRY(make_context(k, k->theirs, true, &s->in));
	TRY(make_context(k, k->ours, false, &s->out));
	*out = srtp_give(&s);
	return ERR_OK;
}

void srtp_free(struct srtp *s)
{
	if (!s)
		return;
	if (s->in)
		srtp_dealloc(s->in);
	if (s->out)
		srtp_dealloc(s->out);
	free(s);
}

static enum err count(struct srtp *s, srtp_err_status_t status)
{
	switch (status) {
	case srtp_err_status_ok:
		return ERR_OK;
	case srtp_err_status_replay_fail:
	case srtp_err_status_replay_old:
		s->counts.replayed++;
		return ERR_DUPLICATE;
	case srtp_err_status_auth_fail:
	case srtp_err_status_cipher_fail:
		s->counts.forged++;
		return ERR_FORBIDDEN;
	default:
		s->counts.malformed++;
		return ERR_BAD_INPUT;
	}
}

enum err srtp_open_rtp(struct srtp *s, uint8_t *packet, size_t *n)
{
	int length = (int)*n;

	TRY(count(s, srtp_unprotect(s->in, packet, &length)));
	*n = (size_t)length;
	return ERR_OK;
}

enum err srtp_open_rtcp(struct srtp *s, uint8_t *packet, size_t *n)
{
	int length = (int)*n;

	TRY(count(s, srtp_unprotect_rtcp(s->in, packet, &length)));
	*n = (size_t)length;
	return ERR_OK;
}

enum err srtp_seal_rtp(struct srtp *s, uint8_t *packet, size_t *n, size_t size)
{
	int length = (int)*n;

	if (size < *n + SRTP_EXTRA)
		return ERR_TOO_LARGE;
	if (srtp_protect(s->out, packet, &length) != srtp_err_status_ok)
		return ERR_CRYPTO;
	*n = (size_t)length;
	return ERR_OK;
}

enum err srtp_seal_rtcp(struct srtp *s, uint8_t *packet, size_t *n, size_t size)
{
	int length = (int)*n;

	if (size < *n + SRTP_EXTRA)
		return ERR_TOO_LARGE;
	if (srtp_protect_rtcp(s->out, packet, &length) != srtp_err_status_ok)
		return ERR_CRYPTO;
	*n = (size_t)length;
	return ERR_OK;
}

struct srtp_counts srtp_counts(const struct srtp *s)
{
	return s->counts;
}
