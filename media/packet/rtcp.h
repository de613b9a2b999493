/*
 * RTCP (RFC 3550 s6), feedback (RFC 4585, 5104) and REMB: a compound packet is walked item by item;
 * formatters append to a sink. Pure.
 */
#ifndef MEDIA_PACKET_RTCP_H
#define MEDIA_PACKET_RTCP_H

#include "broker/common/base/sink.h"

enum rtcp_type {
	RTCP_SR = 200,
	RTCP_RR = 201,
	RTCP_SDES = 202,
	RTCP_BYE = 203,
	RTCP_APP = 204,
	RTCP_RTPFB = 205,
	RTCP_PSFB = 206,
	RTCP_XR = 207
};

enum rtcp_rtpfb { RTCP_NACK = 1 };
enum rtcp_psfb { RTCP_PLI = 1, RTCP_FIR = 4, RTCP_AFB = 15 };

#define RTCP_BLOCKS_MAX 31
#define RTCP_NACKS_MAX  512 /* sequence numbers of one NACK */
#define RTCP_CNAME_MAX  255
#define RTCP_REMB_MAX   64

/* One packet of a compound. */
struct rtcp {
	uint8_t type;
	uint8_t count;     /* of blocks or sources; the format of a feedback packet */
	struct bytes body; /* behind the four-byte head, without padding */
};

/* Cuts the first item off *rest; ERR_NOT_FOUND at the end, ERR_BAD_INPUT when lengths do not
 * fit. */
MUST_USE enum err rtcp_next(struct bytes *rest, struct rtcp *out);

struct rtcp_sender {
	uint32_t ssrc;
	uint64_t ntp;
	uint32_t rtp;
	uint32_t packets;
	uint32_t octets;
};
MUST_USE enum err rtcp_parse_sender(const struct rtcp *r, struct rtcp_sender *out);

/* What a receiver says about one source. */
struct rtcp_block {
	uint32_t ssrc;
	uint8_t fraction_lost; /* 1/256 */
	int32_t lost;          /* 24 bits, signed */
	uint32_t highest;      /* extended sequence number */
	uint32_t jitter;
	uint32_t lsr;
	uint32_t dlsr;
};
/* Blocks of an SR or RR; at most `most`; *n is how many. */
MUST_USE enum err rtcp_parse_blocks(const struct rtcp *r, struct rtcp_block *out, size_t most,
				    size_t *n);

/* Who asks whom: the head of every feedback packet. */
struct rtcp_feedback {
	uint32_t from;
	uint32_t media;
};
bool rtcp_is_pli(const struct rtcp *r);
MUST_USE enum err rtcp_parse_feedback(const struct rtcp *r, struct rtcp_feedback *out);

/* The sequence numbers that are missing; no more than `most` are given. */
MUST_USE enum err rtcp_parse_nack(const struct rtcp *r, uint16_t *out, size_t most, size_t *n);

/* The i-th source of a FIR (its feedback head names none); ERR_NOT_FOUND behind the last. */
MUST_USE enum err rtcp_parse_fir(const struct rtcp *r, size_t i, uint32_t *ssrc, uint8_t *number);

struct rtcp_remb {
	uint64_t bitrate; /* bit/s */
	uint32_t ssrcs[RTCP_REMB_MAX];
	size_t n;
};
MUST_USE enum err rtcp_parse_remb(const struct rtcp *r, struct rtcp_remb *out);

void rtcp_format_sender(const struct rtcp_sender *s, const struct rtcp_block *blocks, size_t n,
			struct sink *out);
void rtcp_format_receiver(uint32_t from, const struct rtcp_block *blocks, size_t n,
			  struct sink *out);
void rtcp_format_cname(uint32_t ssrc, struct text cname, struct sink *out);
/* Sequence numbers in rising order (they may wrap around). */
void rtcp_format_nack(struct rtcp_feedback f, const uint16_t *seqs, size_t n, struct sink *out);
void rtcp_format_pli(struct rtcp_feedback f, struct sink *out);
void rtcp_format_fir(struct rtcp_feedback f, uint8_t number, struct sink *out);
void rtcp_format_remb(uint32_t from, uint64_t bitrate, const uint32_t *ssrcs, size_t n,
		      struct sink *out);

#endif
