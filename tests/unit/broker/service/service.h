/*
 * Helpers of the services' tests: a house with a real database and writer, a small tree, units,
 * rooms, staff and receptions of 2026-05-12. Writes run in the writer's savepoints, so what a
 * refused one leaves behind is what it would leave behind in the broker.
 */
#ifndef TESTS_UNIT_BROKER_SERVICE_SERVICE_H
#define TESTS_UNIT_BROKER_SERVICE_SERVICE_H

#include "broker/core/numbers.h"
#include "broker/service/media/media.h"
#include "broker/service/messages.h"
#include "broker/service/session/token.h"
#include "broker/service/visit/visits.h"
#include "broker/store/audit.h"
#include "broker/store/import.h"
#include "broker/store/matter_rows.h"
#include "broker/store/media_rows.h"
#include "broker/store/people_rows.h"
#include "broker/store/reader.h"
#include "broker/store/visit_rows.h"
#include "broker/store/writer.h"
#include "tests/unit/broker/store/store.h"

#include <stdlib.h>

#define VERSION "2026-05"

static const char house_tree[] =
	"code,level,name_zh,name_en,kind,parent,valid_from,room\n"
	"000000000000,1,演示国家级节点,Nation,nation,,2025-01-01,yes\n"
	"990000000000,2,岚川市,City,city,000000000000,2025-01-01,yes\n"
	"990101000000,3,青榆区,District,district,990000000000,2025-01-01,yes\n"
	"990101101000,4,鹿鸣溪镇,Town,town,990101000000,2025-01-01,yes\n"
	"990101101201,5,鹿尾村,Village,village,990101101000,2025-01-01,yes\n"
	"990101101202,5,石磨坳村,Village,village,990101101000,2025-01-01,yes\n";
static const char house_units[] = "code,name,node,kind,name_en\n"
				  "C01,岚川市信访办,990000000000,petition,\n"
				  "D01,青榆区信访办,990101000000,petition,District Office\n"
				  "T01,鹿鸣溪镇信访办,990101101000,petition,\n";
static const char house_rooms[] = "node,name,kind\n"
				  "990101000000,区接访室1,reception\n"
				  "990101000000,区接访室2,reception\n"
				  "990101101000,镇接访室,reception\n"
				  "990101101201,鹿尾村接访室,reception\n"
				  "990101101202,石磨坳村接访室,reception\n";
static const char house_staff[] = "account,name,roles,node,unit,password\n"
				  "clerk1,周小满,clerk,990101101201,,scrypt$00$00\n"
				  "clerk2,陈白露,clerk,990101101202,,scrypt$00$00\n"
				  "official1,主任甲,official,990101000000,D01,scrypt$00$00\n"
				  "official2,主任乙,official,990101000000,D01,scrypt$00$00\n"
				  "town1,镇长丙,official,990101101000,T01,scrypt$00$00\n"
				  "recorder1,吴霜降,recorder,990101000000,D01,scrypt$00$00\n";
static const char house_receptions[] =
	"unit,rule,from,till,slot_min,buffer_min,shift,people,anchor\n"
	"C01,daily,09:00,12:00,40,10,KEEP,,2026-01-01\n"
	"D01,daily,09:00,12:00,40,10,KEEP,,2026-01-01\n"
	"T01,daily,09:00,12:00,40,10,KEEP,,2026-01-01\n";
static const char house_matters[] =
	"village,year,seq,kind,name,contact,address,subject,request,competent\n"
	"990101101201,2026,1,appeal,林谷雨,10012345678,鹿尾村1组,机耕路被挖断,请恢复。,990101101000\n"
	"990101101202,2026,1,appeal,何春分,10012345679,石磨坳村1组,欠发工资,请支付。,990101101000\n";

struct house {
	struct writer *writer;
	struct mailbox *done;
	struct reader *reader;
	struct tree *tree;
	struct holidays *holidays;
	struct secret_key key;
	struct rules rules;
	struct arena *arena;
	char cookie[TOKEN_TEXT]; /* of the session that was opened last */
	struct instant now;
	struct id matters[2];         /* of the first and of the second village */
	int64_t district, town, city; /* units */
	struct call call;             /* as the last message left it */
};

/* One number straight from the file. */
static inline int64_t house_count(const char *sql)
{
	char path[512];
	sqlite3 *s;
	sqlite3_stmt *statement;
	int64_t n = -1;

	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	CHECK_EQ(SQLITE_OK, sqlite3_open(path, &s));
	CHECK_EQ(SQLITE_OK, sqlite3_prepare_v2(s, sql, -1, &statement, NULL));
	if (sqlite3_step(statement) == SQLITE_ROW)
		n = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(s);
	return n;
}

