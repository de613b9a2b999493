/* How many exchanges may be under way, and whose place nobody else takes. */
#include "broker/link/errand.h"
#include "broker/link/inside.h"
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
	struct link *l = calloc(1, sizeof(*l));
	struct wire wire = { .limits = NULL };
	int people = 0, servers = 0;

	CHECK(l);
	l->parts.wire = &wire;
	while (errand_new(l, &person, TEXT("10.0.0.1"), done))
		people++;
	CHECK_EQ(ERRANDS_PEOPLE, people);
	CHECK(errand_new(l, &ourselves, TEXT(""), done));
	while (errand_new(l, &server, TEXT("10.0.0.2"), done))
		servers++;
	CHECK_EQ(ERRANDS_MAX, people + 1 + servers);
	CHECK(!errand_new(l, &ourselves, TEXT(""), done));
	errands_clear(l);
	CHECK_EQ(0, l->errands.n);
	free(l);
}

static const struct test tests[] = {
	T(people_leave_room_for_media_servers_and_for_ourselves),
};
RUN_TESTS(tests)
