/* The load generator: legs by command on standard input, what happens to them on standard output.
 * Signalling stands outside, in ours.mjs and janus.mjs. */
#include "tests/bench/legs/crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: legs [gcm|cm] [--loss SHARE] [--delay MS] [--frames N] [--packets N] [--bytes N]\n"
	"            [--video FILE] [--audio FILE]\n"
	"  frames a second, packets a frame, bytes a packet of made-up VP8; or files of RTP packets\n"
	"  (VP8 and Opus, framed by RFC 4571), the first a key frame\n"
	"commands: leg N 0|1 (publishes) -> leg N PORT UFRAG PASSWORD FINGERPRINT SSRC SSRC\n"
	"          peer N IP PORT UFRAG PASSWORD FINGERPRINT client|server (the peer in DTLS)\n"
	"          send 0|1, count -> count JSON, close N, quit\n"
	"tells:    open N US, first N US, picture N US (the handshake, the first packet, the first key\n"
	"          frame that is whole; monotonic clock)\n";

static bool options_parse(int argc, char **argv, struct crowd_options *o)
{
	*o = (struct crowd_options){ .profile = "SRTP_AEAD_AES_128_GCM",
				     .frames = 25,
				     .packets = 4,
				     .bytes = 1060,
				     .way = { .come = leg_take } };
	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";

		if (strcmp(argv[i], "cm") == 0)
			o->profile = "SRTP_AES128_CM_SHA1_80";
		else if (strcmp(argv[i], "--video") == 0)
			o->video = value;
		else if (strcmp(argv[i], "--audio") == 0)
			o->audio = value;
		else if (strcmp(argv[i], "--loss") == 0)
			o->way.loss = atof(value);
		else if (strcmp(argv[i], "--delay") == 0)
			o->way.delay_us = atoll(value) * 1000;
		else if (strcmp(argv[i], "--frames") == 0)
			o->frames = atoi(value);
		else if (strcmp(argv[i], "--packets") == 0)
			o->packets = atoi(value);
		else if (strcmp(argv[i], "--bytes") == 0)
			o->bytes = atoi(value);
		else if (strcmp(argv[i], "gcm") != 0)
			return false;
		i += argv[i][0] == '-';
	}
	return o->frames > 0 && o->frames <= 120 && o->packets > 0 && o->packets <= 100 &&
	       o->bytes >= 20 && o->bytes <= CLIP_PAYLOAD_MAX;
}

int main(int argc, char **argv)
{
	static struct crowd g;
	struct crowd_options o;

	if (!options_parse(argc, argv, &o)) {
		fputs(usage, stderr);
		return 2;
	}
	enum err err = crowd_init(&g, &o);
	if (err) {
		fprintf(stderr, "legs: %s\n", err_word(err));
		return 1;
	}
	crowd_run(&g);
	crowd_clear(&g);
	return 0;
}
