/* How many exchanges may be under way, and whose place nobody else takes. */
#include "broker/desk/desk.h"
#include "broker/desk/errand.h"
#include "tests/lib/test.h"

#include <stdlib.h>

static const struct caller person = { .roles = ROLE_CLERK };
static const struct caller server = { .roles = ROLE_MEDIA };
static const struct caller ourselves = { .roles = ROLE_PUBLIC };

static void done(struct errand *e)
{
	(void)e;
}

static void people_leave_room_for_media_servers_and_for_ourselves(void)
{
	struct desk *d = calloc(1, sizeof(*d));
	struct wire wire = { .limits = NULL };
	int people = 0, servers = 0;

	CHECK(d);
	d->parts.wire = &wire;
	while (errand_new(d, &person, TEXT("10.0.0.1"), done))
		people++;
	CHECK_EQ(ERRANDS_PEOPLE, people);
	CHECK(errand_new(d, &ourselves, TEXT(""), done));
	while (errand_new(d, &server, TEXT("10.0.0.2"), done))
		servers++;
	CHECK_EQ(ERRANDS_MAX, people + 1 + servers);
	CHECK(!errand_new(d, &ourselves, TEXT(""), done));
	errands_clear(d);
	CHECK_EQ(0, d->errands.n);
	free(d);
}

static const struct test tests[] = {
	T(people_leave_room_for_media_servers_and_for_ourselves),
};
RUN_TESTS(tests)
