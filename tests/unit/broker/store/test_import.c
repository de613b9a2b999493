/* Imports: every fault at once with its line, nothing half imported, again is not twice. */
#include "broker/store/connection.h"
#include "broker/store/import.h"
#include "broker/store/matter_rows.h"
#include "broker/store/people_rows.h"
#include "tests/unit/broker/store/store.h"

#define UNITS   "code,name,node,kind\n"
#define ROOMS   "node,name,kind\n"
#define STAFF   "account,name,roles,node,unit,password\n"
#define RULES   "unit,rule,from,till,slot_min,buffer_min,shift,people,anchor\n"
#define MATTERS "village,year,seq,kind,name,contact,address,subject,request,competent\n"

typedef enum err import_file(struct db *db, struct text csv, struct import *i);

static struct import imported;

/* A tree, a unit and somebody in it. */
static struct db *a_store(void)
{
	struct db *db = fresh_store();

	save_tree(db, small_tree);
	imported = (struct import){ .now = NOW };
	CHECK_EQ(ERR_OK, import_units(db, TEXT(UNITS "D01,青榆区信访办,990101000000,petition\n"),
				      &imported));
	CHECK_EQ(ERR_OK,
		 import_staff(db, TEXT(STAFF "leader,甲,official,990101000000,D01,scrypt$x\n"),
			      &imported));
	return db;
}

