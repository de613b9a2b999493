/* Every message of the table refuses each member that is missing, of a wrong type or too long,
 * and each role that may not send it. */
#include "broker/wire/exchange.h"
#include "tests/unit/broker/wire/sample.h"

#define NOW ((struct instant){ INT64_C(1778547600000) })

static struct wire wire;

static struct caller caller_of(uint32_t roles)
{
	struct caller c = { .roles = roles };

	return c;
}

static bool names(struct text reply, const char *field)
{
	char end[200];
	const char *at = strstr(reply.at, "\"field\":\"");

	if (!at)
		return false;
	at += strlen("\"field\":\"");
	snprintf(end, sizeof(end), "%.*s", (int)strcspn(at, "\""), at);
	size_t n = strlen(end), m = strlen(field);
	return n >= m && strcmp(end + n - m, field) == 0;
}

/* How many refusals were seen. */
static int refused(const struct message *m, const struct field *f, enum sample_how how)
{
	OWN(arena) a = arena_new();
	struct caller who = caller_of(m->roles & ~(uint32_t)ROLE_PUBLIC);
	OWN(exchange) x = exchange_new(&wire, &who, TEXT("127.0.0.1"));
	struct sample s = { f, how };

	CHECK_EQ(EXCHANGE_REPLY, exchange_take(x, sample_request(a, m, &s), NOW));
	if (exchange_err(x) == ERR_TOO_LARGE)
		return 1; /* longer than a whole request may be */
	CHECK_EQ(ERR_BAD_INPUT, exchange_err(x));
	CHECK(strstr(exchange_reply(x).at, "\"code\":-32602"));
	CHECK(strstr(exchange_reply(x).at, "\"id\":7,"));
	CHECK(names(exchange_reply(x), f->name));
	return 1;
}

static int break_each(const struct message *m, const struct field *fields, enum sample_how how)
{
	int n = 0;

	for (const struct field *f = fields; f && f->name; f++) {
		bool can = how == SAMPLE_MISSING    ? !f->optional
			   : how == SAMPLE_TOO_LONG ? sample_has_limit(f)
						    : f->kind != FIELD_JSON;

		if (can)
			n += refused(m, f, how);
		if (f->of)
			n += break_each(m, f->of, how);
	}
	return n;
}

static int break_all(enum sample_how how)
{
	const struct message *m;
	size_t all;
	int n = 0;

	for (size_t i = 0; (m = message_at(i, &all)); i++)
		n += break_each(m, m->in, how);
	return n;
}

static void each_missing_member_is_named(void)
{
	CHECK(break_all(SAMPLE_MISSING) > 60);
}

static void each_member_of_a_wrong_type_is_named(void)
{
	CHECK(break_all(SAMPLE_WRONG_TYPE) > 80);
}

static void each_member_that_is_too_long_is_named(void)
{
	CHECK(break_all(SAMPLE_TOO_LONG) > 70);
}

/* What the tests above break is otherwise fine. */
static void a_sample_of_each_message_fits_its_table(void)
{
	const struct message *m;
	struct sample fine = { NULL, SAMPLE_FINE };
	size_t all;

	for (size_t i = 0; (m = message_at(i, &all)); i++) {
		OWN(arena) a = arena_new();
		struct buffer out;
		struct json json;
		struct fault fault;
		void *in = arena_get(a, m->in_size + 1);

		buffer_init(&out, a);
		sample_object(&out, m->in, &fine);
		CHECK_EQ(ERR_OK, json_parse(buffer_text(&out), a, &json));
		CHECK_EQ(ERR_OK, fields_parse(json, m->in, a, in, &fault));
	}
}

/* With a member that no table has: whoever passes the gate is refused for that. */
static enum err send_as(const struct message *m, uint32_t roles)
{
	OWN(arena) a = arena_new();
	struct caller who = caller_of(roles);
	OWN(exchange) x = exchange_new(&wire, &who, TEXT("127.0.0.1"));
	struct text in = arena_format(a,
				      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\","
				      "\"params\":{\"no_such_member\":1}}",
				      m->name);

	CHECK_EQ(EXCHANGE_REPLY, exchange_take(x, in, NOW));
	CHECK(exchange_err(x));
	return exchange_err(x);
}

static void only_the_named_roles_may_send(void)
{
	const struct message *m;
	size_t all;
	int refusals = 0;

	for (size_t i = 0; (m = message_at(i, &all)); i++)
		for (int r = 0; r < ROLE_COUNT; r++) {
			enum err e = send_as(m, 1u << r);

			if (m->roles & (1u << r))
				CHECK_EQ(ERR_BAD_INPUT, e);
			else
				CHECK_EQ(r ? ERR_FORBIDDEN : ERR_NOT_SIGNED_IN, e);
			refusals += e != ERR_BAD_INPUT;
		}
	CHECK(refusals > 100);
}

static void internal_messages_cannot_be_sent(void)
{
	static const char *const names[] = { "session.open",    "media.gone",  "visit.joined",
					     "recording.filed", "visit.sweep", "session.load" };
	struct caller who = caller_of(ROLE_STAFF | ROLE_MEDIA | ROLE_PUBLIC);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		OWN(arena) a = arena_new();
		OWN(exchange) x = exchange_new(&wire, &who, TEXT(""));

		CHECK(message_find_internal(names[i]));
		exchange_take(x,
			      arena_format(a, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}",
					   names[i]),
			      NOW);
		CHECK_EQ(ERR_UNKNOWN_METHOD, exchange_err(x));
		CHECK(strstr(exchange_reply(x).at, "\"code\":-32601"));
	}
}

static const struct test tests[] = {
	T(a_sample_of_each_message_fits_its_table), T(each_missing_member_is_named),
	T(each_member_of_a_wrong_type_is_named),    T(each_member_that_is_too_long_is_named),
	T(only_the_named_roles_may_send),           T(internal_messages_cannot_be_sent),
};
RUN_TESTS(tests)
