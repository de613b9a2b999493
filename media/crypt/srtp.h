/*
 * SRTP and SRTCP of one leg (RFC 3711, 7714) on OpenSSL's ciphers: one side for what comes in, one
 * for what goes out, each for up to SRTP_SOURCES sources. Net thread; packets change in place.
 */
#ifndef MEDIA_CRYPT_SRTP_H
#define MEDIA_CRYPT_SRTP_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#define SRTP_SOURCES   256 /* a browser has about ten, a leg of twelve slots sends 50 */
#define SRTP_KEY_BYTES 30  /* 16 + 14 with SHA-1, 16 + 12 with GCM */
#define SRTP_EXTRA     24  /* most bytes that sealing adds to RTP or RTCP */

enum srtp_cipher {                   /* numbers of RFC 5764 s4.1.2 and RFC 7714 s14.2 */
		   SRTP_CM_SHA1 = 1, /* AES128_CM_SHA1_80 */
		   SRTP_GCM = 7      /* AEAD_AES_128_GCM */
};

struct srtp_keys {
	enum srtp_cipher cipher;
	uint8_t ours[SRTP_KEY_BYTES]; /* for what we send */
	uint8_t theirs[SRTP_KEY_BYTES];
};

struct srtp_counts {
	uint64_t replayed;  /* came before, or older than the window */
	uint64_t forged;    /* its authentication tag does not hold */
	uint64_t malformed; /* or of one source too many */
};

struct srtp;

/* The keys are copied; wipe yours. */
MUST_USE enum err srtp_new(const struct srtp_keys *k, struct srtp **out);
void srtp_free(struct srtp *s);
OWNABLE(srtp)

/* Decrypts in place; *n becomes the size of the plain packet. ERR_DUPLICATE: replayed;
 * ERR_FORBIDDEN: forged; ERR_BAD_INPUT: malformed. What fails is counted. */
MUST_USE enum err srtp_open_rtp(struct srtp *s, uint8_t *packet, size_t *n);
MUST_USE enum err srtp_open_rtcp(struct srtp *s, uint8_t *packet, size_t *n);

/* Encrypts in place; needs SRTP_EXTRA bytes behind *n. The same packet may be sealed again for
 * a NACK, but never other content under the same number. */
MUST_USE enum err srtp_seal_rtp(struct srtp *s, uint8_t *packet, size_t *n, size_t size);
MUST_USE enum err srtp_seal_rtcp(struct srtp *s, uint8_t *packet, size_t *n, size_t size);

struct srtp_counts srtp_counts(const struct srtp *s);

#endif
