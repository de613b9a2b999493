/* Requests that run: a READ on the loop, a WRITE by the real writer, the tree after its commit. */
#include "broker/service/house/records.h"
#include "broker/service/session/sessions.h"
#include "broker/wire/exchange.h"
#include "tests/unit/broker/store/store.h"

/* A store with the small tree, its writer and reader, as main.c builds them. */
struct fixture {
	struct writer *writer;
	struct reader *reader;
	struct mailbox *done;
	struct rules rules;
	struct wire wire;
};

static void start(struct fixture *f)
{
	struct db *db = fresh_store();
	struct tree_fault faults[8];
	struct tree *t = NULL;
	char path[600];
	int n;

	save_tree(db, small_tree);
	CHECK_EQ(ERR_OK, db_commit(db));
	db_free(db);
	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(ERR_OK, writer_new(path, NULL, &f->writer));
	CHECK_EQ(ERR_OK, reader_new(path, &f->reader));
	f->done = mailbox_new(16);
	rules_init(&f->rules);
	f->wire = (struct wire){ .reader = f->reader, .rules = &f->rules };
	CHECK_EQ(ERR_OK, tree_parse_csv(text_of(small_tree), &t, faults, 8, &n));
	wire_set_tree(&f->wire, t);
}

static void stop(struct fixture *f)
{
	writer_free(f->writer);
	reader_free(f->reader);
	mailbox_free(f->done);
	wire_clear(&f->wire);
}

static struct caller caller_of(uint32_t roles)
{
	return (struct caller){
		.roles = roles, .staff = id_of("1"), .node = code("000000000000"), .name = "演示"
	};
}

static struct exchange *exchange_of(struct fixture *f, uint32_t roles)
{
	struct caller who = caller_of(roles);

	return exchange_new(&f->wire, &who, TEXT("127.0.0.1"));
}

/* The writer runs it and gives it back. */
static enum exchange_step write_job(struct fixture *f, struct exchange *x)
{
	struct job *j = exchange_job(x);
	void *back;

	j->answer = f->done;
	CHECK_EQ(ERR_OK, writer_post(f->writer, j));
	CHECK_EQ(1, mailbox_wait(f->done, &back, 1, -1));
	CHECK(exchange_of_job(back) == x);
	return exchange_written(x);
}

static struct text import_request(struct arena *a, const char *csv)
{
	struct buffer out;

	buffer_init(&out, a);
	buffer_addf(
		&out,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tree.import\",\"params\":{\"csv\":");
	json_add_text(&out, text_of(csv));
	buffer_addf(&out, "}}");
	return buffer_text(&out);
}

static void a_read_is_a_step_and_then_answered(void)
{
	struct fixture f;

	start(&f);
	struct exchange *x = exchange_of(&f, ROLE_CLERK);
	CHECK_EQ(EXCHANGE_READ,
		 exchange_take(x, TEXT("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.get\"}"),
			       NOW));
	CHECK_EQ(0, exchange_reply(x).n);
	CHECK_EQ(EXCHANGE_REPLY, exchange_read(x));
	CHECK_EQ(ERR_OK, exchange_err(x));
	CHECK(strstr(exchange_reply(x).at, "\"result\":{\"signed_in\":true,\"staff\":{"));
	const struct session_get_out *out = exchange_out(x);
	CHECK(out->signed_in);
	CHECK_TEXT("session.get", exchange_message(x)->name);
	exchange_free(x);
	stop(&f);
}

static void a_write_is_answered_after_its_commit(void)
{
	OWN(arena) a = arena_new();
	struct fixture f;

	start(&f);
	const struct tree *before = f.wire.tree;
	struct exchange *x = exchange_of(&f, ROLE_SYSADMIN);
	CHECK_EQ(EXCHANGE_WRITE, exchange_take(x, import_request(a, small_tree), NOW));
	CHECK_EQ(0, exchange_reply(x).n);
	CHECK(f.wire.tree == before);
	CHECK_EQ(EXCHANGE_REPLY, write_job(&f, x));
	CHECK_TEXT("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"nodes\":5}}", exchange_reply(x).at);
	CHECK(f.wire.tree != before && tree_size(f.wire.tree) == 5);
	exchange_free(x);
	stop(&f);
}

