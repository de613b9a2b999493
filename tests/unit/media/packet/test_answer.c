/* Answers: ICE-lite, one bundle, the codecs chosen, slots, refused lines. */
#include "tests/unit/media/packet/offer.h"

static struct sdp_offer offer;
static char room[SDP_ANSWER_MAX + 1];

/* Answers `text` with a slot on each line on which the client receives; terminated. */
static const char *answer_to(struct text text, enum sdp_codec video)
{
	static struct sdp_slot slots[SDP_LINES_MAX];
	struct addr addresses[4];
	struct sdp_answer a = { .offer = &offer,
				.video = video,
				.ufrag = TEXT("ours"),
				.password = TEXT("0987654321098765432109"),
				.addresses = addresses,
				.n_addresses = 4,
				.slots = slots,
				.cname = TEXT("xq"),
				.session = 42 };
	struct sink s;

	CHECK_EQ(ERR_OK, sdp_parse(text, &offer));
	memset(&a.fingerprint, 0xab, sizeof a.fingerprint);
	CHECK_EQ(ERR_OK, addr_parse(TEXT("192.0.2.1"), 8444, &addresses[0]));
	CHECK_EQ(ERR_OK, addr_parse(TEXT("2001:db8::1"), 8444, &addresses[1]));
	for (int i = 0; i < 2; i++) {
		addresses[2 + i] = addresses[i];
		addresses[2 + i].stream = 1;
		addresses[2 + i].port = 443;
	}
	memset(slots, 0, sizeof slots);
	for (size_t i = 0; i < offer.n_lines; i++) {
		if (offer.lines[i].direction != SDP_RECVONLY)
			continue;
		slots[i].ssrc = 1000 + (uint32_t)i;
		slots[i].rtx =
			strstr(text.at, "a=fmtp:99 apt=96\r\na=mid") ? 2000 + (uint32_t)i : 0;
		sprintf(slots[i].stream, "slot%zu", i / 2);
		sprintf(slots[i].track, "track%zu", i);
	}
	sink_init(&s, room, SDP_ANSWER_MAX);
	sdp_format_answer(&a, &s);
	CHECK(!sink_is_full(&s));
	room[s.n] = 0;
	return room;
}

static int count(const char *text, const char *word)
{
	int n = 0;

	while ((text = strstr(text, word))) {
		n++;
		text += strlen(word);
	}
	return n;
}

static void an_answer_says_what_the_server_does(void)
{
	static const char *const lines[] = {
		"o=- 42 1 IN IP4",
		"a=ice-lite\r\n",
		"a=group:BUNDLE 0 1 2\r\n",
		"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
		"m=video 9 UDP/TLS/RTP/SAVPF 108\r\n",
		"a=ice-ufrag:ours\r\na=ice-pwd:0987654321098765432109\r\na=fingerprint:sha-256 AB:AB:",
		"a=setup:passive\r\n",
		"a=rtpmap:111 opus/48000/2\r\n",
		"a=fmtp:111 minptime=10;useinbandfec=1\r\n", /* RFC 7587 s6.1 */
		"a=rtpmap:108 H264/90000\r\n",
		"profile-level-id=42e01f;x-google-start-bitrate=500\r\n",
		"a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n",
		"a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n",
		"a=candidate:1 1 udp 2130706431 192.0.2.1 8444 typ host\r\n",
		"a=candidate:2 1 udp 2130706175 2001:db8::1 8444 typ host\r\n",
		"a=candidate:3 1 tcp 1520434687 192.0.2.1 443 typ host tcptype passive\r\n",
		"a=candidate:4 1 tcp 1520434431 2001:db8::1 443 typ host tcptype passive\r\n",
		"a=msid:slot1 track2\r\na=ssrc:1002 cname:xq\r\na=ssrc:1002 msid:slot1 track2\r\n",
	};
	const char *text = answer_to(TEXT(SMALL), SDP_H264);

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		CHECK(strstr(text, lines[i]));
	CHECK_EQ(3, count(text, "a=rtcp-mux\r\n"));
	CHECK_EQ(2, count(text, "a=recvonly\r\n"));
	CHECK_EQ(1, count(text, "a=sendonly\r\n"));
	CHECK_EQ(4, count(text, "a=candidate:"));
	CHECK_EQ(1, count(text, "a=rtcp-rsize\r\n"));
	CHECK_EQ(0, count(text, "transport-cc")); /* no line has both feedback and number */
	CHECK_EQ(0, count(text, "rtx"));
}

