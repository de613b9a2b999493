/* Quality of links: kept as told, listed within the scope of who asks. */
#include "broker/service/media/quality.h"
#include "tests/unit/broker/service/service.h"

static const struct consent all = { true, true, true };

static struct quality_save_in a_window(struct id visit, int64_t lost_permille)
{
	return (struct quality_save_in){
		.visit = visit,
		.leg = id_new((struct instant){ 1 }),
		.quality = { .rtt_ms = 40, .up = { .lost_permille = lost_permille, .kbps = 900 } },
	};
}

static void what_was_told_is_found_with_its_word(void)
{
	OWN(house) h = house_new();
	struct id visit = admitted(h, all);
	struct quality_save_in good = a_window(visit, 0), poor = a_window(visit, 300);
	struct quality_find_in in = { .visit = visit };
	struct quality_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, NULL, quality_save_message.run, &good, NULL));
	CHECK_EQ(ERR_OK, house_write(h, NULL, quality_save_message.run, &poor, NULL));
	CHECK_EQ(ERR_OK, house_read(h, "official1", quality_find_message.run, &in, &out));
	CHECK_EQ(2, out.windows.n);

	const struct quality_line *lines = out.windows.items;
	int grades[] = { lines[0].grade, lines[1].grade };

	CHECK_EQ(QUALITY_GOOD + QUALITY_POOR, grades[0] + grades[1]);
	CHECK(id_equals(visit, lines[0].visit) && lines[0].number.n > 0);
	in.visit = (struct id){ "" };
	CHECK_EQ(ERR_OK, house_read(h, "official1", quality_find_message.run, &in, &out));
	CHECK_EQ(2, out.windows.n);
	in.from.ms = lines[0].at.ms + 1;
	CHECK_EQ(ERR_OK, house_read(h, "official1", quality_find_message.run, &in, &out));
	CHECK_EQ(0, out.windows.n);
}

static void another_subtree_is_not_shown(void)
{
	OWN(house) h = house_new();
	struct quality_save_in good = a_window(admitted(h, all), 0);
	struct quality_find_in in = { 0 };
	struct quality_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, NULL, quality_save_message.run, &good, NULL));
	CHECK_EQ(ERR_OK, house_read(h, "clerk2", quality_find_message.run, &in, &out));
	CHECK_EQ(0, out.windows.n);
}

static void a_visit_that_is_not_there_is_nothing_to_keep(void)
{
	OWN(house) h = house_new();
	struct quality_save_in lost = a_window(id_new((struct instant){ 2 }), 0);

	CHECK_EQ(ERR_OK, house_write(h, NULL, quality_save_message.run, &lost, NULL));
	CHECK_EQ(0, house_count("SELECT count(*) FROM quality"));
}

static const struct test tests[] = {
	T(what_was_told_is_found_with_its_word),
	T(another_subtree_is_not_shown),
	T(a_visit_that_is_not_there_is_nothing_to_keep),
};
RUN_TESTS(tests)
