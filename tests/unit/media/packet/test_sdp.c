/* Offers: a browser's, a small one with all its faults, codecs that are chosen. */
#include "media/packet/sdp.h"

#include "tests/unit/media/packet/offer.h"

static struct sdp_offer offer; /* too large for a stack frame */

static void a_small_offer_is_read_whole(void)
{
	CHECK_EQ(ERR_OK, sdp_parse(TEXT(SMALL), &offer));
	CHECK_EQ(3, offer.n_lines);
	CHECK_TEXT("abcd", offer.ufrag);
	CHECK_TEXT("0123456789012345678901", offer.password);
	CHECK_EQ(SDP_ACTPASS, offer.setup);
	for (size_t i = 0; i < SHA256_BYTES; i++)
		CHECK_EQ(i, offer.fingerprint.at[i]);

	const struct sdp_line *l = &offer.lines[0];
	CHECK(l->media == SDP_AUDIO && l->direction == SDP_SENDONLY && !l->refused && !l->reduced);
	CHECK(l->n_formats == 2 && l->n_ssrcs == 1 && l->ssrcs[0] == 1111);
	CHECK_TEXT("me", l->cname);
	CHECK_TEXT("0", l->mid);
	CHECK(l->formats[0].codec == SDP_OPUS && l->formats[0].channels == 2);
	CHECK(l->formats[0].clock_rate == 48000 && l->formats[0].feedback == SDP_FB_TRANSPORT);
	CHECK(l->extensions[SDP_AUDIO_LEVEL] == 1 && l->extensions[SDP_MID] == 4);
	CHECK(!l->extensions[SDP_TRANSPORT_CC]);
}

static void formats_carry_their_parameters(void)
{
	CHECK_EQ(ERR_OK, sdp_parse(TEXT(SMALL), &offer));
	const struct sdp_line *l = &offer.lines[1];
	const struct sdp_format *f = l->formats;

	CHECK(l->reduced && l->n_formats == 5 && l->n_ssrcs == 2 && l->ssrcs[0] == 2222);
	CHECK(f[0].codec == SDP_VP8);
	CHECK_EQ(SDP_FB_NACK | SDP_FB_PLI | SDP_FB_FIR | SDP_FB_REMB, f[0].feedback);
	CHECK(f[1].codec == SDP_RTX && f[1].apt == 96 && f[1].feedback == SDP_FB_NACK);
	CHECK(f[3].codec == SDP_H264 && f[3].profile == 0x42e01f && f[3].packetization_mode == 1);
	CHECK(f[4].packetization_mode == 0);
}

static void the_offer_of_a_browser_is_read(void)
{
	static const enum sdp_codec order[] = { SDP_H264, SDP_VP8 };
	enum sdp_codec video;

	CHECK_EQ(ERR_OK, sdp_parse(browser_offer(), &offer));
	CHECK_EQ(12, offer.n_lines);
	CHECK_EQ(ERR_OK, sdp_choose_video(&offer, order, 2, &video));
	CHECK_EQ(SDP_H264, video);
	for (size_t i = 0; i < offer.n_lines; i++) {
		const struct sdp_line *l = &offer.lines[i];

		CHECK(!l->refused && l->media == (i % 2 ? SDP_VIDEO : SDP_AUDIO));
		CHECK_EQ(i < 2 ? SDP_SENDONLY : SDP_RECVONLY, l->direction);
		CHECK(l->extensions[SDP_MID] && l->extensions[SDP_ABS_SEND_TIME]);
		CHECK(i < 2 ? l->n_ssrcs > 0 : l->n_ssrcs == 0);
		if (l->media == SDP_AUDIO)
			CHECK_EQ(111, sdp_find_format(l, SDP_OPUS)->payload_type);
		else
			CHECK_EQ(96, sdp_find_format(l, SDP_VP8)->payload_type);
		if (l->media == SDP_VIDEO)
			CHECK_EQ(108, sdp_find_format(l, SDP_H264)->payload_type);
	}
}

static void lines_may_end_without_a_return(void)
{
	static char text[sizeof SMALL];
	size_t n = 0;

	for (const char *c = SMALL; *c; c++)
		if (*c != '\r')
			text[n++] = *c;
	CHECK_EQ(ERR_OK, sdp_parse((struct text){ text, n }, &offer));
	CHECK_EQ(3, offer.n_lines);
}

