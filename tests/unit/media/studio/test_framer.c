/* Only whole pictures that can be decoded come out. */
#include "media/studio/framer.h"

#include "tests/lib/test.h"

#include <stdlib.h>
#include <string.h>

/* A VP8 packet of picture ts: first or not, key or not, with a marker or not. */
struct shape {
	int64_t seq;
	uint32_t ts;
	bool first;
	bool key;
	bool marker;
	int lost;
};

static struct packet *packet_of(struct shape s)
{
	uint8_t payload[20] = {
		s.first ? 0x10 : 0, s.key ? 0 : 1, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0
	};
	struct rtp_head h = { .seq = (uint16_t)s.seq, .ts = s.ts, .marker = s.marker };
	struct packet *p = calloc(1, sizeof(*p) + 100);
	struct sink sink;

	sink_init(&sink, p->bytes, 100);
	rtp_format(&h, &sink);
	sink_add(&sink, payload, sizeof(payload));
	p->n = sink.n;
	p->seq = s.seq;
	p->ts = s.ts;
	p->lost = s.lost;
	CHECK_EQ(ERR_OK, rtp_parse(sink_bytes(&sink), &p->rtp));
	return p;
}

static struct frame *take(struct framer *f, struct shape s)
{
	return framer_take(f, packet_of(s));
}

static void a_film_starts_with_a_key_frame(void)
{
	OWN(framer) f = framer_new(ENTRY_VP8);

	CHECK(!take(f, (struct shape){ 1, 10, true, false, true, 0 }));
	CHECK(!take(f, (struct shape){ 2, 20, true, true, false, 0 }));
	struct frame *frame = take(f, (struct shape){ 3, 20, false, false, true, 0 });
	CHECK(frame && frame->is_key && frame->n == 2 && frame->ts == 20);
	CHECK_EQ(1, frame->skipped);
}

static void after_a_loss_a_key_frame_is_waited_for(void)
{
	OWN(framer) f = framer_new(ENTRY_VP8);

	CHECK(take(f, (struct shape){ 1, 10, true, true, true, 0 }));
	CHECK(!take(f, (struct shape){ 3, 20, false, false, true, 1 })); /* its start is gone */
	CHECK(!take(f, (struct shape){ 4, 30, true, false, true, 0 }));
	struct frame *frame = take(f, (struct shape){ 5, 40, true, true, true, 0 });
	CHECK(frame && frame->lost == 1 && frame->skipped == 2);
	CHECK(take(f, (struct shape){ 6, 50, true, false, true, 0 }));
}

static void a_lost_marker_with_nothing_else_is_a_loss_too(void)
{
	OWN(framer) f = framer_new(ENTRY_VP8);

	CHECK(!take(f, (struct shape){ 1, 10, true, true, false, 0 }));
	CHECK(!take(f, (struct shape){ 3, 20, true, false, true, 1 }));
	CHECK(take(f, (struct shape){ 4, 30, true, true, true, 0 }));
}

static void a_picture_without_a_marker_ends_with_the_next_one(void)
{
	OWN(framer) f = framer_new(ENTRY_VP8);

	CHECK(!take(f, (struct shape){ 1, 10, true, true, false, 0 }));
	struct frame *frame = take(f, (struct shape){ 2, 20, true, false, false, 0 });
	CHECK(frame && frame->ts == 10);
	frame = take(f, (struct shape){ 3, 30, true, false, false, 0 });
	CHECK(frame && frame->ts == 20);
}

static void sounds_need_no_key_frame(void)
{
	OWN(framer) f = framer_new(ENTRY_OPUS);

	CHECK(take(f, (struct shape){ 1, 10, false, false, false, 0 }));
	struct frame *frame = take(f, (struct shape){ 5, 50, false, false, false, 3 });
	CHECK(frame && frame->lost == 3 && frame->skipped == 0);
}

static const struct test tests[] = {
	T(a_film_starts_with_a_key_frame),
	T(after_a_loss_a_key_frame_is_waited_for),
	T(a_lost_marker_with_nothing_else_is_a_loss_too),
	T(a_picture_without_a_marker_ends_with_the_next_one),
	T(sounds_need_no_key_frame),
};
RUN_TESTS(tests)
