/*
 * H.264 payloads (RFC 6184, packetization mode 1: single NAL, STAP-A, FU-A) and the size of the
 * picture in a sequence parameter set. Pure.
 */
#ifndef MEDIA_PACKET_H264_H
#define MEDIA_PACKET_H264_H

#include "broker/common/base/text.h"

enum h264_nal {
	H264_SLICE = 1,
	H264_IDR = 5,
	H264_SEI = 6,
	H264_SPS = 7,
	H264_PPS = 8,
	H264_STAP_A = 24,
	H264_FU_A = 28
};

struct h264 {
	uint8_t nal;      /* of the first NAL unit in it; inside STAP-A and FU-A */
	bool starts_key;  /* a receiver may start here: SPS, or IDR from its first byte */
	bool has_idr;     /* a piece of an IDR picture, also its middle */
	bool starts_nal;  /* not the middle or end of a FU-A */
	struct bytes sps; /* when a whole one is inside */
};

MUST_USE enum err h264_parse(struct bytes payload, struct h264 *out);

struct h264_size {
	uint16_t width;
	uint16_t height;
};

/* The cropped size by a sequence parameter set with its NAL head (ITU-T H.264 s7.3.2.1.1). */
MUST_USE enum err h264_parse_size(struct bytes sps, struct h264_size *out);

#endif