static void every_fault_of_an_import_is_answered(void)
{
	OWN(arena) a = arena_new();
	struct fixture f;

	start(&f);
	struct exchange *x = exchange_of(&f, ROLE_SYSADMIN);
	exchange_take(x,
		      import_request(a, "code,level,name_zh,name_en,kind,parent,valid_from,room\n"
					"1,1,a,a,nation,,2025-01-01,yes\n"
					"000000000000,9,b,b,nation,,2025-01-01,yes\n"),
		      NOW);
	CHECK_EQ(EXCHANGE_REPLY, write_job(&f, x));
	CHECK_EQ(ERR_BAD_INPUT, exchange_err(x));
	CHECK(strstr(exchange_reply(x).at, "\"code\":-32602"));
	CHECK(strstr(exchange_reply(x).at, "\"faults\":[{\"line\":2,"));
	CHECK(strstr(exchange_reply(x).at, "{\"line\":3,"));
	CHECK(strstr(exchange_reply(x).at, "\"word\":\"bad_input\",\"field\":\"csv\","));
	CHECK(strstr(exchange_reply(x).at, "\"why\":\"file_faults\","
					   "\"arguments\":[{\"name\":\"n\",\"number\":"));
	exchange_free(x);
	stop(&f);
}

/* What a page says in its own language: why, and what stands in the sentence. */
static void a_refusal_is_answered_with_its_reason_and_arguments(void)
{
	static const char *const cases[][2] = {
		{ "tree.import", "\"field\":\"csv\",\"say\":\"“csv”没有填写，请补上。\","
				 "\"why\":\"missing\"}" },
		{ "tree.get\",\"params\":{\"depth\":9},\"x\":\"", "\"why\":\"unknown_member\"" },
		{ "audit.find", "\"why\":\"not_your_role\"}" },
		{ "no.such", "\"data\":{\"word\":\"unknown_method\",\"say\":" },
	};
	OWN(arena) a = arena_new();
	struct fixture f;

	start(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		OWN(exchange) x = exchange_of(&f, ROLE_SYSADMIN);
		CHECK_EQ(EXCHANGE_REPLY, exchange_take(x,
						       arena_format(a,
								    "{\"jsonrpc\":\"2.0\","
								    "\"id\":1,\"method\":\"%s\"}",
								    cases[i][0]),
						       NOW));
		if (!strstr(exchange_reply(x).at, cases[i][1]))
			CHECK_TEXT(cases[i][1], exchange_reply(x).at);
	}
	stop(&f);
}

static void a_refusal_is_in_the_language_of_the_caller(void)
{
	OWN(arena) a = arena_new();
	struct fixture f;

	start(&f);
	OWN(exchange) x = exchange_of(&f, ROLE_SYSADMIN);
	exchange_speak(x, LANGUAGE_EN);
	exchange_take(x,
		      import_request(a, "code,level,name_zh,name_en,kind,parent,valid_from,room\n"
					"1,1,a,a,nation,,2025-01-01,yes\n"),
		      NOW);
	CHECK_EQ(EXCHANGE_REPLY, write_job(&f, x));
	CHECK(strstr(exchange_reply(x).at, "\"message\":\"There is 1 fault in the file"));
	CHECK(strstr(exchange_reply(x).at, "\"say\":\"There is 1 fault in the file"));
	CHECK(strstr(exchange_reply(x).at, "\"say\":\"The code must be 12 digits.\""));
	stop(&f);
}

