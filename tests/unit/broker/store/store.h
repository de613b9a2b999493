/*
 * Helpers of the store's tests: a fresh database for each test, a small tree in it.
 */
#ifndef TESTS_UNIT_BROKER_STORE_STORE_H
#define TESTS_UNIT_BROKER_STORE_STORE_H

#include "broker/store/db.h"
#include "broker/store/place_rows.h"
#include "tests/lib/test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOW ((struct instant){ INT64_C(1778547600000) }) /* 2026-05-12 09:00 +08:00 */

static inline const char *fresh_path(char path[512])
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	for (int i = 0; i < 3; i++) {
		snprintf(path, 512, "%s/store.db%s", test_folder(), ends[i]);
		unlink(path);
	}
	snprintf(path, 512, "%s/store.db", test_folder());
	return path;
}

static inline struct db *fresh_store(void)
{
	char path[512];
	struct db *db;

	CHECK_EQ(ERR_OK, db_open_writer(fresh_path(path), &db));
	CHECK_EQ(ERR_OK, db_start(db));
	return db;
}

static inline struct code12 code(const char *digits)
{
	struct code12 c;

	CHECK_EQ(ERR_OK, code12_parse(text_of(digits), &c));
	return c;
}

/* An id that ends with one to three digits. */
static inline struct id id_of(const char *end)
{
	struct id i = { "01JTESTTESTTESTTESTTEST000" };
	size_t n = strlen(end);

	CHECK(n <= 3);
	memcpy(i.text + strlen(i.text) - n, end, n);
	return i;
}

static inline struct span minutes(int from, int till)
{
	return (struct span){ { NOW.ms + from * MINUTE_MS }, { NOW.ms + till * MINUTE_MS } };
}

static const char small_tree[] =
	"code,level,name_zh,name_en,kind,parent,valid_from,room\n"
	"000000000000,1,演示国家级节点,Nation,nation,,2025-01-01,yes\n"
	"990000000000,2,岚川市,City,city,000000000000,2025-01-01,yes\n"
	"990101000000,3,青榆区,District,district,990000000000,2025-01-01,yes\n"
	"990101101000,4,鹿鸣溪镇,Town,town,990101000000,2025-01-01,yes\n"
	"990101101201,5,鹿尾村,Village,village,990101101000,2025-01-01,no\n";

static inline void save_tree(struct db *db, const char *csv)
{
	struct tree_fault faults[8];
	struct tree *t = NULL;
	int n;

	CHECK_EQ(ERR_OK, tree_parse_csv(text_of(csv), &t, faults, 8, &n));
	CHECK_EQ(ERR_OK, tree_save(db, t, day_of(2026, 5, 12)));
	tree_free(t);
}

/* The database behind the store's back. */
static inline int behind(const char *sql)
{
	char path[512];
	sqlite3 *s;

	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	if (sqlite3_open(path, &s))
		return -1;

	int code = sqlite3_exec(s, sql, NULL, NULL, NULL);

	sqlite3_close(s);
	return code;
}

#endif
