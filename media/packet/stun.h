/*
 * STUN messages (RFC 8489) with the attributes of ICE (RFC 8445 s7.1). Pure; texts in a parsed
 * message are borrowed from the datagram.
 */
#ifndef MEDIA_PACKET_STUN_H
#define MEDIA_PACKET_STUN_H

#include "broker/common/base/sink.h"
#include "media/packet/addr.h"

#define STUN_BINDING           1
#define STUN_TRANSACTION_BYTES 12
#define STUN_MESSAGE_MAX       1280

enum stun_class { STUN_REQUEST = 0, STUN_INDICATION = 1, STUN_SUCCESS = 2, STUN_ERROR = 3 };

enum stun_ice_role { STUN_NO_ROLE, STUN_CONTROLLING, STUN_CONTROLLED };

struct stun {
	enum stun_class class;
	uint16_t method;
	uint8_t transaction[STUN_TRANSACTION_BYTES];
	struct text username; /* of a check: "<receiver's ufrag>:<sender's ufrag>" */
	struct addr mapped;   /* XOR-MAPPED-ADDRESS */
	uint32_t priority;
	enum stun_ice_role role;
	uint64_t tie_breaker; /* that came with the role */
	bool use_candidate;
	uint16_t error;        /* code of an error response, 0: none */
	uint16_t unknown;      /* first attribute we must understand and do not: answer 420 */
	uint16_t integrity_at; /* offset of MESSAGE-INTEGRITY, 0: none */
	bool fingerprint;      /* there was one, and it holds */
};

/* ERR_BAD_INPUT: not STUN, a length that does not fit, a FINGERPRINT that does not hold.
 * Attributes behind MESSAGE-INTEGRITY are ignored, as s14.5 says. */
MUST_USE enum err stun_parse(struct bytes datagram, struct stun *out);

/* MESSAGE-INTEGRITY is there and was made with this password (short-term credentials). */
bool stun_is_signed(const struct stun *s, struct bytes datagram, struct text password);

/* The part of the user name before the colon: the ufrag of who receives the check. */
struct text stun_ufrag(const struct stun *s);

/* All three are signed if the password is not empty, and end with FINGERPRINT. Room for
 * STUN_MESSAGE_MAX is always enough. */
void stun_format_success(const struct stun *request, struct addr mapped, struct text password,
			 struct sink *out);
/* 400 bad request, 401 unauthenticated, 420 unknown attribute, 487 role conflict. */
void stun_format_error(const struct stun *request, int code, struct text password,
		       struct sink *out);
/* A binding request: transaction, username, priority, role, use_candidate are taken from s. */
void stun_format_request(const struct stun *s, struct text password, struct sink *out);

#endif
