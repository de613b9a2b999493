/*
 * What a datagram on the one port is, by its first bytes (RFC 7983, RFC 5761 s4). Pure.
 */
#ifndef MEDIA_PACKET_DATAGRAM_H
#define MEDIA_PACKET_DATAGRAM_H

#include "broker/common/base/text.h"

enum datagram_kind {
	DATAGRAM_UNKNOWN,
	DATAGRAM_STUN,
	DATAGRAM_DTLS,
	DATAGRAM_RTP,
	DATAGRAM_RTCP,
	DATAGRAM_KIND_COUNT
};

enum datagram_kind datagram_kind(struct bytes datagram);

#endif
