/* What was recorded while the link was down is kept whole and brought piece by piece. */
#include "client/kiosk/catchup.h"
#include "tests/lib/test.h"

#include <stdio.h>

#define S INT64_C(1000000)

static const struct id visit = { "01JZ1111111111111111111101" };
static const struct id leg = { "01JZ1111111111111111111102" };

static struct spool_stretch stretch(const char *id)
{
	struct spool_stretch w = {
		.visit = visit, .leg = leg, .epoch = 3, .picture = BACKFILL_VP8
	};

	snprintf(w.id.text, sizeof(w.id.text), "01JZ1111111111111111111%s", id);
	return w;
}

static void take(struct spool *s, int64_t from_us, int n)
{
	uint8_t packet[1000] = { 0x80, 96 };

	for (int i = 0; i < n; i++) {
		packet[3] = (uint8_t)i;
		spool_take(s, i % 2 ? BACKFILL_SOUND : BACKFILL_PICTURE,
			   (struct bytes){ packet, sizeof(packet) }, from_us + i * 10000);
	}
}

/* Packets in the pieces of one stretch, which are taken out; *last: its end was among them. */
static int drain(struct spool *s, const char *id, bool *last, int64_t *oldest_us)
{
	struct backfill_packet packet;
	struct spool_piece p;
	int64_t before_us = 0;
	int n = 0;

	*last = false;
	while (spool_peek(s, &p)) {
		CHECK(id_equals(stretch(id).id, p.stretch.id) && !*last);
		*last = p.is_last;
		CHECK(p.packets.n <= BACKFILL_PIECE_MAX);
		for (struct bytes rest = p.packets; rest.n; n++) {
			CHECK_EQ(ERR_OK, backfill_parse(&rest, &packet));
			CHECK(packet.at_us >= before_us && packet.rtp.n == 1000);
			*oldest_us = n ? *oldest_us : packet.at_us;
			before_us = packet.at_us;
		}
		spool_pop(s);
	}
	return n;
}

static void what_came_before_a_loss_and_during_it_is_kept_and_nothing_else(void)
{
	OWN(spool) s = spool_new(1 << 20);
	struct spool_stretch w = stretch("111");
	struct spool_piece p;
	int64_t oldest_us = 0;
	bool last;

	take(s, 1 * S, 100); /* too long ago */
	take(s, 20 * S, 200);
	CHECK(!spool_peek(s, &p));
	spool_begin(s, &w, 22 * S);
	take(s, 22 * S, 300);
	CHECK(spool_peek(s, &p) && p.stretch.from_us == 20 * S);
	spool_end(s);
	take(s, 25 * S, 50); /* the link is up again */
	CHECK_EQ(500, drain(s, "111", &last, &oldest_us));
	CHECK(last && oldest_us == 20 * S);
	CHECK_EQ(0, spool_size(s));
}

static void two_losses_are_two_stretches(void)
{
	OWN(spool) s = spool_new(1 << 20);
	struct spool_stretch one = stretch("111"), two = stretch("112");
	struct spool_piece p;
	int pieces[2] = { 0 };

	spool_begin(s, &one, 1 * S);
	take(s, 1 * S, 40);
	spool_end(s);
	take(s, 2 * S, 10);
	spool_begin(s, &two, 3 * S);
	take(s, 3 * S, 60);
	spool_end(s);
	for (; spool_peek(s, &p); spool_pop(s)) {
		bool is_two = id_equals(p.stretch.id, two.id);
		CHECK(is_two || !pieces[1]);
		CHECK_EQ(is_two ? 2 * S : 1 * S, p.stretch.from_us);
		pieces[is_two]++;
	}
	CHECK_EQ(2, pieces[0]);
	CHECK(pieces[1] >= 2);
}

static void memory_has_an_end_and_it_is_told(void)
{
	OWN(spool) s = spool_new(100000);
	struct spool_stretch w = stretch("111");
	int64_t oldest_us = 0;
	bool last;

	spool_begin(s, &w, 1 * S);
	take(s, 1 * S, 50);
	CHECK(!spool_is_full(s));
	take(s, 2 * S, 500);
	CHECK(spool_is_full(s) && spool_size(s) < 102000);
	spool_end(s);
	int n = drain(s, "111", &last, &oldest_us);
	CHECK(n >= 98 && n <= 101 && last && oldest_us == 1 * S);
	spool_begin(s, &w, 9 * S);
	CHECK(!spool_is_full(s));
}

static void what_nobody_may_have_goes(void)
{
	OWN(spool) s = spool_new(1 << 20);
	struct spool_stretch w = stretch("111");
	struct spool_piece p;

	spool_begin(s, &w, 1 * S);
	take(s, 1 * S, 500);
	spool_discard(s, w.id);
	CHECK(!spool_peek(s, &p) && spool_size(s) == 0);
	take(s, 9 * S, 10);
	spool_forget(s);
	spool_begin(s, &w, 9 * S);
	spool_end(s);
	CHECK(!spool_peek(s, &p));
}

/* A stretch of 40 packets in two pieces, which the catchup has begun with. */
static struct spool *kept(struct catchup *c, struct visit_backfill_in *in)
{
	struct spool *s = spool_new(1 << 20);
	struct spool_stretch w = stretch("111");

