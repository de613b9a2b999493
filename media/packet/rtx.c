/* Unwraps repeated packets. */
#include "media/packet/rtx.h"

enum err rtx_unwrap(struct bytes packet, uint32_t ssrc, uint8_t payload_type, struct sink *out)
{
	struct rtp r;
	struct rtp_head h;
	size_t start = out->n;

	TRY(rtp_parse(packet, &r));
	if (r.payload.n <= RTX_BYTES)
		return ERR_NOT_FOUND;
	h = (struct rtp_head){
		.seq = read_u16(r.payload.at),
		.ts = r.ts,
		.ssrc = ssrc,
		.payload_type = payload_type,
		.marker = r.marker,
	};
	sink_add(out, packet.at, (size_t)(r.payload.at - packet.at));
	sink_add(out, r.payload.at + RTX_BYTES, r.payload.n - RTX_BYTES);
	if (sink_is_full(out))
		return ERR_TOO_LARGE;
	out->at[start] &= (uint8_t)~0x20u; /* its padding stays behind */
	rtp_rewrite(out->at + start, &h);
	return ERR_OK;
}
