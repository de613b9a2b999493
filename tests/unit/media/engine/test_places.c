/* Who sits where on a stage, who sees whom, and what is recorded. */
#include "media/engine/leg.h"

#include "tests/lib/test.h"

#include <stdio.h>

static struct leg legs[4];

static struct id id_at(int i)
{
	struct id id;

	snprintf(id.text, sizeof id.text, "01ARZ3NDEKTSV4RRFFQ69G5FA%d", i);
	return id;
}

/* Four places; in the first n of them sits somebody in epoch 2. */
static struct places some_places(int n)
{
	struct places p = { .n = 4 };

	for (int i = 0; i < n; i++) {
		p.seats[i] = (struct seat){ .leg = id_at(i), .epoch = 2 };
		p.legs[i] = &legs[i];
	}
	return p;
}

static int place_of(const struct places *p, int leg, uint32_t epoch)
{
	int place = -1;

	return places_find(p, id_at(leg), epoch, &place) ? -1 : place;
}

static void a_leg_comes_back_to_its_place_in_a_later_epoch_only(void)
{
	struct places p = some_places(3);
	int place;

	CHECK_EQ(1, place_of(&p, 1, 3));
	CHECK_EQ(ERR_STALE_EPOCH, places_find(&p, id_at(1), 2, &place));
	CHECK_EQ(ERR_STALE_EPOCH, places_find(&p, id_at(1), 1, &place));
	p.legs[1] = NULL;
	CHECK_EQ(1, place_of(&p, 1, 3));
	CHECK_EQ(ERR_STALE_EPOCH, places_find(&p, id_at(1), 2, &place));
}

static void a_newcomer_gets_a_fresh_place_before_one_that_was_left(void)
{
	struct places p = some_places(2);

	p.legs[0] = NULL;
	CHECK_EQ(2, place_of(&p, 7, 1));
	p = some_places(4);
	p.legs[3] = NULL;
	CHECK_EQ(3, place_of(&p, 7, 1));
	p.legs[3] = &legs[3];
	CHECK_EQ(-1, place_of(&p, 7, 1));
}

static void everybody_sees_all_others_in_their_order(void)
{
	struct places p = some_places(3);

	CHECK(places_source(&p, 0, 0) == &legs[1] && places_source(&p, 0, 1) == &legs[2]);
	CHECK(places_source(&p, 1, 0) == &legs[0] && places_source(&p, 1, 1) == &legs[2]);
	CHECK(places_source(&p, 2, 0) == &legs[0] && places_source(&p, 2, 1) == &legs[1]);
	CHECK(!places_source(&p, 0, 2));
	CHECK(!places_source(&p, 0, 3));
}

static void a_document_comes_to_all_but_who_shows_it(void)
{
	struct places p = some_places(3);

	CHECK(!places_source(&p, 0, PLACES_DOCUMENT_SLOT));
	p.seats[1].shows = true;
	CHECK(places_source(&p, 0, PLACES_DOCUMENT_SLOT) == &legs[1]);
	CHECK(places_source(&p, 2, PLACES_DOCUMENT_SLOT) == &legs[1]);
	CHECK(!places_source(&p, 1, PLACES_DOCUMENT_SLOT));
}

static void documents_are_covered_as_pictures_are(void)
{
	struct places p = { .cover = { .record = true, .video = true } };

	CHECK(places_is_covered(&p, TAP_VIDEO) && places_is_covered(&p, TAP_DOCUMENT));
	CHECK(!places_is_covered(&p, TAP_AUDIO));
	p.cover = (struct stage_cover){ .record = true, .audio = true };
	CHECK(places_is_covered(&p, TAP_AUDIO));
	CHECK(!places_is_covered(&p, TAP_VIDEO) && !places_is_covered(&p, TAP_DOCUMENT));
	p.cover = (struct stage_cover){ .video = true, .audio = true };
	CHECK(!places_is_covered(&p, TAP_AUDIO) && !places_is_covered(&p, TAP_VIDEO));
}

static const struct test tests[] = {
	T(a_leg_comes_back_to_its_place_in_a_later_epoch_only),
	T(a_newcomer_gets_a_fresh_place_before_one_that_was_left),
	T(everybody_sees_all_others_in_their_order),
	T(a_document_comes_to_all_but_who_shows_it),
	T(documents_are_covered_as_pictures_are),
};
RUN_TESTS(tests)