static void only_offered_feedback_is_answered(void)
{
	const char *text = answer_to(TEXT(SMALL), SDP_VP8);

	CHECK_EQ(2, count(text, "a=rtpmap:96 VP8/90000\r\n"));
	CHECK_EQ(1, count(text, "a=rtcp-fb:96 nack\r\n"));
	CHECK_EQ(1, count(text, "a=rtcp-fb:96 nack pli\r\n"));
	CHECK_EQ(1, count(text, "a=rtcp-fb:96 ccm fir\r\n"));
	CHECK_EQ(1, count(text, "a=rtcp-fb:96 goog-remb\r\n"));
	CHECK_EQ(0, count(text, "H264"));
}

/* RFC 4588 s8.1; the sender's and the receiver's line have payload types of their own. */
static void what_is_sent_again_has_a_type_and_a_source(void)
{
	static const char receiver[] = "SAVPF 96 108\r\na=mid:2\r\n";
	char *text = small_with(receiver, "SAVPF 96 108 99\r\na=rtpmap:99 rtx/90000\r\n"
					  "a=fmtp:99 apt=96\r\na=mid:2\r\n");

	answer_to(text_of(text), SDP_VP8);
	free(text);
	CHECK_EQ(2222, offer.lines[1].repaired);
	CHECK_EQ(3333, offer.lines[1].repair);
	CHECK(strstr(room, "SAVPF 96 97\r\n"));
	CHECK(strstr(room, "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"));
	CHECK(strstr(room, "SAVPF 96 99\r\n"));
	CHECK(strstr(room, "a=rtpmap:99 rtx/90000\r\na=fmtp:99 apt=96\r\n"));
	CHECK(strstr(room, "a=ssrc-group:FID 1002 2002\r\na=ssrc:1002 cname:xq\r\n"));
	CHECK(strstr(room, "a=ssrc:2002 cname:xq\r\n"));
}

static void transport_wide_feedback_is_answered_both_ways(void)
{
	static const char head[] = "a=rtcp-fb:96 transport-cc\r\na=extmap:3 http://www.ietf.org/";
	const char *text = answer_to(browser_offer(), SDP_VP8);

	CHECK_EQ(12, count(text, "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"));
	CHECK_EQ(6, count(text, "a=rtcp-fb:111 transport-cc\r\n"));
	CHECK_EQ(6, count(text, head));
}

/* RFC 8853 s5.2 */
static void a_picture_in_layers_is_answered(void)
{
	char *text = small_with("a=mid:1\r\na=sendonly\r\n",
				"a=mid:1\r\na=sendonly\r\na=rid:l send\r\na=rid:h send\r\n"
				"a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
				"a=simulcast:send ~l,m;h recv x\r\n");

	answer_to(text_of(text), SDP_VP8);
	free(text);
	CHECK(strstr(room, "a=rid:l recv\r\na=rid:h recv\r\na=simulcast:recv l;h\r\n"));
	CHECK(strstr(room, "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"));
	CHECK_EQ(1, count(room, "simulcast"));
}

/* RFC 4796 s5; it has one size, whatever the offer says. */
static void a_document_is_answered_as_one(void)
{
	char *text = small_with(
		"a=mid:1\r\na=sendonly\r\n",
		"a=mid:1\r\na=sendonly\r\na=content:main,slides\r\na=simulcast:send l;h\r\n"
		"a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n");

	answer_to(text_of(text), SDP_VP8);
	free(text);
	CHECK(!offer.lines[0].is_document && offer.lines[1].is_document);
	CHECK_EQ(1, count(room, "a=content:slides\r\n"));
	CHECK_EQ(0, count(room, "simulcast"));
	text = small_with("a=mid:1\r\n", "a=mid:1\r\na=content:speaker\r\n");
	answer_to(text_of(text), SDP_VP8);
	free(text);
	CHECK_EQ(0, count(room, "a=content"));
}

