/* Any packet as compound RTCP; reports and feedback that are read are written the same. */
#include "media/packet/rtcp.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static struct rtcp again(struct sink *s)
{
	struct bytes rest = sink_bytes(s);
	struct rtcp r;

	if (sink_is_full(s) || rtcp_next(&rest, &r) || rest.n)
		abort();
	return r;
}

static void read_reports(const struct rtcp *r, struct sink *s)
{
	struct rtcp_block b[RTCP_BLOCKS_MAX], back[RTCP_BLOCKS_MAX];
	struct rtcp_sender sender, sender_back;
	struct rtcp q;
	size_t n, n_back;

	if (rtcp_parse_blocks(r, b, RTCP_BLOCKS_MAX, &n))
		return;
	if (rtcp_parse_sender(r, &sender) == ERR_OK) {
		rtcp_format_sender(&sender, b, n, s);
		q = again(s);
		if (rtcp_parse_sender(&q, &sender_back) || sender_back.ntp != sender.ntp)
			abort();
	} else {
		rtcp_format_receiver(1, b, n, s);
		q = again(s);
	}
	if (rtcp_parse_blocks(&q, back, RTCP_BLOCKS_MAX, &n_back) || n_back != n)
		abort();
	for (size_t i = 0; i < n; i++)
		if (b[i].lost != back[i].lost || b[i].highest != back[i].highest)
			abort();
}

static bool all_in(const uint16_t *some, size_t n, const uint16_t *of, size_t n_of)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < n_of && of[k] != some[i])
			k++;
		if (k == n_of)
			return false;
	}
	return true;
}

static void read_nack(const struct rtcp *r, struct sink *s)
{
	static uint16_t seqs[RTCP_NACKS_MAX], back[RTCP_NACKS_MAX];
	struct rtcp_feedback f;
	size_t n, n_back;

	if (rtcp_parse_feedback(r, &f) || rtcp_parse_nack(r, seqs, RTCP_NACKS_MAX, &n))
		return;
	rtcp_format_nack(f, seqs, n, s);
	struct rtcp q = again(s);
	if (rtcp_parse_nack(&q, back, RTCP_NACKS_MAX, &n_back))
		abort();
	/* They may come in any order and twice, so the same numbers, but not the same list. */
	if (!all_in(seqs, n, back, n_back) || !all_in(back, n_back, seqs, n))
		abort();
}

static void read_rest(const struct rtcp *r, struct sink *s)
{
	struct rtcp_remb remb, back;
	uint32_t ssrc;
	uint8_t number;

	for (size_t i = 0; rtcp_parse_fir(r, i, &ssrc, &number) == ERR_OK; i++)
		if (8 * i > r->body.n)
			abort();
	if (rtcp_parse_remb(r, &remb))
		return;
	rtcp_format_remb(1, remb.bitrate, remb.ssrcs, remb.n, s);
	struct rtcp q = again(s);
	if (rtcp_parse_remb(&q, &back) || back.n != remb.n || back.bitrate > remb.bitrate)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static void (*const readers[])(const struct rtcp *,
				       struct sink *) = { read_reports, read_nack, read_rest };
	static uint8_t room[8192];
	struct bytes rest = { at, n };
	struct rtcp r;
	struct sink s;

	while (rtcp_next(&rest, &r) == ERR_OK)
		for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
			sink_init(&s, room, sizeof room);
			readers[i](&r, &s);
		}
	return 0;
}