static inline struct id house_matter(struct house *h, struct db *db, const char *village)
{
	char number[NUMBER_SIZE];
	struct matter m = { 0 };

	number_format_matter(code(village), 2026, 1, number);
	CHECK_EQ(ERR_OK, matter_find_number(db, text_of(number), h->arena, &m));
	return m.id;
}

static inline int64_t house_unit(struct house *h, struct db *db, const char *node)
{
	struct list units = { 0 };

	CHECK_EQ(ERR_OK, unit_page(db, &(struct unit_page){ .node = code(node), .most = 2 },
				   h->arena, &units));
	CHECK_EQ(1, units.n);
	return ((const struct unit *)units.items)->id;
}

static inline void house_fill(struct house *h, struct db *db)
{
	static struct import i; /* too large for the stack */

	i = (struct import){ .now = NOW, .key = &h->key };
	CHECK_EQ(ERR_OK, db_start(db));
	save_tree(db, house_tree);
	CHECK_EQ(ERR_OK, import_units(db, text_of(house_units), &i));
	CHECK_EQ(ERR_OK, import_rooms(db, text_of(house_rooms), &i));
	CHECK_EQ(ERR_OK, import_staff(db, text_of(house_staff), &i));
	CHECK_EQ(ERR_OK, import_receptions(db, text_of(house_receptions), &i));
	CHECK_EQ(ERR_OK, import_matters(db, text_of(house_matters), &i));
	CHECK_EQ(ERR_OK, receptions_expand(db, h->holidays, NOW));
	h->matters[0] = house_matter(h, db, "990101101201");
	h->matters[1] = house_matter(h, db, "990101101202");
	h->city = house_unit(h, db, "990000000000");
	h->district = house_unit(h, db, "990101000000");
	h->town = house_unit(h, db, "990101101000");
	CHECK_EQ(ERR_OK, tree_load(db, &h->tree));
	CHECK_EQ(ERR_OK, db_commit(db));
}

static inline void house_rules(struct house *h)
{
	rules_init(&h->rules);
	h->rules.holidays = h->holidays;
	h->rules.data_key = &h->key;
	h->rules.times.lead_min_days = 0;
	h->rules.notice_version = TEXT(VERSION);
	h->rules.notice = TEXT("接下来要录音录像。");
}

static inline struct house *house_new(void)
{
	struct house *h = calloc(1, sizeof(*h));
	char path[512];
	struct db *db;

	CHECK(h);
	h->now = NOW;
	h->arena = arena_new();
	h->holidays = holidays_new();
	house_rules(h);
	CHECK_EQ(ERR_OK, db_open_writer(fresh_path(path), &db));
	house_fill(h, db);
	db_free(db);
	h->done = mailbox_new(4);
	CHECK_EQ(ERR_OK, writer_new(path, NULL, &h->writer));
	CHECK_EQ(ERR_OK, reader_new(path, &h->reader));
	return h;
}

static inline void house_free(struct house *h)
{
	if (!h)
		return;
	writer_free(h->writer);
	reader_free(h->reader);
	mailbox_free(h->done);
	tree_free(h->tree);
	holidays_free(h->holidays);
	arena_free(h->arena);
	free(h);
}
OWNABLE(house)

static inline struct caller house_staff_of(struct house *h, const char *account)
{
	struct caller who = { 0 };
	struct staff s = { 0 };

	CHECK_EQ(ERR_OK,
		 staff_find_account(reader_start(h->reader), text_of(account), h->arena, &s));
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	who.roles = s.roles;
	who.staff = s.id;
	who.node = s.node;
	who.unit = s.unit;
	CHECK_EQ(ERR_OK, text_copy(s.name, who.name, sizeof(who.name)));
	return who;
}

/* One message on the writer. */
struct house_job {
	struct job job;
	struct house *house;
	handler *run;
	const void *in;
};

static inline enum err house_run(struct job *j, struct db *db)
{
	struct house_job *w = (struct house_job *)j;
	struct call *c = &w->house->call;

	c->db = db;
	enum err e = w->run(c, w->in);
	if (e)
		call_audit_refusal(c, e);
	return e;
}

static inline void house_begin(struct house *h, const char *account, void *out)
{
	struct caller *who = ARENA_NEW(h->arena, struct caller);

	if (account && strncmp(account, "media:", 6) == 0) {
		*who = (struct caller){ .roles = ROLE_MEDIA };
		snprintf(who->name, sizeof(who->name), "%s", account);
	} else {
		*who = account ? house_staff_of(h, account)
			       : (struct caller){ .roles = ROLE_PUBLIC };
	}
	h->call = (struct call){ .arena = h->arena,
				 .now = h->now,
				 .who = who,
				 .tree = h->tree,
				 .rules = &h->rules,
				 .out = out };
}

