/* H.264 payloads: single units, STAP-A, FU-A; sizes by parameter sets of an encoder and of ours. */
#include "media/packet/h264.h"

#include "tests/unit/media/packet/hex.h"

static void payloads_tell_where_a_receiver_may_start(void)
{
	static const struct {
		const char *hex;
		int nal;
		bool starts_key, has_idr, starts_nal;
	} cases[] = {
		{ "6742c01e", H264_SPS, true, false, true },
		{ "68ce3c80", H264_PPS, false, false, true },
		{ "65888400", H264_IDR, true, true, true },
		{ "41 9a", H264_SLICE, false, false, true },
		{ "06 05", H264_SEI, false, false, true },
		{ "18 0004 6742c01e 0002 68ce 0002 6588", H264_SPS, true, true, true },
		{ "18 0002 68ce", H264_PPS, false, false, true },
		{ "7c 85 88", H264_IDR, true, true, true },   /* FU-A, start */
		{ "7c 05 88", H264_IDR, false, true, false }, /* middle */
		{ "7c 45 88", H264_IDR, false, true, false }, /* end */
		{ "5c 81 9a", H264_SLICE, false, false, true },
		{ "5c 41 9a", H264_SLICE, false, false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i].hex);
		struct h264 h;

		CHECK_EQ(ERR_OK, h264_parse((struct bytes){ p.at, p.n }, &h));
		CHECK_EQ(cases[i].nal, h.nal);
		CHECK_EQ(cases[i].starts_key, h.starts_key);
		CHECK_EQ(cases[i].has_idr, h.has_idr);
		CHECK_EQ(cases[i].starts_nal, h.starts_nal);
	}
}

static void whole_parameter_sets_are_given(void)
{
	struct packet p = from_hex("18 0002 68ce 0004 6742c01e 0002 6742");
	struct h264 h;

	CHECK_EQ(ERR_OK, h264_parse((struct bytes){ p.at, p.n }, &h));
	CHECK(h.sps.n == 4 && h.sps.at == p.at + 7);
	p = from_hex("7c 87 42c01e");
	CHECK_EQ(ERR_OK, h264_parse((struct bytes){ p.at, p.n }, &h));
	CHECK(h.starts_key && !h.sps.n);
}

static void other_payloads_are_refused(void)
{
	static const char *const cases[] = {
		"",                  /* nothing */
		"e5 88",             /* forbidden bit */
		"00 88",             /* type 0 */
		"1e 88",             /* type 30 */
		"19 0000 0001 65",   /* STAP-B */
		"1d 85 0000 88",     /* FU-B */
		"7c 85",             /* a piece of nothing */
		"18",                /* an empty aggregate */
		"18 00",             /* length cut */
		"18 0001",           /* unit missing */
		"18 0000 0002 6588", /* an empty unit */
		"18 0003 6588",      /* longer than the packet */
		"18 0002 6588 00",   /* rest */
	};
	struct h264 h;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct packet p = from_hex(cases[i]);
		struct bytes copy = exact_copy(p.at, p.n);

		CHECK_EQ(ERR_BAD_INPUT, h264_parse(copy, &h));
		free((void *)copy.at);
	}
}

/* Made by an encoder; the sizes it was told. */
static const struct {
	const char *hex;
	int width, height;
} sets[] = {
	{ "6742c01ed900a03db011000003000100000300320f162e48", 640, 480 },
	{ "674d4028eca03c0113f2e022000003000200000300641e30632c", 1920, 1080 },
	{ "67640028acd94078044fde0220000003002000000643e2c5b2c0", 1920, 1080 }, /* fields */
	{ "67f4000d919b282a10f1f1f808800000030080000019078a14cb", 322, 242 },   /* 4:4:4 */
	{ "677a000dbcd9415087888fc044000003000400000300c83c50a658", 322, 242 }, /* 4:2:2 */
	{ "6764000cf36505067e37016c800000030080000019078a14cb", 320, 180 },     /* grey */
	{ "67640020acd94056061e6f011000000300100000030320f1831960", 1366, 768 },
};

static void parameter_sets_of_an_encoder_tell_the_size(void)
{
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct packet p = from_hex(sets[i].hex);
		struct h264_size s;

		CHECK_EQ(ERR_OK, h264_parse_size((struct bytes){ p.at, p.n }, &s));
		CHECK_EQ(sets[i].width, s.width);
		CHECK_EQ(sets[i].height, s.height);
	}
}