	spool_begin(s, &w, 1 * S);
	take(s, 1 * S, 40);
	spool_end(s);
	catchup_init(c, s, 200);
	CHECK(catchup_next(c, 5 * S, true, in));
	CHECK(in->number == 0 && in->packets.n == 0 && !in->is_last && in->clock_us == 5 * S);
	CHECK(id_equals(in->visit, visit) && id_equals(in->leg, leg) && in->epoch == 3);
	CHECK(in->age_ms > 4000 && in->picture == BACKFILL_VP8);
	return s;
}

static void pieces_go_one_after_the_other_and_slowly_during_a_call(void)
{
	struct visit_backfill_in in;
	struct catchup c;
	OWN(spool) s = kept(&c, &in);

	CHECK(!catchup_next(&c, 9 * S, true, &in)); /* the first is not answered */
	catchup_take(&c, ERR_OK, 1, 9 * S);
	CHECK(catchup_next(&c, 9 * S, true, &in));
	CHECK(in.number == 1 && in.packets.n > 30000 && !in.is_last);
	catchup_take(&c, ERR_OK, 2, 9 * S);
	CHECK(!catchup_next(&c, 10 * S, true, &in)); /* 32 kB at 200 kbit/s are 1.3 s */
	CHECK(catchup_next(&c, 10400000, true, &in));
	CHECK(in.number == 2 && in.is_last);
	catchup_take(&c, ERR_OK, 3, 11 * S);
	CHECK_EQ(0, spool_size(s));
	CHECK(!catchup_next(&c, 30 * S, false, &in));
}

static void a_piece_that_is_not_answered_is_brought_again(void)
{
	static const enum err passing[] = { ERR_NETWORK,       ERR_TIMED_OUT, ERR_NO_MEDIA_SERVER,
					    ERR_MEDIA_REFUSED, ERR_BUSY,      ERR_TOO_MANY };
	struct visit_backfill_in in;
	struct catchup c;
	OWN(spool) s = kept(&c, &in);
	int64_t now_us = 9 * S;

	catchup_take(&c, ERR_OK, 1, now_us);
	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++) {
		CHECK(catchup_next(&c, now_us, false, &in) && in.number == 1);
		catchup_take(&c, passing[i], 0, now_us);
		CHECK(!catchup_next(&c, now_us + 900000, false, &in));
		now_us += CATCHUP_PAUSE_MS_MAX * 1000;
	}
	CHECK(catchup_next(&c, now_us, false, &in) && in.packets.n > 30000);
	CHECK(spool_size(s) > 30000);
}

static void a_media_server_that_forgot_is_told_the_rest_as_another_stretch(void)
{
	struct visit_backfill_in in;
	struct catchup c;
	OWN(spool) s = kept(&c, &in);
	struct id first = in.stretch;

	catchup_take(&c, ERR_OK, 1, 9 * S);
	CHECK(catchup_next(&c, 9 * S, false, &in));
	catchup_take(&c, ERR_OK, 2, 9 * S);
	CHECK(catchup_next(&c, 10 * S, false, &in) && in.number == 2);
	catchup_take(&c, ERR_OK, 0, 10 * S);
	CHECK(catchup_next(&c, 20 * S, false, &in));
	CHECK(in.number == 0 && in.packets.n == 0 && !id_equals(in.stretch, first));
	catchup_take(&c, ERR_OK, 1, 20 * S);
	CHECK(catchup_next(&c, 21 * S, false, &in) && in.number == 1 && in.is_last);
	catchup_take(&c, ERR_OK, 2, 21 * S);
	CHECK_EQ(0, spool_size(s));
}

static void what_is_refused_for_good_is_thrown_away(void)
{
	static const enum err final[] = { ERR_FORBIDDEN, ERR_NOT_FOUND, ERR_WRONG_STATE,
					  ERR_TOO_LATE, ERR_BAD_INPUT };

	for (size_t i = 0; i < sizeof(final) / sizeof(final[0]); i++) {
		struct visit_backfill_in in;
		struct catchup c;
		OWN(spool) s = kept(&c, &in);

		catchup_take(&c, final[i], 0, 9 * S);
		CHECK_EQ(0, spool_size(s));
		CHECK(!catchup_next(&c, 60 * S, false, &in));
	}
}

static void what_is_too_old_is_not_brought(void)
{
	struct visit_backfill_in in;
	struct catchup c;
	OWN(spool) s = kept(&c, &in);

	catchup_take(&c, ERR_OK, 1, 9 * S);
	CHECK(!catchup_next(&c, 2 * S + CATCHUP_REACH_US, false, &in));
	CHECK_EQ(0, spool_size(s));
}

static const struct test tests[] = {
	T(what_came_before_a_loss_and_during_it_is_kept_and_nothing_else),
	T(two_losses_are_two_stretches),
	T(memory_has_an_end_and_it_is_told),
	T(what_nobody_may_have_goes),
	T(pieces_go_one_after_the_other_and_slowly_during_a_call),
	T(a_piece_that_is_not_answered_is_brought_again),
	T(a_media_server_that_forgot_is_told_the_rest_as_another_stretch),
	T(what_is_refused_for_good_is_thrown_away),
	T(what_is_too_old_is_not_brought),
};
RUN_TESTS(tests)