static inline enum err house_finish(struct house *h, handler *run, const void *in)
{
	struct house_job w = {
		.job = { .run = house_run, .answer = h->done }, .house = h, .run = run, .in = in
	};
	void *item;

	CHECK_EQ(ERR_OK, writer_post(h->writer, &w.job));
	CHECK_EQ(1, mailbox_wait(h->done, &item, 1, -1));
	return w.job.result;
}

/* `account` NULL: the broker itself; "media:<name>": a media server by its certificate. `out` must
 * be zeroed. */
static inline enum err house_write(struct house *h, const char *account, handler *run,
				   const void *in, void *out)
{
	house_begin(h, account, out);
	return house_finish(h, run, in);
}

static inline enum err house_read(struct house *h, const char *account, handler *run,
				  const void *in, void *out)
{
	house_begin(h, account, out);
	h->call.db = reader_start(h->reader);
	enum err e = run(&h->call, in);
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	return e;
}

/* A slot of 2026-05-12 by its number from 09:00. */
static inline struct instant slot_at(int n)
{
	return (struct instant){ NOW.ms + n * 50 * MINUTE_MS };
}

static inline struct visit_book_out booked(struct house *h, int slot)
{
	struct visit_book_in in = { h->matters[0], h->district, slot_at(slot), TEXT("") };
	struct visit_book_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_book_message.run, &in, &out));
	return out;
}

/* A visit that waits to be admitted. */
static inline struct id consented(struct house *h, struct consent a)
{
	struct visit_in in = { booked(h, 1).visit };
	struct visit_check_in_out notice = { 0 };
	struct consent_record_in c = { in.visit, a.video, a.audio, a.share, TEXT(VERSION) };
	struct consent_record_out kept = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_check_in_message.run, &in, &notice));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", consent_record_message.run, &c, &kept));
	CHECK(kept.recorded);
	return in.visit;
}

static inline struct id admitted(struct house *h, struct consent a)
{
	struct visit_in in = { consented(h, a) };
	struct visit_state_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "official1", visit_admit_message.run, &in, &out));
	CHECK(text_is(out.state, "live"));
	return in.visit;
}

/* Joins, and the media server answers. */
static inline enum err house_join(struct house *h, const struct caller *who, struct id visit,
				  struct visit_join_out *out)
{
	struct visit_join_in in = { visit, TEXT("v=0") };
	struct leg_open_out answer = { TEXT("v=0 answer"), 1, 5 };
	struct visit_join_out *end = ARENA_NEW(h->arena, struct visit_join_out);

	*out = (struct visit_join_out){ 0 };
	house_begin(h, NULL, out);
	h->call.who = who;
	TRY(house_finish(h, visit_join_message.run, &in));
	struct finished f = { &in, out, ERR_OK, &answer };
	house_begin(h, NULL, end);
	h->call.who = who;
	return house_finish(h, visit_joined_message.run, &f);
}

static inline struct id a_media_server(struct house *h, const char *name, struct list stages)
{
	char certified[80];
	struct media_register_in in = {
		text_of(name), TEXT("990101000000"), 10, TEXT("127.0.0.1"), TEXT("1"), stages
	};
	struct media_register_out out = { 0 };

	snprintf(certified, sizeof(certified), "media:%s", name);
	CHECK_EQ(ERR_OK, house_write(h, certified, media_register_message.run, &in, &out));
	return out.server;
}

/* What the link says of it when the connection on which it registered last is lost. */
static inline struct media_gone_in gone_now(struct house *h, struct id server)
{
	struct media_server m = { 0 };

	CHECK_EQ(ERR_OK, media_find(reader_start(h->reader), server, h->arena, &m));
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	return (struct media_gone_in){ server, m.seen };
}

static inline const struct visit *visit_of(struct house *h, struct id id)
{
	struct visit *v = ARENA_NEW(h->arena, struct visit);

	CHECK_EQ(ERR_OK, visit_find(reader_start(h->reader), id, h->arena, v));
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	return v;
}

/* Minutes saved on the version, by a window of this name: the version that stands. */
static inline int64_t minutes_saved(struct house *h, const char *who, struct minutes_save_in in)
{
	struct minutes_save_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, who, minutes_save_message.run, &in, &out));
	return out.version;
}

static inline void with_minutes(struct house *h, struct id visit)
{
	minutes_saved(h, "official1",
		      (struct minutes_save_in){ .visit = visit,
						.text = TEXT("来访人反映机耕路被挖断。") });
}

/* What the last message tells media servers under this method; NULL: nothing. */
static inline const void *told(const struct house *h, const char *method)
{
	for (const struct ask *a = h->call.tells; a; a = a->next)
		if (strcmp(a->method, method) == 0)
			return a->in;
	return NULL;
}

#endif