static void truncated_parameter_sets_never_read_too_far(void)
{
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct packet p = from_hex(sets[i].hex);

		for (size_t n = 0; n < p.n; n++) {
			struct bytes copy = exact_copy(p.at, n);
			struct h264_size s;
			enum err e = h264_parse_size(copy, &s);

			CHECK(n >= 6 || e);
			CHECK(e || (s.width == sets[i].width && s.height == sets[i].height));
			free((void *)copy.at);
		}
	}
}

/* A parameter set of our own, bit by bit. */
struct writer {
	uint8_t at[64];
	size_t bits;
};

static void put(struct writer *w, uint32_t v, int n)
{
	while (n--) {
		w->at[w->bits / 8] |= (uint8_t)((v >> n & 1) << (7 - w->bits % 8));
		w->bits++;
	}
}

static void put_ue(struct writer *w, uint32_t v)
{
	int n = 0;

	while ((v + 1) >> n > 1)
		n++;
	put(w, 0, n);
	put(w, v + 1, n + 1);
}

static void start_set(struct writer *w, uint8_t profile)
{
	memset(w, 0, sizeof *w);
	put(w, 0x67, 8);
	put(w, profile, 8);
	put(w, 0xc01f, 16);
	put_ue(w, 0);
}

/* From the frame number on: order of pictures given, 20 by 15 macroblocks, frames only. */
static struct bytes finish_set(struct writer *w, int order)
{
	put_ue(w, 0);
	put_ue(w, (uint32_t)order);
	if (order == 1) {
		put(w, 0, 1);
		put_ue(w, 5);
		put_ue(w, 6);
		put_ue(w, 2);
		put_ue(w, 7);
		put_ue(w, 8);
	} else if (order == 0) {
		put_ue(w, 4);
	}
	put_ue(w, 1);
	put(w, 0, 1);
	put_ue(w, 19);
	put_ue(w, 14);
	put(w, 1, 1); /* frames only */
	put(w, 1, 1);
	put(w, 0, 1); /* no cropping */
	put(w, 0, 1);
	put(w, 1, 1);
	return (struct bytes){ w->at, (w->bits + 7) / 8 };
}

static void every_order_of_pictures_is_skipped(void)
{
	for (int order = 0; order < 3; order++) {
		struct writer w;
		struct h264_size s;

		start_set(&w, 66);
		CHECK_EQ(ERR_OK, h264_parse_size(finish_set(&w, order), &s));
		CHECK(s.width == 320 && s.height == 240);
	}
}

static void scaling_lists_are_skipped(void)
{
	struct writer w;
	struct h264_size s;

	start_set(&w, 100);
	put_ue(&w, 1);
	put_ue(&w, 0);
	put_ue(&w, 0);
	put(&w, 0, 1);
	put(&w, 1, 1); /* lists are there */
	put(&w, 1, 1); /* the first: 16 entries, each the one before */
	for (int i = 0; i < 16; i++)
		put_ue(&w, 0);
	put(&w, 1, 1); /* the second stops after its first: 8 + (-8) */
	put_ue(&w, 16);
	put(&w, 0, 6);
	CHECK_EQ(ERR_OK, h264_parse_size(finish_set(&w, 2), &s));
	CHECK(s.width == 320 && s.height == 240);
}

static void impossible_sizes_are_refused(void)
{
	struct writer w;
	struct h264_size s;

	start_set(&w, 66);
	put_ue(&w, 0);
	put_ue(&w, 2);
	put_ue(&w, 1);
	put(&w, 0, 1);
	put_ue(&w, 4096); /* 65,552 wide */
	put_ue(&w, 14);
	put(&w, 7, 3);
	put(&w, 0xff, 8);
	CHECK_EQ(ERR_BAD_INPUT, h264_parse_size((struct bytes){ w.at, 20 }, &s));

	start_set(&w, 66);
	put_ue(&w, 0);
	put_ue(&w, 2);
	put_ue(&w, 1);
	put(&w, 0, 1);
	put_ue(&w, 0);
	put_ue(&w, 0);
	put(&w, 7, 3); /* frames only, direct, cropping */
	put_ue(&w, 4);
	put_ue(&w, 4); /* all of the 16 columns */
	put_ue(&w, 0);
	put_ue(&w, 0);
	CHECK_EQ(ERR_BAD_INPUT, h264_parse_size((struct bytes){ w.at, 20 }, &s));
}

static const struct test tests[] = {
	T(payloads_tell_where_a_receiver_may_start),
	T(whole_parameter_sets_are_given),
	T(other_payloads_are_refused),
	T(parameter_sets_of_an_encoder_tell_the_size),
	T(truncated_parameter_sets_never_read_too_far),
	T(every_order_of_pictures_is_skipped),
	T(scaling_lists_are_skipped),
	T(impossible_sizes_are_refused),
};
RUN_TESTS(tests)
