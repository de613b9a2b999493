/* Tells apart what shares the one port. */
#include "media/packet/datagram.h"

enum datagram_kind datagram_kind(struct bytes d)
{
	if (d.n < 2)
		return DATAGRAM_UNKNOWN;
	if (d.at[0] < 4)
		return DATAGRAM_STUN;
	if (d.at[0] >= 20 && d.at[0] < 64)
		return DATAGRAM_DTLS;
	if (d.at[0] < 128 || d.at[0] > 191)
		return DATAGRAM_UNKNOWN;
	/* RFC 5761 s4: packet types 192-223 cannot be marker and payload type of RTP here. */
	return d.at[1] >= 192 && d.at[1] <= 223 ? DATAGRAM_RTCP : DATAGRAM_RTP;
}
