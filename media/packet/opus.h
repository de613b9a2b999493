/*
 * The little that a forwarder asks of an Opus packet (RFC 6716 s3.1). Pure.
 */
#ifndef MEDIA_PACKET_OPUS_H
#define MEDIA_PACKET_OPUS_H

#include "broker/common/base/text.h"

/* Length in samples at 48 kHz; 0 when it is no Opus packet. */
uint32_t opus_samples(struct bytes payload);

#endif
