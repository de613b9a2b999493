/* SRTP in both profiles: sealed and opened, replayed, forged, cut, wrapped around. */
#include "media/crypt/srtp.h"
#include "media/crypt/window.h"

#include "tests/lib/test.h"

#include "broker/common/base/sink.h"

#include <stdlib.h>
#include <string.h>

#define ROOM 256

struct ends {
	struct srtp *a;
	struct srtp *b;
};

static void ends_init(struct ends *e, enum srtp_cipher cipher)
{
	struct srtp_keys k = { .cipher = cipher }, swapped = { .cipher = cipher };

	for (int i = 0; i < SRTP_KEY_BYTES; i++) {
		k.ours[i] = swapped.theirs[i] = (uint8_t)i;
		k.theirs[i] = swapped.ours[i] = (uint8_t)(100 + i);
	}
	CHECK_EQ(ERR_OK, srtp_new(&k, &e->a));
	CHECK_EQ(ERR_OK, srtp_new(&swapped, &e->b));
}

static void ends_clear(struct ends *e)
{
	srtp_free(e->a);
	srtp_free(e->b);
}

static size_t make_rtp(uint8_t *p, uint16_t seq)
{
	memset(p, 0x5a, 60);
	p[0] = 0x80;
	p[1] = 96;
	write_u16(p + 2, seq);
	write_u32(p + 4, 90 * seq);
	write_u32(p + 8, 0xc0ffee);
	return 60;
}

static size_t make_rtcp(uint8_t *p)
{
	static const uint8_t rr[] = { 0x80, 201, 0, 1, 1, 2, 3, 4 };

	memcpy(p, rr, sizeof rr);
	return sizeof rr;
}

static const enum srtp_cipher ciphers[] = { SRTP_CM_SHA1, SRTP_GCM };

static void packets_come_back_in_both_profiles(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t p[ROOM], plain[ROOM];
		struct ends e;
		size_t n = make_rtp(p, 1), whole = make_rtp(plain, 1);

		ends_init(&e, ciphers[c]);
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, p, &n, ROOM));
		CHECK(n > whole && n <= whole + SRTP_EXTRA);
		CHECK(!memcmp(p, plain, 12) && memcmp(p + 12, plain + 12, 48));
		CHECK_EQ(ERR_OK, srtp_open_rtp(e.b, p, &n));
		CHECK(n == whole && !memcmp(p, plain, n));

		n = make_rtcp(p);
		whole = make_rtcp(plain);
		CHECK_EQ(ERR_OK, srtp_seal_rtcp(e.b, p, &n, ROOM));
		CHECK(n > whole && n <= whole + SRTP_EXTRA);
		CHECK_EQ(ERR_OK, srtp_open_rtcp(e.a, p, &n));
		CHECK(n == whole && !memcmp(p, plain, n));
		ends_clear(&e);
	}
}

static void a_replayed_packet_is_refused(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t p[ROOM], again[ROOM];
		struct ends e;
		size_t n = make_rtp(p, 1), m;

		ends_init(&e, ciphers[c]);
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, p, &n, ROOM));
		memcpy(again, p, m = n);
		CHECK_EQ(ERR_OK, srtp_open_rtp(e.b, p, &n));
		CHECK_EQ(ERR_DUPLICATE, srtp_open_rtp(e.b, again, &m));
		n = make_rtcp(p);
		CHECK_EQ(ERR_OK, srtp_seal_rtcp(e.a, p, &n, ROOM));
		memcpy(again, p, m = n);
		CHECK_EQ(ERR_OK, srtp_open_rtcp(e.b, p, &n));
		CHECK_EQ(ERR_DUPLICATE, srtp_open_rtcp(e.b, again, &m));
		CHECK_EQ(2, srtp_counts(e.b).replayed);
		ends_clear(&e);
	}
}

static void a_packet_older_than_the_window_is_refused(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t p[ROOM], old[ROOM], edge[ROOM];
		struct ends e;
		size_t n, n_old = make_rtp(old, 1), n_edge = make_rtp(edge, 3);

		ends_init(&e, ciphers[c]);
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, old, &n_old, ROOM));
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, edge, &n_edge, ROOM));
		for (uint16_t seq = 4; seq <= WINDOW_BITS + 2; seq++) {
			n = make_rtp(p, seq);
			CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, p, &n, ROOM));
			CHECK_EQ(ERR_OK, srtp_open_rtp(e.b, p, &n));
		}
		CHECK_EQ(ERR_DUPLICATE, srtp_open_rtp(e.b, old, &n_old));
		CHECK_EQ(ERR_OK, srtp_open_rtp(e.b, edge, &n_edge));
		ends_clear(&e);
	}
}