static int64_t count(struct db *db, const char *sql)
{
	sqlite3_stmt *s;
	int64_t n = -1;

	CHECK_EQ(SQLITE_OK, sqlite3_prepare_v2(db->sqlite, sql, -1, &s, NULL));
	if (sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* Why a line is blamed there; NULL: it is not. */
static const char *blamed(int line, const char *field)
{
	for (int i = 0; i < imported.fault_n && i < IMPORT_FAULTS_MAX; i++) {
		if (imported.faults[i].line == line && !strcmp(imported.faults[i].field, field))
			return import_why_words[imported.faults[i].why];
	}
	return NULL;
}

static bool is_blamed(int line, const char *field)
{
	return blamed(line, field);
}

static void run(struct db *db, enum err expected, import_file *file, const char *csv)
{
	CHECK_EQ(expected, file(db, text_of(csv), &imported));
}

static void units_and_rooms_come_in_and_again_is_not_twice(void)
{
	OWN(db) db = a_store();
	const char *rooms = ROOMS "990101000000,一号室,reception\n990101000000,二号室,meeting\n";

	run(db, ERR_OK, import_rooms, rooms);
	CHECK_EQ(2, imported.rows);
	run(db, ERR_OK, import_rooms, rooms);
	run(db, ERR_OK, import_units, UNITS "D01,新名称,990101000000,petition\n");
	CHECK_EQ(2, count(db, "SELECT count(*) FROM room"));
	CHECK_EQ(1, count(db, "SELECT count(*) FROM unit"));
	CHECK_EQ(1, count(db, "SELECT count(*) FROM unit WHERE name = '新名称'"));
}

static void an_english_name_is_kept_and_older_files_without_it_still_come_in(void)
{
	OWN(db) db = a_store();

	run(db, ERR_OK, import_units,
	    "code,name,node,kind,name_en\n"
	    "D01,青榆区信访办,990101000000,petition,Qingyu Petition Office\n"
	    "D02,青榆区住建委,990101000000,department,\n");
	CHECK_EQ(1,
		 count(db, "SELECT count(*) FROM unit WHERE name_en = 'Qingyu Petition Office'"));
	CHECK_EQ(1, count(db, "SELECT count(*) FROM unit WHERE name_en = ''"));
	run(db, ERR_OK, import_rooms,
	    "node,name,kind,name_en\n990101000000,一号室,reception,Room 1\n");
	CHECK_EQ(1, count(db, "SELECT count(*) FROM room WHERE name_en = 'Room 1'"));
	run(db, ERR_OK, import_rooms, ROOMS "990101000000,二号室,meeting\n");
	run(db, ERR_BAD_INPUT, import_rooms, ROOMS "990101000000,三号室,meeting,Room 3\n");
}

static void every_fault_of_a_file_is_told_with_its_line(void)
{
	OWN(db) db = a_store();

	run(db, ERR_BAD_INPUT, import_units,
	    UNITS "D02,好的,990101000000,petition\n"
		  ",没有代码,990101000000,petition\n"
		  "D03,没有节点,990999999999,petition\n"
		  "D04,短代码,9901,petition\n"
		  "D05,,990101000000,palace\n"
		  "D06,少一列,990101000000\n");
	CHECK_EQ(6, imported.fault_n);
	CHECK_TEXT("empty", blamed(3, "code"));
	CHECK_TEXT("no_node", blamed(4, "node"));
	CHECK_TEXT("code", blamed(5, "node"));
	CHECK_TEXT("empty", blamed(6, "name"));
	CHECK_TEXT("word", blamed(6, "kind"));
	CHECK_TEXT("columns", blamed(7, ""));
}

static void nothing_of_a_file_with_a_fault_comes_in(void)
{
	OWN(db) db = a_store();

	run(db, ERR_BAD_INPUT, import_rooms,
	    ROOMS "990101000000,一号室,reception\n990101000000,二号室,palace\n");
	CHECK_EQ(0, count(db, "SELECT count(*) FROM room"));
	run(db, ERR_BAD_INPUT, import_units,
	    UNITS "D01,改名,990101000000,petition\nD02,,990101000000,petition\n");
	CHECK_EQ(0, count(db, "SELECT count(*) FROM unit WHERE name = '改名'"));
	/* What stood in the transaction before still goes on. */
	CHECK_EQ(ERR_OK, db_commit(db));
	CHECK_EQ(1, count(db, "SELECT count(*) FROM unit"));
}

static void a_wrong_heading_is_one_fault(void)
{
	OWN(db) db = a_store();

	run(db, ERR_BAD_INPUT, import_rooms, "node,kind,name\n990101000000,一号室,reception\n");
	CHECK_EQ(1, imported.fault_n);
	CHECK_EQ(1, imported.faults[0].line);
	run(db, ERR_BAD_INPUT, import_rooms, "");
	CHECK_EQ(1, imported.fault_n);
	run(db, ERR_BAD_INPUT, import_rooms, ROOMS "990101000000,\"没有结束,reception\n");
	CHECK_EQ(1, imported.fault_n);
	CHECK_EQ(2, imported.faults[0].line);
}

static void more_faults_than_are_kept_are_still_counted(void)
{
	OWN(db) db = a_store();
	char csv[IMPORT_FAULTS_MAX * 2 * 32 + 64] = ROOMS;

	for (int i = 0; i < IMPORT_FAULTS_MAX * 2; i++)
		strcat(csv, "990101000000,室,palace\n");
	strcat(csv, "990101000000,好,meeting\n");
	run(db, ERR_BAD_INPUT, import_rooms, csv);
	CHECK_EQ(IMPORT_FAULTS_MAX * 2, imported.fault_n);
	CHECK_EQ(IMPORT_FAULTS_MAX + 1, imported.faults[IMPORT_FAULTS_MAX - 1].line);
	CHECK_EQ(0, count(db, "SELECT count(*) FROM room"));
}

static void a_password_is_hashed_and_a_known_account_keeps_its_own(void)
{
	OWN(db) db = a_store();
	OWN(arena) a = arena_new();
	struct staff before, after;

	run(db, ERR_OK, import_staff, STAFF "clerk1,周小满,clerk,990101101201,,a-password-1\n");
	CHECK_EQ(ERR_OK, staff_find_account(db, TEXT("clerk1"), a, &before));
	CHECK(text_starts(before.password, "scrypt$"));
	CHECK(password_is(TEXT("a-password-1"), before.password));
	run(db, ERR_OK, import_staff,
	    STAFF "clerk1,周大满,clerk|recorder,990101101201,,another-password\n");
	CHECK_EQ(ERR_OK, staff_find_account(db, TEXT("clerk1"), a, &after));
	CHECK(text_equals(before.password, after.password));
	CHECK(text_is(after.name, "周大满"));
	CHECK_EQ(ROLE_CLERK | ROLE_RECORDER, after.roles);
	CHECK(id_equals(before.id, after.id));
}

static void staff_with_faults_are_refused(void)
{
	OWN(db) db = a_store();

	run(db, ERR_BAD_INPUT, import_staff,
	    STAFF "a,甲,emperor,990101101201,,long-enough\n"
		  "b,乙,,990101101201,,long-enough\n"
		  "c,丙,auditor|sysadmin,990101101201,,long-enough\n"
		  "d,丁,clerk,990101101201,X99,long-enough\n"
		  "e,戊,clerk,990101101201,,short\n"
		  "f,己,media,990101101201,,long-enough\n");
	CHECK(is_blamed(2, "roles"));
	CHECK(is_blamed(3, "roles"));
	CHECK(is_blamed(4, "roles"));
	CHECK(is_blamed(5, "unit"));
	CHECK(is_blamed(6, "password"));
	CHECK(is_blamed(7, "roles"));
	CHECK_EQ(1, count(db, "SELECT count(*) FROM staff"));
}

static void receptions_need_a_rule_that_can_be_read(void)
{
	OWN(db) db = a_store();
	const char *good = RULES "D01,weekly TU,09:00,12:00,40,10,NEXT_WORKDAY,leader,2026-01-06\n";

	run(db, ERR_OK, import_receptions, good);
	run(db, ERR_OK, import_receptions, good);
	CHECK_EQ(1, count(db, "SELECT count(*) FROM reception_rule"));
	run(db, ERR_BAD_INPUT, import_receptions,
	    RULES "D01,sometimes,09:00,12:00,40,10,SKIP,,2026-01-06\n"
		  "D01,daily,9点,12:00,40,10,SKIP,,2026-01-06\n"
		  "D01,daily,12:00,12:00,40,10,SKIP,,2026-01-06\n"
		  "D01,daily,09:00,12:00,4,10,SKIP,,2026-01-06\n"
		  "D01,daily,09:00,12:00,40,10,LATER,,2026-01-06\n"
		  "D01,daily,09:00,12:00,40,10,SKIP,leader|nobody,2026-01-06\n"
		  "D01,daily,09:00,12:00,40,10,SKIP,,2026-02-30\n"
		  "X01,daily,09:00,12:00,40,10,SKIP,,2026-01-06\n");
	static const char *const fields[] = { "rule",  "from",   "till",   "slot_min",
					      "shift", "people", "anchor", "unit" };
	for (int i = 0; i < 8; i++)
		CHECK(is_blamed(i + 2, fields[i]));
	CHECK_EQ(1, count(db, "SELECT count(*) FROM reception_rule"));
}

static void matters_are_sealed_numbered_and_stay_as_they_are(void)
{
	OWN(db) db = a_store();
	OWN(arena) a = arena_new();
	struct secret_key key = { { 7 } };
	struct list found;
	int64_t next;
	const char *csv = MATTERS "990101101201,2026,3,appeal,张三,10012345678,一组,山林地界,请查,"
				  "990101101000\n";

	imported.key = &key;
	run(db, ERR_OK, import_matters, csv);
	run(db, ERR_OK, import_matters, csv);
	CHECK_EQ(1, count(db, "SELECT count(*) FROM matter"));
	CHECK_EQ(0,
		 count(db, "SELECT count(*) FROM matter WHERE instr(name, CAST('张三' AS BLOB))"));
	CHECK_EQ(ERR_OK, matter_search(db,
				       &(struct matter_search){
					       .words = TEXT("山林"), .most = 10, .arena = a },
				       &found, &next));
	CHECK_EQ(1, found.n);
	/* The next one made here does not take the same number. */
	CHECK_EQ(3, count(db, "SELECT value FROM counter WHERE kind = 1 AND node = '990101101201'"
			      " AND period = 2026"));
	run(db, ERR_BAD_INPUT, import_matters,
	    MATTERS "990101101201,1999,0,wish,,,,,,990101101000\n");
	CHECK_EQ(8, imported.fault_n);
}

static const struct test tests[] = {
	T(units_and_rooms_come_in_and_again_is_not_twice),
	T(an_english_name_is_kept_and_older_files_without_it_still_come_in),
	T(every_fault_of_a_file_is_told_with_its_line),
	T(nothing_of_a_file_with_a_fault_comes_in),
	T(a_wrong_heading_is_one_fault),
	T(more_faults_than_are_kept_are_still_counted),
	T(a_password_is_hashed_and_a_known_account_keeps_its_own),
	T(staff_with_faults_are_refused),
	T(receptions_need_a_rule_that_can_be_read),
	T(matters_are_sealed_numbered_and_stay_as_they_are),
};
RUN_TESTS(tests)