static void one_import_at_a_time(void)
{
	OWN(arena) a = arena_new();
	struct fixture f;

	start(&f);
	struct exchange *first = exchange_of(&f, ROLE_SYSADMIN);
	struct exchange *second = exchange_of(&f, ROLE_SYSADMIN);
	struct exchange *third = exchange_of(&f, ROLE_SYSADMIN);
	CHECK_EQ(EXCHANGE_WRITE, exchange_take(first, import_request(a, small_tree), NOW));
	CHECK_EQ(EXCHANGE_REPLY, exchange_take(second, import_request(a, small_tree), NOW));
	CHECK_EQ(ERR_BUSY, exchange_err(second));
	exchange_free(second);
	exchange_free(first);
	CHECK_EQ(EXCHANGE_WRITE, exchange_take(third, import_request(a, small_tree), NOW));
	exchange_free(third);
	stop(&f);
}

static void many_imports_keep_few_trees(void)
{
	OWN(arena) a = arena_new();
	struct fixture f;

	start(&f);
	for (int i = 0; i < 40; i++) {
		struct exchange *x = exchange_of(&f, ROLE_SYSADMIN);

		exchange_take(x, import_request(a, small_tree), NOW);
		CHECK_EQ(EXCHANGE_REPLY, write_job(&f, x));
		CHECK_EQ(ERR_OK, exchange_err(x));
		exchange_free(x);
	}
	CHECK(f.wire.old_n <= 16);
	CHECK_EQ(5, tree_size(f.wire.tree));
	stop(&f);
}

static void internal_messages_have_a_struct_and_no_reply(void)
{
	struct session_find_in in = { TEXT("nobody") };
	struct fixture f;

	start(&f);
	struct exchange *x = exchange_of(&f, ROLE_PUBLIC);
	CHECK_EQ(EXCHANGE_READ, exchange_start(x, "session.find", &in, NOW));
	CHECK_EQ(EXCHANGE_REPLY, exchange_read(x));
	CHECK_EQ(ERR_OK, exchange_err(x));
	const struct session_find_out *out = exchange_out(x);
	CHECK(!out->found);
	CHECK_EQ(0, exchange_reply(x).n);
	exchange_free(x);
	stop(&f);
}

static void a_notification_that_writes_is_not_answered(void)
{
	struct fixture f;

	start(&f);
	struct exchange *x = exchange_of(&f, ROLE_SYSADMIN);
	CHECK_EQ(EXCHANGE_WRITE,
		 exchange_take(x,
			       TEXT("{\"jsonrpc\":\"2.0\",\"method\":\"tree.import\","
				    "\"params\":{\"csv\":\"code\"}}"),
			       NOW));
	CHECK_EQ(EXCHANGE_REPLY, write_job(&f, x));
	CHECK_EQ(ERR_BAD_INPUT, exchange_err(x));
	CHECK_EQ(0, exchange_reply(x).n);
	exchange_free(x);
	stop(&f);
}

static void a_report_of_a_media_server_is_live(void)
{
	struct fixture f;

	start(&f);
	struct exchange *x = exchange_of(&f, ROLE_MEDIA);
	CHECK_EQ(EXCHANGE_LIVE,
		 exchange_take(x,
			       TEXT("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"media.report\","
				    "\"params\":{\"visits\":[]}}"),
			       NOW));
	CHECK_TEXT("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{}}", exchange_reply(x).at);
	exchange_free(x);
	stop(&f);
}

static const struct test tests[] = {
	T(a_read_is_a_step_and_then_answered),
	T(a_write_is_answered_after_its_commit),
	T(every_fault_of_an_import_is_answered),
	T(a_refusal_is_answered_with_its_reason_and_arguments),
	T(a_refusal_is_in_the_language_of_the_caller),
	T(one_import_at_a_time),
	T(many_imports_keep_few_trees),
	T(internal_messages_have_a_struct_and_no_reply),
	T(a_notification_that_writes_is_not_answered),
	T(a_report_of_a_media_server_is_live),
};
RUN_TESTS(tests)