static void layers_that_cannot_be_told_apart_are_not_answered(void)
{
	static const char *const with[] = {
		"a=mid:1\r\na=sendonly\r\na=simulcast:send l;h\r\n", /* no header extension */
		"a=mid:1\r\na=sendonly\r\na=simulcast:send h\r\n"
		"a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n",
	};

	for (size_t i = 0; i < 2; i++) {
		char *text = small_with("a=mid:1\r\na=sendonly\r\n", with[i]);

		answer_to(text_of(text), SDP_VP8);
		free(text);
		CHECK_EQ(0, count(room, "a=simulcast"));
	}
}

static void a_passive_client_makes_us_active(void)
{
	char *text = small_with("setup:actpass", "setup:passive");

	answer_to(text_of(text), SDP_VP8);
	free(text);
	CHECK(!sdp_is_dtls_server(&offer));
	CHECK_EQ(3, count(room, "a=setup:active\r\n"));
	offer.setup = SDP_ACTIVE;
	CHECK(sdp_is_dtls_server(&offer));
}

static void lines_that_cannot_be_answered_are_refused(void)
{
	char *text = small_with("BUNDLE 0 1 2", "BUNDLE 0 1");

	answer_to(text_of(text), SDP_H264);
	free(text);
	CHECK(strstr(room, "a=group:BUNDLE 0 1\r\n"));
	CHECK(strstr(room, "m=video 0 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\n"
			   "a=inactive\r\n"));
	CHECK_EQ(0, count(room, "a=ssrc:"));
}

static void a_line_without_a_slot_sends_nothing(void)
{
	char *text = small_with("a=mid:2\r\na=recvonly", "a=mid:2\r\na=inactive");

	answer_to(text_of(text), SDP_H264);
	free(text);
	CHECK_EQ(1, count(room, "a=inactive\r\n"));
	CHECK_EQ(0, count(room, "a=sendonly\r\n"));
}

static void a_browser_gets_an_answer_for_each_line(void)
{
	const char *text = answer_to(browser_offer(), SDP_VP8);

	CHECK(strstr(text, "a=group:BUNDLE 0 1 2 3 4 5 6 7 8 9 10 11\r\n"));
	CHECK_EQ(12, count(text, "\r\nm="));
	CHECK_EQ(10, count(text, "a=sendonly\r\n"));
	CHECK_EQ(2, count(text, "a=recvonly\r\n"));
	CHECK_EQ(20, count(text, "a=ssrc:"));
	CHECK_EQ(12, count(text, "urn:ietf:params:rtp-hdrext:sdes:mid\r\n"));
	CHECK_EQ(0, count(text, "\r\n\r\n"));
	CHECK(strlen(text) < 16000);
}

/* What we answer may be read by the same rules: it is an offer but for its head. */
static void an_answer_has_the_form_of_an_offer(void)
{
	static struct sdp_offer back;

	answer_to(TEXT(SMALL), SDP_H264);
	CHECK_EQ(ERR_OK, sdp_parse(text_of(room), &back));
	CHECK(back.n_lines == 3 && back.setup == SDP_PASSIVE && back.lines[2].ssrcs[0] == 1002);
	CHECK_EQ(SDP_SENDONLY, back.lines[2].direction);
	CHECK_TEXT("xq", back.lines[2].cname);
}

static const struct test tests[] = {
	T(an_answer_says_what_the_server_does),
	T(only_offered_feedback_is_answered),
	T(what_is_sent_again_has_a_type_and_a_source),
	T(transport_wide_feedback_is_answered_both_ways),
	T(a_picture_in_layers_is_answered),
	T(a_document_is_answered_as_one),
	T(layers_that_cannot_be_told_apart_are_not_answered),
	T(a_passive_client_makes_us_active),
	T(lines_that_cannot_be_answered_are_refused),
	T(a_line_without_a_slot_sends_nothing),
	T(a_browser_gets_an_answer_for_each_line),
	T(an_answer_has_the_form_of_an_offer),
};
RUN_TESTS(tests)