static void faults_are_refused(void)
{
	static const struct {
		const char *old, *with;
	} cases[] = {
		{ "v=0", "v=1" },
		{ "BUNDLE 0 1 2", "BUNDLE 1 0 2" }, /* another head of the bundle */
		{ "BUNDLE 0 1 2", "LS 0 1 2" },
		{ "a=ice-ufrag:abcd", "a=ice-ufrag:abc" }, /* RFC 8839 s5.4: 4 at least */
		{ "a=ice-ufrag:abcd", "a=ice-ufrag:ab d" },
		{ "a=ice-pwd:0", "a=ice-pwd:" },
		{ "sha-256 ", "sha-1 " },
		{ "sha-256 00", "sha-256 0" },
		{ "sha-256 00", "sha-256 0g" },
		{ "setup:actpass", "setup:holdconn" },
		{ "a=setup:actpass\r\n", "" },
		{ "a=mid:0\r\n", "" },
		{ "a=mid:0", "a=mid:" },
		{ "a=mid:1", "a=mid:0" },     /* twice */
		{ "m=audio 9", "m=audio 0" }, /* the head is refused */
		{ "m=audio 9", "m=audio 65536" },
		{ "m=audio 9", "m=audio x" },
		{ "UDP/TLS/RTP/SAVPF", "RTP/AVP" },
		{ "111 0\r\n", "111 128\r\n" },
		{ "111 0\r\n", "111  0\r\n" },
		{ "a=rtcp-mux\r\n", "" },
		{ "opus/48000", "opus/0" },
		{ "opus/48000", "opus/x" },
		{ "a=extmap:1 ", "a=extmap:0 " },
		{ "a=ssrc:1111", "a=ssrc:4294967296" },
		{ "cname:me", "cname:m e" },
		{ "s=-", "a=ssrc:1 cname:early" },
		{ "s=-", "a=mid:early" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = small_with(cases[i].old, cases[i].with);
		enum err e = sdp_parse(text_of(text), &offer);

		free(text);
		CHECK_EQ(ERR_BAD_INPUT, e);
	}
}

static void more_than_the_limits_is_too_large(void)
{
	static char text[SDP_OFFER_MAX + 2];
	size_t n;

	memset(text, 'v', sizeof text);
	CHECK_EQ(ERR_TOO_LARGE, sdp_parse((struct text){ text, sizeof text }, &offer));
	n = (size_t)sprintf(text, "v=0\r\n");
	for (int i = 0; i <= SDP_LINES_MAX; i++)
		n += (size_t)sprintf(text + n, "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
	CHECK_EQ(ERR_TOO_LARGE, sdp_parse((struct text){ text, n }, &offer));
	n = (size_t)sprintf(text, "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF");
	for (int i = 0; i <= SDP_FORMATS_MAX; i++)
		n += (size_t)sprintf(text + n, " %d", i);
	CHECK_EQ(ERR_TOO_LARGE, sdp_parse((struct text){ text, n }, &offer));
	n = (size_t)sprintf(text, "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
	for (int i = 0; i <= SDP_SSRCS_MAX; i++)
		n += (size_t)sprintf(text + n, "a=ssrc:%d\r\n", i);
	CHECK_EQ(ERR_TOO_LARGE, sdp_parse((struct text){ text, n }, &offer));
	CHECK_EQ(ERR_TOO_LARGE, sdp_parse(TEXT("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
					       "a=mid:01234567890123456\r\n"),
					  &offer));
}

static void every_cut_of_an_offer_is_survived(void)
{
	struct text whole = browser_offer();

	for (size_t n = 0; n < whole.n; n += 7) {
		char *copy = malloc(n + 1);
		enum err e;

		CHECK(copy != NULL);
		memcpy(copy, whole.at, n);
		e = sdp_parse((struct text){ copy, n }, &offer);
		free(copy);
		CHECK(e || offer.n_lines <= 12);
	}
}

static void lines_out_of_the_bundle_are_refused(void)
{
	char *text = small_with("BUNDLE 0 1 2", "BUNDLE 0 1");
	enum err e = sdp_parse(text_of(text), &offer);

	free(text);
	CHECK_EQ(ERR_OK, e);
	CHECK(!offer.lines[0].refused && !offer.lines[1].refused && offer.lines[2].refused);

	text = small_with("m=video 9", "a=bundle-only\r\nm=video 0");
	e = sdp_parse(text_of(text), &offer);
	free(text);
	CHECK_EQ(ERR_OK, e);
	CHECK(offer.lines[1].refused);

	text = small_with("m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 108 109\r\n",
			  "m=video 0 UDP/TLS/RTP/SAVPF 96 97 102 108 109\r\na=bundle-only\r\n");
	e = sdp_parse(text_of(text), &offer);
	free(text);
	CHECK_EQ(ERR_OK, e);
	CHECK(!offer.lines[1].refused); /* RFC 9143 s7.2: port 0 of bundle-only is no refusal */
}

static void lines_that_are_refused_stay_so(void)
{
	char *text = small_with("m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 108 109\r\n",
				"m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
				"a=bundle-only\r\n");
	enum err e = sdp_parse(text_of(text), &offer);

	free(text);
	CHECK_EQ(ERR_OK, e);
	CHECK(offer.lines[1].refused && offer.lines[1].media == SDP_OTHER_MEDIA);
}

static void transport_of_later_lines_is_not_taken(void)
{
	char *text = small_with("a=mid:1\r\n", "a=mid:1\r\na=ice-ufrag:other\r\na=setup:active\r\n"
					       "a=fingerprint:sha-256 zz\r\n");
	enum err e = sdp_parse(text_of(text), &offer);

	free(text);
	CHECK_EQ(ERR_OK, e);
	CHECK_TEXT("abcd", offer.ufrag);
	CHECK_EQ(SDP_ACTPASS, offer.setup);
}

static void constrained_baseline_is_wanted_most(void)
{
	CHECK_EQ(ERR_OK, sdp_parse(TEXT(SMALL), &offer));
	CHECK_EQ(108, sdp_find_format(&offer.lines[1], SDP_H264)->payload_type);
	offer.lines[1].formats[3].packetization_mode = 0;
	CHECK_EQ(102, sdp_find_format(&offer.lines[1], SDP_H264)->payload_type);
	offer.lines[1].formats[2].profile = 0x4d001f;
	CHECK_EQ(102, sdp_find_format(&offer.lines[1], SDP_H264)->payload_type);
	offer.lines[1].formats[2].profile = 0x64001f; /* high: not for old terminals */
	CHECK(!sdp_find_format(&offer.lines[1], SDP_H264));
	CHECK(!sdp_find_format(&offer.lines[0], SDP_VP8));
}

static void a_codec_must_be_in_every_video_line(void)
{
	static const enum sdp_codec order[] = { SDP_H264, SDP_VP8 };
	enum sdp_codec c;

	CHECK_EQ(ERR_OK, sdp_parse(TEXT(SMALL), &offer));
	CHECK(!sdp_choose_video(&offer, order, 2, &c) && c == SDP_H264);
	offer.lines[2].formats[1].codec = SDP_OTHER_CODEC;
	CHECK(!sdp_choose_video(&offer, order, 2, &c) && c == SDP_VP8);
	CHECK_EQ(ERR_NOT_FOUND, sdp_choose_video(&offer, order, 1, &c));
	offer.lines[2].refused = true;
	CHECK(!sdp_choose_video(&offer, order, 1, &c) && c == SDP_H264);
}

static void names_of_codecs_are_read_in_order(void)
{
	static const char *const wrong[] = { "", ",", "av1", "opus", "h264 vp8" };
	enum sdp_codec c[2];
	size_t n;

	CHECK_EQ(ERR_OK, sdp_parse_codecs(TEXT("VP8, h264"), c, 2, &n));
	CHECK(n == 2 && c[0] == SDP_VP8 && c[1] == SDP_H264);
	CHECK_EQ(ERR_TOO_LARGE, sdp_parse_codecs(TEXT("vp8,h264,vp8"), c, 2, &n));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK_EQ(ERR_BAD_INPUT, sdp_parse_codecs(text_of(wrong[i]), c, 2, &n));
}

static const struct test tests[] = {
	T(a_small_offer_is_read_whole),
	T(formats_carry_their_parameters),
	T(the_offer_of_a_browser_is_read),
	T(lines_may_end_without_a_return),
	T(faults_are_refused),
	T(more_than_the_limits_is_too_large),
	T(every_cut_of_an_offer_is_survived),
	T(lines_out_of_the_bundle_are_refused),
	T(lines_that_are_refused_stay_so),
	T(transport_of_later_lines_is_not_taken),
	T(constrained_baseline_is_wanted_most),
	T(a_codec_must_be_in_every_video_line),
	T(names_of_codecs_are_read_in_order),
};
RUN_TESTS(tests)