static void a_change_of_any_byte_is_noticed(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t sealed[ROOM], p[ROOM];
		struct ends e;
		size_t n = make_rtp(sealed, 1), m;

		ends_init(&e, ciphers[c]);
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, sealed, &n, ROOM));
		for (size_t i = 0; i < n; i++) {
			memcpy(p, sealed, m = n);
			p[i] ^= 1;
			CHECK(srtp_open_rtp(e.b, p, &m) != ERR_OK);
		}
		CHECK(srtp_counts(e.b).forged >= n - 12);
		CHECK_EQ(ERR_OK, srtp_open_rtp(e.b, sealed, &n)); /* the real one still may come */
		ends_clear(&e);
	}
}

static void keys_of_others_open_nothing(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t p[ROOM];
		struct ends e;
		size_t n = make_rtp(p, 1);

		ends_init(&e, ciphers[c]);
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, p, &n, ROOM));
		CHECK_EQ(ERR_FORBIDDEN, srtp_open_rtp(e.a, p, &n)); /* one's own, come back */
		CHECK_EQ(1, srtp_counts(e.a).forged);
		ends_clear(&e);
	}
}

static void truncated_packets_are_refused(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t rtp[ROOM], rtcp[ROOM];
		struct ends e;
		size_t n = make_rtp(rtp, 1), n_rtcp = make_rtcp(rtcp);

		ends_init(&e, ciphers[c]);
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, rtp, &n, ROOM));
		CHECK_EQ(ERR_OK, srtp_seal_rtcp(e.a, rtcp, &n_rtcp, ROOM));
		for (size_t size = 0; size < n; size++) {
			uint8_t *copy = malloc(size + 1);
			size_t m = size, k = size < n_rtcp ? size : 0;

			CHECK(copy != NULL);
			memcpy(copy, rtp, size);
			enum err opened = srtp_open_rtp(e.b, copy, &m);
			memcpy(copy, rtcp, k);
			enum err opened_rtcp = srtp_open_rtcp(e.b, copy, &k);
			free(copy);
			CHECK(opened && opened_rtcp);
		}
		ends_clear(&e);
	}
}

static void numbers_may_wrap_around(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t p[ROOM];
		struct ends e;

		ends_init(&e, ciphers[c]);
		for (uint32_t i = 65000; i < 67000; i++) {
			size_t n = make_rtp(p, (uint16_t)i);

			CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, p, &n, ROOM));
			if (i % 7) /* some are lost */
				CHECK_EQ(ERR_OK, srtp_open_rtp(e.b, p, &n));
		}
		ends_clear(&e);
	}
}

static void a_packet_may_be_sealed_again_for_a_nack(void)
{
	for (int c = 0; c < 2; c++) {
		uint8_t first[ROOM], second[ROOM];
		struct ends e;
		size_t n = make_rtp(first, 9), m = make_rtp(second, 9);

		ends_init(&e, ciphers[c]);
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, first, &n, ROOM));
		CHECK_EQ(ERR_OK, srtp_seal_rtp(e.a, second, &m, ROOM));
		CHECK(n == m && !memcmp(first, second, n));
		ends_clear(&e);
	}
}

static void a_packet_needs_room_behind_it(void)
{
	uint8_t p[ROOM];
	struct ends e;
	size_t n = make_rtp(p, 1), m = make_rtcp(p);

	ends_init(&e, SRTP_GCM);
	CHECK_EQ(ERR_TOO_LARGE, srtp_seal_rtp(e.a, p, &n, n + SRTP_EXTRA - 1));
	CHECK_EQ(ERR_TOO_LARGE, srtp_seal_rtcp(e.a, p, &m, m + SRTP_EXTRA - 1));
	CHECK(n == 60 && m == 8);
	ends_clear(&e);
}

static const struct test tests[] = {
	T(packets_come_back_in_both_profiles),
	T(a_replayed_packet_is_refused),
	T(a_packet_older_than_the_window_is_refused),
	T(a_change_of_any_byte_is_noticed),
	T(keys_of_others_open_nothing),
	T(truncated_packets_are_refused),
	T(numbers_may_wrap_around),
	T(a_packet_may_be_sealed_again_for_a_nack),
	T(a_packet_needs_room_behind_it),
};
RUN_TESTS(tests)
