/* Guests: so many of an address, room for those who ask, a fixed moment for those who do not. */
#include "broker/link/guests.h"
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const struct guests_limits small = { .most = 8,
					    .opening = 6,
					    .per_address = 3,
					    .opening_per_address = 2,
					    .head_us = 1000,
					    .free = { "10.0.0.1, 10.0.0.2", 18 } };

static struct guest *come(struct guests *g, const char *address)
{
	struct guest *leaves;
	struct guest *guest = guests_add(g, address, 5, &leaves);

	if (leaves)
		guests_remove(g, leaves);
	return guest;
}

static struct guest *come_in(struct guests *g, const char *address)
{
	struct guest *guest = come(g, address);

	guest_enter(g, guest);
	return guest;
}

static void of_an_address_the_oldest_silent_one_goes_for_the_next(void)
{
	struct guests g;
	struct guest *leaves;

	guests_init(&g, &small);
	struct guest *first = come(&g, "a"), *other = come(&g, "b");
	come(&g, "a");
	CHECK(guests_add(&g, "a", 5, &leaves));
	CHECK(leaves == first && !first->is_opening);
	CHECK(g.oldest == other && g.n_opening == 3);
	guests_clear(&g);
}

static void those_who_asked_do_not_go_for_a_newcomer(void)
{
	struct guests g;
	struct guest *leaves;

	guests_init(&g, &small);
	for (int i = 0; i < 8; i++)
		come_in(&g, i % 2 ? "a" : "10.0.0.1");
	CHECK(!guests_add(&g, "b", 5, &leaves) && !leaves);
	CHECK_EQ(8, g.all.used);
	guests_clear(&g);
}

static void when_all_places_are_taken_a_silent_one_goes(void)
{
	struct guests g;
	struct guest *leaves;

	guests_init(&g, &small);
	for (int i = 0; i < 7; i++)
		come_in(&g, "10.0.0.1");
	struct guest *silent = come(&g, "a");
	CHECK(guests_add(&g, "b", 5, &leaves) && leaves == silent);
	guests_clear(&g);
}

static void one_too_many_of_an_address_is_told_and_then_turned_away(void)
{
	struct guests g;
	struct guest *leaves;
	struct guests_limits l = small;

	l.most = 100;
	guests_init(&g, &l);
	for (int i = 0; i < l.per_address; i++)
		CHECK(!come_in(&g, "a")->is_one_too_many);
	for (int i = 0; i < GUESTS_TOLD; i++)
		CHECK(come_in(&g, "a")->is_one_too_many);
	CHECK(!guests_add(&g, "a", 5, &leaves));
	CHECK(!come_in(&g, "b")->is_one_too_many);
	guests_clear(&g);
}

static void a_place_is_free_again_when_one_has_gone(void)
{
	struct guests g;

	guests_init(&g, &small);
	for (int i = 0; i < 100; i++) {
		struct guest *guest = i % 2 ? come(&g, "a") : come_in(&g, "a");

		CHECK(guest && !guest->is_one_too_many);
		guests_remove(&g, guest);
	}
	CHECK(g.all.used == 0 && g.n_opening == 0 && !g.oldest && !g.newest);
	guests_clear(&g);
}

static void a_proxy_speaks_for_many(void)
{
	struct guests g;

	guests_init(&g, &small);
	for (int i = 0; i < 5; i++)
		CHECK(!come(&g, "10.0.0.2")->is_one_too_many);
	CHECK_EQ(5, g.n_opening);
	guests_clear(&g);
}

static void a_silent_one_has_a_fixed_moment(void)
{
	struct guests g;

	guests_init(&g, &small);
	struct guest *guest = come(&g, "a");
	CHECK_EQ(1005, guest->until_us);
	guest_enter(&g, guest);
	CHECK_EQ(0, guest->until_us);
	guests_clear(&g);
}

static const char *key_of(const char *address, char out[ADDRESS_KEY])
{
	struct sockaddr_storage at;

	CHECK_EQ(ERR_OK, address_listen(address, 80, &at));
	address_key((const struct sockaddr *)&at, out);
	return out;
}

static void an_address_of_ipv6_counts_by_its_network(void)
{
	char a[ADDRESS_KEY], b[ADDRESS_KEY];

	CHECK(strcmp(key_of("192.0.2.7", a), "192.0.2.7") == 0);
	CHECK(strcmp(key_of("::ffff:192.0.2.7", a), "192.0.2.7") == 0);
	CHECK(strcmp(key_of("2001:db8:1:2:3::4", a), "2001:db8:1:2::/64") == 0);
	CHECK(strcmp(key_of("2001:db8:1:2:ffff:ffff:ffff:ffff", a), key_of("2001:db8:1:2::1", b)) ==
	      0);
	CHECK(strcmp(key_of("2001:db8:1:3::1", a), key_of("2001:db8:1:2::1", b)) != 0);
}

static void what_is_no_address_is_refused(void)
{
	struct sockaddr_storage at;

	CHECK_EQ(ERR_BAD_INPUT, address_listen("eth0", 80, &at));
	CHECK_EQ(ERR_OK, address_listen("", 80, &at));
	CHECK_EQ(AF_INET6, at.ss_family);
}

static void some_places_are_for_those_who_are_known_to_be_servers(void)
{
	struct guests g;
	struct guests_limits limits = { .most = 4,
					.kept = 1,
					.opening = 4,
					.per_address = 8,
					.opening_per_address = 8,
					.head_us = 1000 };
	struct guest *leaves;

	guests_init(&g, &limits);
	for (int i = 0; i < 4; i++) {
		struct guest *guest = guests_add(&g, "10.0.0.1", 0, &leaves);

		CHECK(guest && !leaves);
		CHECK(guests_has_room(&g));
		guest_enter(&g, guest);
		CHECK_EQ(i < 3, guests_has_room(&g));
	}
	guests_clear(&g);
}

static const struct test tests[] = {
	T(some_places_are_for_those_who_are_known_to_be_servers),
	T(of_an_address_the_oldest_silent_one_goes_for_the_next),
	T(those_who_asked_do_not_go_for_a_newcomer),
	T(when_all_places_are_taken_a_silent_one_goes),
	T(one_too_many_of_an_address_is_told_and_then_turned_away),
	T(a_place_is_free_again_when_one_has_gone),
	T(a_proxy_speaks_for_many),
	T(a_silent_one_has_a_fixed_moment),
	T(an_address_of_ipv6_counts_by_its_network),
	T(what_is_no_address_is_refused),
};

RUN_TESTS(tests)
