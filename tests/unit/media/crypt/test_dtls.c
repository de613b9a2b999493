/* DTLS between two ends of ours: agreed, lost, repeated, cut, refused. */
#include "media/crypt/dtls.h"

#include "tests/unit/media/crypt/pair.h"

#include <stdlib.h>

static struct pair pair; /* large; each test inits and clears it */

static void keys_are_the_same_on_both_sides(enum srtp_cipher cipher)
{
	struct srtp_keys ours, theirs;

	CHECK_EQ(ERR_OK, dtls_keys(pair.server.dtls, &ours));
	CHECK_EQ(ERR_OK, dtls_keys(pair.client.dtls, &theirs));
	CHECK(ours.cipher == cipher && theirs.cipher == cipher);
	CHECK(!memcmp(ours.ours, theirs.theirs, SRTP_KEY_BYTES));
	CHECK(!memcmp(ours.theirs, theirs.ours, SRTP_KEY_BYTES));
	CHECK(memcmp(ours.ours, ours.theirs, 16));
}

static void both_ends_agree_on_gcm(void)
{
	pair_init(&pair);
	pair_open(&pair);
	pair_talk(&pair);
	CHECK(pair_is(&pair, DTLS_OPEN));
	keys_are_the_same_on_both_sides(SRTP_GCM);
	CHECK_EQ(DTLS_NEVER, dtls_due_us(pair.server.dtls, pair.now_us));
	CHECK_EQ(DTLS_NEVER, dtls_due_us(pair.client.dtls, pair.now_us));
	pair_clear(&pair);
}

static void a_client_without_gcm_gets_sha1(void)
{
	pair_init(&pair);
	CHECK(!SSL_CTX_set_tlsext_use_srtp(certificate_context(pair.client.certificate),
					   "SRTP_AES128_CM_SHA1_80"));
	pair_open(&pair);
	pair_talk(&pair);
	CHECK(pair_is(&pair, DTLS_OPEN));
	keys_are_the_same_on_both_sides(SRTP_CM_SHA1);
	pair_clear(&pair);
}

static void a_client_without_srtp_is_refused(void)
{
	pair_init(&pair);
	CHECK(!SSL_CTX_set_tlsext_use_srtp(certificate_context(pair.client.certificate),
					   "SRTP_AES128_CM_SHA1_32"));
	pair_open(&pair);
	pair_talk(&pair);
	CHECK_EQ(DTLS_BROKEN, dtls_state(pair.server.dtls));
	pair_clear(&pair);
}

static void there_are_no_keys_before_the_handshake(void)
{
	struct srtp_keys k;

	pair_init(&pair);
	pair_open(&pair);
	CHECK_EQ(ERR_WRONG_STATE, dtls_keys(pair.server.dtls, &k));
	CHECK_EQ(ERR_WRONG_STATE, dtls_keys(pair.client.dtls, &k));
	pair_clear(&pair);
}

/* Fingerprint of a certificate that is neither's. */
static void wrong_fingerprint(struct end *judge, const struct end *judged)
{
	struct end other = { 0 };

	pair_init(&pair);
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &other.certificate));
	pair_open_end(&pair, &pair.server, judge == &pair.server ? &other : &pair.client);
	pair_open_end(&pair, &pair.client, judge == &pair.client ? &other : &pair.server);
	dtls_tick(pair.client.dtls, pair.now_us);
	pair_talk(&pair);
	CHECK_EQ(DTLS_BROKEN, dtls_state(judge->dtls));
	CHECK(dtls_state(judged->dtls) != DTLS_OPEN);
	struct srtp_keys k;
	CHECK_EQ(ERR_WRONG_STATE, dtls_keys(judge->dtls, &k));
	certificate_free(other.certificate);
	pair_clear(&pair);
}

static void a_client_of_another_fingerprint_is_refused(void)
{
	wrong_fingerprint(&pair.server, &pair.client);
}

static void a_server_of_another_fingerprint_is_refused(void)
{
	wrong_fingerprint(&pair.client, &pair.server);
}

static void what_is_refused_stays_refused(void)
{
	struct end other = { 0 };

	pair_init(&pair);
	CHECK_EQ(ERR_OK, certificate_new(clock_now(), &other.certificate));
	pair_open_end(&pair, &pair.server, &other);
	pair_open_end(&pair, &pair.client, &pair.server);
	dtls_tick(pair.client.dtls, pair.now_us);
	pair_talk(&pair);
	dtls_tick(pair.server.dtls, pair.now_us);
	CHECK_EQ(ERR_OK,
		 dtls_take(pair.server.dtls, (struct bytes){ (uint8_t *)"\x16", 1 }, pair.now_us));
	CHECK_EQ(DTLS_BROKEN, dtls_state(pair.server.dtls));
	CHECK_EQ(DTLS_NEVER, dtls_due_us(pair.server.dtls, pair.now_us));
	certificate_free(other.certificate);
	pair_clear(&pair);
}

/* Ticks until an end repeats its flight: OpenSSL's own clock counts, at least 20 ms. */
static void repeat_flight(struct end *e)
{
	int64_t end_us = clock_monotonic_us() + 5000000;

	while (!e->out.n && clock_monotonic_us() < end_us)
		if (dtls_due_us(e->dtls, pair.now_us) <= pair.now_us)
			dtls_tick(e->dtls, pair.now_us);
	CHECK(e->out.n > 0);
}

