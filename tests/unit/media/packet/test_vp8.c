/* The VP8 payload descriptor in all its forms, key frames, other picture ids, truncation. */
#include "media/packet/vp8.h"

#include "tests/unit/media/packet/hex.h"

static struct vp8 parsed(const char *hex)
{
	struct packet p = from_hex(hex);
	struct vp8 v;

	CHECK_EQ(ERR_OK, vp8_parse((struct bytes){ p.at, p.n }, &v));
	return v;
}

static void a_key_frame_tells_its_size(void)
{
	/* X S; I L T K; picture id 15 bits, TL0PICIDX, TID 1; 640x480. */
	struct vp8 v = parsed("90 f0 8123 07 40 10 02 00 9d012a 8002 e001");

	CHECK(v.starts_frame && v.key_frame && v.has_picture_id && v.long_picture_id);
	CHECK(v.picture_id == 0x123 && v.has_tl0picidx && v.tl0picidx == 7 && v.temporal == 1);
	CHECK(v.descriptor_n == 6 && v.width == 640 && v.height == 480);
}

static void scaling_bits_are_not_part_of_the_size(void)
{
	struct vp8 v = parsed("10 10 02 00 9d012a 8042 e0c1");

	CHECK(v.width == 640 && v.height == 480);
}

static void descriptors_of_all_forms_are_read(void)
{
	static const struct {
		const char *hex;
		int length, picture_id, tl0picidx, temporal; /* -1: not there */
	} cases[] = {
		/* RFC 7741 s4.2 */
		{ "10 01", 1, -1, -1, 0 },           { "80 00 01", 2, -1, -1, 0 },
		{ "80 80 7f 01", 3, 0x7f, -1, 0 },   { "80 80 ffff 01", 4, 0x7fff, -1, 0 },
		{ "80 40 ff 01", 3, -1, 255, 0 },    { "80 20 c0 01", 3, -1, -1, 3 },
		{ "80 10 df 01", 3, -1, -1, 0 }, /* KEYIDX alone: TID is not valid */
		{ "80 e0 05 06 80 01", 5, 5, 6, 2 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vp8 v = parsed(cases[i].hex);

		CHECK_EQ(cases[i].length, v.descriptor_n);
		CHECK_EQ(cases[i].picture_id, v.has_picture_id ? v.picture_id : -1);
		CHECK_EQ(cases[i].tl0picidx, v.has_tl0picidx ? v.tl0picidx : -1);
		CHECK_EQ(cases[i].temporal, v.temporal);
	}
}

static void frames_start_only_in_their_first_packet(void)
{
	CHECK(parsed("10 01").starts_frame && !parsed("10 01").key_frame);
	CHECK(parsed("10 00").key_frame);
	CHECK(!parsed("00 00").starts_frame && !parsed("00 00").key_frame);
	CHECK(!parsed("11 00").starts_frame && !parsed("11 00").key_frame); /* second partition */
	CHECK_EQ(0, parsed("10 00 00 00 9d012b 8002 e001").width);
}

static void truncated_payloads_are_refused(void)
{
	struct packet p = from_hex("90 f0 8123 07 40 10 02 00 9d012a 8002 e001");
	struct vp8 v;

	for (size_t n = 0; n < p.n; n++) {
		struct bytes copy = exact_copy(p.at, n);

		CHECK_EQ(n <= 6 ? ERR_BAD_INPUT : ERR_OK, vp8_parse(copy, &v));
		CHECK(n <= 6 || v.width == 0);
		free((void *)copy.at);
	}
}

static void other_numbers_are_put_in_place(void)
{
	struct packet p = from_hex("90 e0 8123 07 40 10");
	struct vp8 v = parsed("90 e0 8123 07 40 10");

	vp8_rewrite(p.at, &v, 0x7ffe, 200);
	CHECK_EQ(ERR_OK, vp8_parse((struct bytes){ p.at, p.n }, &v));
	CHECK(v.picture_id == 0x7ffe && v.long_picture_id && v.tl0picidx == 200);
	CHECK(v.temporal == 1 && v.descriptor_n == 6);

	p = from_hex("90 80 05 10");
	v = parsed("90 80 05 10");
	vp8_rewrite(p.at, &v, 0x1ff, 9);
	CHECK_EQ(ERR_OK, vp8_parse((struct bytes){ p.at, p.n }, &v));
	CHECK(v.picture_id == 0x7f && !v.long_picture_id && !v.has_tl0picidx);

	p = from_hex("10 01 02");
	v = parsed("10 01 02");
	vp8_rewrite(p.at, &v, 1, 2);
	CHECK(!memcmp(p.at, "\x10\x01\x02", 3));
}

static const struct test tests[] = {
	T(a_key_frame_tells_its_size),        T(scaling_bits_are_not_part_of_the_size),
	T(descriptors_of_all_forms_are_read), T(frames_start_only_in_their_first_packet),
	T(truncated_payloads_are_refused),    T(other_numbers_are_put_in_place),
};
RUN_TESTS(tests)
