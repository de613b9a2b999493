/*
 * Encryption and authentication of one packet (RFC 3711 s4, RFC 7714) on OpenSSL's ciphers: what the
 * keys of a session do, without knowing sources or numbers. Made once for each direction and kind of
 * packet; nothing is allocated for a packet. Net thread.
 */
#ifndef MEDIA_CRYPT_TRANSFORM_H
#define MEDIA_CRYPT_TRANSFORM_H

#include "broker/common/base/own.h"
#include "media/crypt/srtp.h"

#define TRANSFORM_WORD_MAX 4 /* bytes behind the packet that are authenticated with it */

enum transform_kind { TRANSFORM_RTP, TRANSFORM_RTCP };

struct transform;

/* From a master key and salt, SRTP_KEY_BYTES in all (RFC 3711 s4.3.1; no rekeying: one key is good
 * for 2^48 packets, RFC 3711 s9.2). ERR_CRYPTO. */
MUST_USE enum err transform_new(enum srtp_cipher cipher, enum transform_kind kind, bool seals,
				const uint8_t *master, struct transform **out);
void transform_free(struct transform *t);
OWNABLE(transform)

size_t transform_tag(const struct transform *t); /* bytes */

/* A packet in place: `plain` bytes of head stay readable, the rest is (or becomes) encrypted. */
struct transform_packet {
	uint8_t *at;
	size_t plain;
	size_t n; /* without tag and word */
	uint32_t ssrc;
	uint64_t index; /* RTP: rollover counter and number, 48 bits; RTCP: 31 bits */
	uint8_t word
		[TRANSFORM_WORD_MAX]; /* RTP: the counter; RTCP: E and index. In network order */
};

/* Encrypts and gives the tag. */
MUST_USE enum err transform_seal(struct transform *t, const struct transform_packet *p,
				 uint8_t *tag);

/* Decrypts if the tag holds; ERR_FORBIDDEN: it does not, and the packet is of no use any more. */
MUST_USE enum err transform_open(struct transform *t, const struct transform_packet *p,
				 const uint8_t *tag);

#endif
