/* Entries come back as they were written; nothing else is taken for one. */
#include "media/record/entry.h"

#include "tests/lib/test.h"

#include <string.h>

#define ROOM (ENTRY_PACKET_MAX + 64)

static const char id_text[] = "01JZ1111111111111111111122";

static struct id an_id(void)
{
	struct id id;

	memcpy(id.text, id_text, sizeof(id.text));
	return id;
}

static struct entry back(const struct entry *e)
{
	static uint8_t room[ROOM];
	struct sink s;
	struct entry out;

	sink_init(&s, room, sizeof(room));
	entry_format(e, &s);
	CHECK(!sink_is_full(&s));
	struct bytes rest = sink_bytes(&s);
	CHECK_EQ(ERR_OK, entry_parse(&rest, &out));
	CHECK_EQ(0, rest.n);
	CHECK_EQ(e->kind, out.kind);
	CHECK_EQ(e->at_us, out.at_us);
	CHECK_EQ(e->track, out.track);
	return out;
}

static void every_kind_comes_back(void)
{
	struct entry e = { .kind = ENTRY_BEGIN,
			   .at_us = 1,
			   .begin = { { 5 }, { 6 }, true, false } };
	struct entry r = back(&e);
	CHECK(r.begin.zero.ms == 5 && r.begin.before.ms == 6 && r.begin.video && !r.begin.audio);

	e = (struct entry){ .kind = ENTRY_LEG,
			    .leg = { 7, an_id(), 9, TEXT("village"), TEXT("鹿尾村") } };
	r = back(&e);
	CHECK(r.leg.number == 7 && r.leg.epoch == 9 && text_is(r.leg.name, "鹿尾村"));
	CHECK(text_is(r.leg.seat, "village") && id_equals(r.leg.leg, an_id()));

	e = (struct entry){ .kind = ENTRY_TRACK,
			    .new_track = { 1, 2, ENTRY_VIDEO, ENTRY_VP8, 3, 97, 90000 } };
	r = back(&e);
	CHECK(r.new_track.leg == 2 && r.new_track.ssrc == 3 && r.new_track.codec == ENTRY_VP8);

	e = (struct entry){ .kind = ENTRY_RTP, .track = 4, .packet = { (uint8_t *)"abc", 3 } };
	r = back(&e);
	CHECK(r.packet.n == 3 && memcmp(r.packet.at, "abc", 3) == 0);

	e = (struct entry){ .kind = ENTRY_REPORT, .report = { 1, 2, 3 } };
	r = back(&e);
	CHECK(r.report.ssrc == 1 && r.report.ntp == 2 && r.report.rtp == 3);

	e = (struct entry){ .kind = ENTRY_DROPPED, .track = 0xffff, .dropped = { 1, 2, 3 } };
	r = back(&e);
	CHECK(r.dropped.from_us == 1 && r.dropped.till_us == 2 && r.dropped.packets == 3);

	e = (struct entry){ .kind = ENTRY_LIMITED, .dropped = { 1, 2, 3, an_id() } };
	r = back(&e);
	CHECK(r.dropped.till_us == 2 && id_equals(r.dropped.leg, an_id()));
	e.dropped.leg = (struct id){ "" };
	r = back(&e);
	CHECK(r.dropped.packets == 3 && !id_is_set(r.dropped.leg));

	e = (struct entry){ .kind = ENTRY_CHAPTER, .chapter = TEXT("加入") };
	r = back(&e);
	CHECK(text_is(r.chapter, "加入"));

	e = (struct entry){ .kind = ENTRY_EVENT,
			    .event = { ENTRY_MUTED, an_id(), TEXT("village"), TEXT("鹿尾村") } };
	r = back(&e);
	CHECK(r.event.what == ENTRY_MUTED && id_equals(r.event.leg, an_id()));
	CHECK(text_is(r.event.seat, "village") && text_is(r.event.name, "鹿尾村"));

	e = (struct entry){ .kind = ENTRY_CARRIED,
			    .carried = { an_id(), ENTRY_DOCUMENT, 5, 6000, 7 } };
	r = back(&e);
	CHECK(r.carried.media == ENTRY_DOCUMENT && id_equals(r.carried.leg, an_id()));
	CHECK(r.carried.packets == 5 && r.carried.bytes == 6000 && r.carried.from_us == 7);
	e = (struct entry){ .kind = ENTRY_MISSED, .missed = { 4, 5, ENTRY_MISSED_LIMIT } };
	r = back(&e);
	CHECK(r.missed.from_us == 4 && r.missed.till_us == 5 && r.missed.why == ENTRY_MISSED_LIMIT);
}

static void what_is_cut_short_is_refused(void)
{
	uint8_t room[ROOM];
	struct entry e = { .kind = ENTRY_LEG,
			   .leg = { 7, an_id(), 9, TEXT("village"), TEXT("x") } };
	struct entry out;
	struct sink s;

	sink_init(&s, room, sizeof(room));
	entry_format(&e, &s);
	for (size_t n = 0; n < s.n; n++) {
		struct bytes rest = { room, n };
		CHECK_EQ(ERR_BROKEN_SEAL, entry_parse(&rest, &out));
	}
}

static void unknown_kinds_and_codecs_are_refused(void)
{
	uint8_t room[ROOM];
	struct entry e = { .kind = ENTRY_TRACK,
			   .new_track = { 1, 2, ENTRY_AUDIO, ENTRY_VP8, 3, 97, 90000 } };
	struct entry out;
	struct sink s;

	sink_init(&s, room, sizeof(room));
	entry_format(&e, &s);
	struct bytes rest = sink_bytes(&s);
	CHECK_EQ(ERR_BROKEN_SEAL, entry_parse(&rest, &out));
	room[0] = 77;
	CHECK_EQ(ERR_BROKEN_SEAL, entry_parse(&rest, &out));
}

static const struct test tests[] = {
	T(every_kind_comes_back),
	T(what_is_cut_short_is_refused),
	T(unknown_kinds_and_codecs_are_refused),
};
RUN_TESTS(tests)
