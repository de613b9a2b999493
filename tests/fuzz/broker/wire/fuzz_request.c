/* Any frame from anybody ends in a reply that is JSON, or in nothing: gate, decoder, reads on the
 * store, writes that are rolled back, answers of media servers. */
#include "broker/core/tree.h"
#include "broker/store/db.h"
#include "broker/store/place_rows.h"
#include "broker/wire/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW ((struct instant){ INT64_C(1778547600000) })

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static const char csv[] = "code,level,name_zh,name_en,kind,parent,valid_from,room\n"
			  "000000000000,1,演示国家级节点,Nation,nation,,2025-01-01,yes\n"
			  "990000000000,2,岚川市,City,city,000000000000,2025-01-01,yes\n";

static const uint32_t roles[] = { ROLE_PUBLIC, ROLE_CLERK, ROLE_STAFF, ROLE_SYSADMIN, ROLE_MEDIA };

static char folder[] = "/tmp/xinqiao-fuzz-XXXXXX";
static struct db *db;
static struct wire wire;
static struct rules rules;
static struct secret_key key;

static void remove_folder(void)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char path[100];

	reader_free(wire.reader);
	db_free(db);
	wire_clear(&wire);
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/x.db%s", folder, ends[i]);
		unlink(path);
	}
	rmdir(folder);
}

static void must(enum err e)
{
	if (e)
		abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct tree_fault faults[1];
	struct tree *t;
	char path[100];
	int n;

	(void)argc;
	(void)argv;
	if (!mkdtemp(folder))
		abort();
	snprintf(path, sizeof(path), "%s/x.db", folder);
	must(db_open_writer(path, &db));
	must(tree_parse_csv(text_of(csv), &t, faults, 1, &n));
	must(db_start(db));
	must(tree_save(db, t, day_of(2026, 5, 12)));
	must(db_commit(db));
	must(reader_new(path, &wire.reader));
	rules_init(&rules);
	rules.holidays = holidays_new();
	rules.data_key = &key;
	wire.rules = &rules;
	wire_set_tree(&wire, t);
	atexit(remove_folder);
	return 0;
}

static enum exchange_step write_job(struct exchange *x)
{
	struct job *j = exchange_job(x);

	must(db_start(db));
	j->result = j->run(j, db);
	db_rollback(db);
	/* Nothing was kept, so nothing may follow from it. */
	if (!j->result && strcmp(exchange_message(x)->name, "tree.import") == 0)
		j->result = ERR_STORE;
	return exchange_written(x);
}

static void finish(struct exchange *x, enum exchange_step step)
{
	for (int i = 0; i < 8; i++) {
		switch (step) {
		case EXCHANGE_REPLY:
		case EXCHANGE_LIVE:
		case EXCHANGE_STUDY: /* reads what the store has, nothing of the request */
			return;
		case EXCHANGE_READ:
			step = exchange_read(x);
			break;
		case EXCHANGE_WRITE:
			step = write_job(x);
			break;
		case EXCHANGE_MEDIA:
			step = exchange_answered(x, ERR_NO_MEDIA_SERVER, TEXT(""), NOW);
			break;
		case EXCHANGE_ARCHIVE:
			step = exchange_archived(x, ERR_NOT_FOUND, NULL, NOW);
			break;
		}
	}
	abort();
}

static void take(const struct caller *who, struct text in)
{
	OWN(exchange) x = exchange_new(&wire, who, TEXT("127.0.0.1"));
	OWN(arena) a = arena_new();
	struct json json;

	finish(x, exchange_take(x, in, NOW));
	if (exchange_reply(x).n && json_parse(exchange_reply(x), a, &json))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	struct caller who = { .roles = n ? roles[at[0] % 5] : ROLE_PUBLIC };
	struct text in = { (const char *)at + (n > 0), n - (n > 0) };
	OWN(arena) a = arena_new();
	struct answer answer;

	memcpy(who.node.digits, "990000000000", 12);
	if (who.roles & ROLE_STAFF)
		memcpy(who.staff.text, "01ARZ3NDEKTSV4RRFFQ69G5FAV", 26);
	take(&who, in);
	if (!answer_parse(in, a, &answer) && answer.err && answer.result.n)
		abort();
	return 0;
}