static void a_lost_flight_is_repeated(void)
{
	/* The client's hello, the server's answer, the client's proof. */
	for (int lost = 0; lost < 3; lost++) {
		pair_init(&pair);
		pair_open(&pair);
		if (lost > 0)
			pair_carry(&pair, &pair.client, &pair.server);
		if (lost > 1)
			pair_carry(&pair, &pair.server, &pair.client);
		struct end *e = lost == 1 ? &pair.server : &pair.client;
		CHECK(e->out.n > 0);
		e->out.n = 0;
		repeat_flight(e);
		pair_talk(&pair);
		CHECK(pair_is(&pair, DTLS_OPEN));
		keys_are_the_same_on_both_sides(SRTP_GCM);
		pair_clear(&pair);
	}
}

/* The server is open already, the client is not: its repeated proof must be answered again. */
static void the_last_flight_is_repeated_when_asked_for(void)
{
	pair_init(&pair);
	pair_open(&pair);
	pair_carry(&pair, &pair.client, &pair.server);
	pair_carry(&pair, &pair.server, &pair.client);
	pair_carry(&pair, &pair.client, &pair.server);
	CHECK_EQ(DTLS_OPEN, dtls_state(pair.server.dtls));
	pair.server.out.n = 0;
	repeat_flight(&pair.client);
	pair_talk(&pair);
	CHECK(pair_is(&pair, DTLS_OPEN));
	pair_clear(&pair);
}

/* A hello of over 1,400 bytes, as browsers send: the names of protocols fill it. */
static void make_hello_large(void)
{
	static uint8_t names[1300];

	for (size_t at = 0; at < sizeof names; at += 100) {
		memset(names + at, 'x', 100);
		names[at] = 99;
	}
	CHECK(!SSL_CTX_set_alpn_protos(certificate_context(pair.client.certificate), names,
				       sizeof names));
}

static void a_large_hello_comes_in_two_datagrams(void)
{
	pair_init(&pair);
	make_hello_large();
	pair_open(&pair);
	const struct queue *q = &pair.client.out;
	CHECK(q->n == 2 && q->length[0] + q->length[1] > 1400);
	pair_talk(&pair);
	CHECK(pair_is(&pair, DTLS_OPEN));
	pair_clear(&pair);
}

static void its_pieces_may_come_in_any_order_and_twice(void)
{
	static const int orders[][4] = { { 1, 0, -1 }, { 0, 0, 1, -1 }, { 1, 1, 0, -1 } };

	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		pair_init(&pair);
		make_hello_large();
		pair_open(&pair);
		struct queue q = pair.client.out;
		pair.client.out.n = 0;
		for (int j = 0; orders[i][j] >= 0; j++) {
			struct bytes d = { q.at[orders[i][j]], q.length[orders[i][j]] };

			CHECK_EQ(ERR_OK, dtls_take(pair.server.dtls, d, pair.now_us));
		}
		pair_talk(&pair);
		CHECK(pair_is(&pair, DTLS_OPEN));
		pair_clear(&pair);
	}
}

static void datagrams_without_sense_are_ignored(void)
{
	static const uint8_t noise[] = { 22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200, 1, 2, 3 };
	static const uint8_t large[DTLS_DATAGRAM_MAX + 1] = { 22 };

	pair_init(&pair);
	pair_open(&pair);
	for (size_t n = 1; n <= sizeof noise; n++)
		CHECK_EQ(ERR_OK,
			 dtls_take(pair.server.dtls, (struct bytes){ noise, n }, pair.now_us));
	CHECK_EQ(ERR_BAD_INPUT,
		 dtls_take(pair.server.dtls, (struct bytes){ noise, 0 }, pair.now_us));
	CHECK_EQ(ERR_BAD_INPUT,
		 dtls_take(pair.server.dtls, (struct bytes){ large, sizeof large }, pair.now_us));
	pair_talk(&pair);
	CHECK(pair_is(&pair, DTLS_OPEN));
	for (size_t n = 1; n <= sizeof noise; n++)
		CHECK_EQ(ERR_OK,
			 dtls_take(pair.server.dtls, (struct bytes){ noise, n }, pair.now_us));
	CHECK_EQ(DTLS_OPEN, dtls_state(pair.server.dtls));
	pair_clear(&pair);
}

static void a_handshake_has_an_end(void)
{
	pair_init(&pair);
	pair_open(&pair);
	CHECK(dtls_due_us(pair.server.dtls, pair.now_us) <= pair.now_us + DTLS_HANDSHAKE_US);
	pair.now_us += DTLS_HANDSHAKE_US;
	dtls_tick(pair.server.dtls, pair.now_us);
	CHECK_EQ(DTLS_BROKEN, dtls_state(pair.server.dtls));
	CHECK_EQ(ERR_CRYPTO,
		 dtls_take(pair.client.dtls, (struct bytes){ (uint8_t *)"\x16", 1 }, pair.now_us));
	pair_clear(&pair);
}

static void goodbye_is_heard(void)
{
	pair_init(&pair);
	pair_open(&pair);
	pair_talk(&pair);
	dtls_close(pair.client.dtls);
	pair_carry(&pair, &pair.client, &pair.server);
	CHECK(pair_is(&pair, DTLS_CLOSED));
	pair_clear(&pair);
}

static const struct test tests[] = {
	T(both_ends_agree_on_gcm),
	T(a_client_without_gcm_gets_sha1),
	T(a_client_without_srtp_is_refused),
	T(there_are_no_keys_before_the_handshake),
	T(a_client_of_another_fingerprint_is_refused),
	T(a_server_of_another_fingerprint_is_refused),
	T(what_is_refused_stays_refused),
	T(a_lost_flight_is_repeated),
	T(the_last_flight_is_repeated_when_asked_for),
	T(a_large_hello_comes_in_two_datagrams),
	T(its_pieces_may_come_in_any_order_and_twice),
	T(datagrams_without_sense_are_ignored),
	T(a_handshake_has_an_end),
	T(goodbye_is_heard),
};
RUN_TESTS(tests)
