/* The table of messages: sorted, whole, found by name. */
#include "broker/service/messages.h"
#include "broker/wire/exchange_inside.h"
#include "tests/lib/test.h"

#include <string.h>

static void messages_are_sorted_and_found(void)
{
	const struct message *m, *before = NULL;
	size_t n;

	for (size_t i = 0; (m = message_at(i, &n)); i++) {
		if (before)
			CHECK(strcmp(before->name, m->name) < 0);
		CHECK(message_find(text_of(m->name)) == m);
		before = m;
	}
	CHECK(n > 25);
	CHECK(!message_find(TEXT("visit.boo")));
	CHECK(!message_find(TEXT("visit.booked")));
	CHECK(!message_find(TEXT("")));
}

#define ADDRESS(m) &m##_message,
static const struct message *const internal[] = { INTERNAL_MESSAGES(ADDRESS) };

static void internal_messages_are_sorted_and_found_by_the_broker_alone(void)
{
	for (size_t i = 0; i < sizeof(internal) / sizeof(internal[0]); i++) {
		const struct message *m = internal[i];

		if (i)
			CHECK(strcmp(internal[i - 1]->name, m->name) < 0);
		CHECK(message_find_internal(m->name) == m);
		CHECK(!message_find(text_of(m->name)));
		CHECK(!m->roles && m->run);
	}
	CHECK(!message_find_internal("visit.book"));
}

static void every_message_is_whole(void)
{
	const struct message *m;
	size_t n;

	for (size_t i = 0; (m = message_at(i, &n)); i++) {
		CHECK(m->roles);
		CHECK(m->help && m->help[0]);
		CHECK(!m->in == !m->in_size);
		CHECK(!m->out == !m->out_size);
		CHECK(m->run || m->kind == MESSAGE_LIVE || strcmp(m->name, "rpc.discover") == 0);
	}
}

static void check_members(const struct field *fields, size_t size)
{
	for (const struct field *f = fields; f && f->name; f++) {
		CHECK(f->offset < size);
		CHECK((f->kind != FIELD_LIST && f->kind != FIELD_OBJECT) || f->of);
		CHECK(f->kind != FIELD_WORD || f->words);
		if (f->of)
			check_members(f->of, f->item_size);
	}
}

static void members_lie_inside_their_structs(void)
{
	const struct message *m;
	size_t n;

	for (size_t i = 0; (m = message_at(i, &n)); i++) {
		check_members(m->in, m->in_size);
		check_members(m->out, m->out_size);
	}
}

/* Whoever asks for a second study is told which one of theirs is under way. */
static void a_study_has_a_word_for_who_asks_again(void)
{
	const struct message *m;
	size_t n;
	int studies = 0;

	for (size_t i = 0; (m = message_at(i, &n)); i++) {
		CHECK_EQ(m->kind == MESSAGE_STUDY, m->busy != WHY_NONE);
		studies += m->kind == MESSAGE_STUDY;
	}
	CHECK(studies);
	CHECK_EQ(WHY_AUDIT_VERIFYING, message_find(TEXT("audit.verify"))->busy);
}

static void requests_to_media_servers_are_found(void)
{
	CHECK(message_find_media("leg.open")->out);
	CHECK(message_find_media("stage.close"));
	CHECK(!message_find_media("visit.book"));
}

/* Traps: no failure may reach a person as a bare word. */
static const struct test tests[] = {
	T(messages_are_sorted_and_found),
	T(internal_messages_are_sorted_and_found_by_the_broker_alone),
	T(every_message_is_whole),
	T(members_lie_inside_their_structs),
	T(a_study_has_a_word_for_who_asks_again),
	T(requests_to_media_servers_are_found),
};
RUN_TESTS(tests)
