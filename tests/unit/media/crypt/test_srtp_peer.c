/* SRTP with a peer that is not ours: libsrtp, both profiles, both directions. */
#include "media/crypt/srtp.h"

#include "broker/common/base/sink.h"
#include "tests/lib/test.h"

#include <srtp2/srtp.h>
#include <string.h>

#define ROOM 400

struct pair {
	struct srtp *ours;
	srtp_t in; /* theirs */
	srtp_t out;
};

static srtp_t make_peer(enum srtp_cipher cipher, const uint8_t *key, bool inbound)
{
	srtp_profile_t profile =
		cipher == SRTP_GCM ? srtp_profile_aead_aes_128_gcm : srtp_profile_aes128_cm_sha1_80;
	uint8_t copy[SRTP_MAX_KEY_LEN] = { 0 };
	srtp_policy_t p;
	srtp_t out;

	memset(&p, 0, sizeof p);
	memcpy(copy, key, SRTP_KEY_BYTES);
	CHECK(!srtp_crypto_policy_set_from_profile_for_rtp(&p.rtp, profile));
	CHECK(!srtp_crypto_policy_set_from_profile_for_rtcp(&p.rtcp, profile));
	p.key = copy;
	p.ssrc.type = inbound ? ssrc_any_inbound : ssrc_any_outbound;
	p.window_size = 1024;
	p.allow_repeat_tx = 1;
	CHECK(!srtp_create(&out, &p));
	return out;
}

static void pair_init(struct pair *p, enum srtp_cipher cipher)
{
	struct srtp_keys k = { .cipher = cipher };

	srtp_init();
	for (int i = 0; i < SRTP_KEY_BYTES; i++) {
		k.ours[i] = (uint8_t)(7 * i + 1);
		k.theirs[i] = (uint8_t)(200 - 3 * i);
	}
	CHECK_EQ(ERR_OK, srtp_new(&k, &p->ours));
	p->in = make_peer(cipher, k.ours, true);
	p->out = make_peer(cipher, k.theirs, false);
}

static void pair_clear(struct pair *p)
{
	srtp_free(p->ours);
	srtp_dealloc(p->in);
	srtp_dealloc(p->out);
}

/* Every third with a header extension, every fifth with two contributing sources; sizes vary. */
static size_t make_rtp(uint8_t *p, uint32_t ssrc, uint32_t number)
{
	size_t n = 12;

	memset(p, (int)(number * 31), ROOM);
	p[0] = 0x80;
	p[1] = 96;
	write_u16(p + 2, (uint16_t)number);
	write_u32(p + 4, 3000 * number);
	write_u32(p + 8, ssrc);
	if (number % 5 == 0) {
		p[0] |= 2;
		n += 8;
	}
	if (number % 3 == 0) {
		p[0] |= 0x10;
		write_u16(p + n, 0xbede);
		write_u16(p + n + 2, 2);
		n += 12;
	}
	return n + number % 200;
}

static size_t make_rtcp(uint8_t *p, uint32_t ssrc, uint32_t number)
{
	size_t words = number % 20;

	memset(p, (int)number, ROOM);
	p[0] = 0x80;
	p[1] = 201;
	write_u16(p + 2, (uint16_t)(words + 1));
	write_u32(p + 4, ssrc);
	return 8 + 4 * words;
}

static void check_same(const uint8_t *a, size_t n, const uint8_t *b, size_t m)
{
	CHECK_EQ(n, m);
	CHECK(!memcmp(a, b, n));
}

static void check_to_peer(struct pair *p, uint32_t ssrc, uint32_t number)
{
	uint8_t plain[ROOM], sent[ROOM];
	size_t n = make_rtp(plain, ssrc, number), m = make_rtp(sent, ssrc, number);
	int length;

	CHECK_EQ(ERR_OK, srtp_seal_rtp(p->ours, sent, &m, ROOM));
	length = (int)m;
	CHECK(!srtp_unprotect(p->in, sent, &length));
	check_same(plain, n, sent, (size_t)length);
	n = make_rtcp(plain, ssrc, number);
	m = make_rtcp(sent, ssrc, number);
	CHECK_EQ(ERR_OK, srtp_seal_rtcp(p->ours, sent, &m, ROOM));
	length = (int)m;
	CHECK(!srtp_unprotect_rtcp(p->in, sent, &length));
	check_same(plain, n, sent, (size_t)length);
}

static void check_from_peer(struct pair *p, uint32_t ssrc, uint32_t number)
{
	uint8_t plain[ROOM], sent[ROOM];
	size_t n = make_rtp(plain, ssrc, number), m;
	int length = (int)make_rtp(sent, ssrc, number);

	CHECK(!srtp_protect(p->out, sent, &length));
	m = (size_t)length;
	CHECK_EQ(ERR_OK, srtp_open_rtp(p->ours, sent, &m));
	check_same(plain, n, sent, m);
	n = make_rtcp(plain, ssrc, number);
	length = (int)make_rtcp(sent, ssrc, number);
	CHECK(!srtp_protect_rtcp(p->out, sent, &length));
	m = (size_t)length;
	CHECK_EQ(ERR_OK, srtp_open_rtcp(p->ours, sent, &m));
	check_same(plain, n, sent, m);
}

/* Over three turns of the number, with what gets lost on the way, of three sources at once. */
static void check_long(enum srtp_cipher cipher)
{
	struct pair p;

	pair_init(&p, cipher);
	for (uint32_t number = 65000; number < 65000 + 3 * 65536; number += 1 + number % 97) {
		check_to_peer(&p, 0xc0ffee00 + number % 3, number);
		check_from_peer(&p, 0xbeef0000 + number % 3, number);
	}
	CHECK_EQ(0, srtp_counts(p.ours).forged + srtp_counts(p.ours).replayed);
	pair_clear(&p);
}

static void a_foreign_peer_understands_us_with_sha1(void)
{
	check_long(SRTP_CM_SHA1);
}

static void a_foreign_peer_understands_us_with_gcm(void)
{
	check_long(SRTP_GCM);
}

/* What a NACK asked for comes late and under its old number, on the other side of a turn. */
static void older_packets_keep_their_counter(void)
{
	static const enum srtp_cipher ciphers[] = { SRTP_CM_SHA1, SRTP_GCM };

	for (int c = 0; c < 2; c++) {
		struct pair p;

		pair_init(&p, ciphers[c]);
		for (uint32_t number = 65500; number < 65600; number += 2) {
			check_to_peer(&p, 1, number);
			check_from_peer(&p, 2, number);
		}
		for (uint32_t number = 65501; number < 65600; number += 2) {
			check_to_peer(&p, 1, number);
			check_from_peer(&p, 2, number);
		}
		pair_clear(&p);
	}
}

static void sources_are_bounded(void)
{
	struct pair p;
	uint8_t sent[ROOM];

	pair_init(&p, SRTP_GCM);
	for (uint32_t i = 1; i <= SRTP_SOURCES; i++)
		check_from_peer(&p, i, 1);
	int length = (int)make_rtp(sent, 7777, 1);
	CHECK(!srtp_protect(p.out, sent, &length));
	size_t m = (size_t)length;
	CHECK_EQ(ERR_BAD_INPUT, srtp_open_rtp(p.ours, sent, &m));
	check_from_peer(&p, 1, 2);
	pair_clear(&p);
}

static const struct test tests[] = {
	T(a_foreign_peer_understands_us_with_sha1),
	T(a_foreign_peer_understands_us_with_gcm),
	T(older_packets_keep_their_counter),
	T(sources_are_bounded),
};
RUN_TESTS(tests)
