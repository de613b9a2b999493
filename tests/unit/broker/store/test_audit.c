/* The audit chain: it holds, it cannot be changed, and what was done behind its back is found. */
#include "broker/store/audit_check.h"
#include "broker/store/connection.h"
#include "tests/unit/broker/store/store.h"

static struct audit_entry an_entry(int i)
{
	struct audit_entry e = { .at = { NOW.ms + i },
				 .role = TEXT("archivist"),
				 .staff = id_of("1"),
				 .act = TEXT("recording.get"),
				 .object = TEXT("01JRECORDING"),
				 .node = TEXT("990101000000"),
				 .result = TEXT("ok"),
				 .purpose = TEXT("复核") };

	return e;
}

/* A committed chain of ten entries, closed. */
static void chain_of_ten(void)
{
	struct db *db = fresh_store();

	for (int i = 1; i <= 10; i++) {
		struct audit_entry e = an_entry(i);

		CHECK_EQ(ERR_OK, audit_add(db, &e));
	}
	CHECK_EQ(ERR_OK, db_commit(db));
	db_free(db);
}

static struct audit_check verify_again(void)
{
	char path[512];
	struct audit_check c;

	snprintf(path, sizeof(path), "%s/store.db", test_folder());
	OWN(db) db = NULL;

	CHECK_EQ(ERR_OK, db_open_reader(path, &db));
	CHECK_EQ(ERR_OK, audit_check(db, &c));
	return c;
}

/* What a thief with the file would do first. */
#define WITHOUT_TRIGGERS "DROP TRIGGER audit_no_change; DROP TRIGGER audit_no_removal;"

static void an_untouched_chain_holds(void)
{
	chain_of_ten();

	struct audit_check c = verify_again();

	CHECK_EQ(0, c.first_bad);
	CHECK_EQ(10, c.entries);
	CHECK(c.done);
}

static void an_empty_chain_holds(void)
{
	struct db *db = fresh_store();
	struct audit_check c;

	CHECK_EQ(ERR_OK, audit_check(db, &c));
	CHECK_EQ(0, c.first_bad);
	CHECK_EQ(0, c.entries);
	db_free(db);
}

static void the_table_refuses_change_and_removal(void)
{
	chain_of_ten();
	CHECK(behind("UPDATE audit SET act = 'x' WHERE seq = 3"));
	CHECK(behind("DELETE FROM audit WHERE seq = 3"));
	CHECK_EQ(0, verify_again().first_bad);
}

static void a_changed_entry_is_found(void)
{
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "UPDATE audit SET purpose = '其他' WHERE seq = 4"));
	CHECK_EQ(4, verify_again().first_bad);
}

static void a_removed_entry_is_found(void)
{
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit WHERE seq = 6"));
	CHECK_EQ(6, verify_again().first_bad);
}

static void a_removed_entry_with_renumbered_rest_is_found(void)
{
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit WHERE seq = 6;"
					    "UPDATE audit SET seq = seq - 1 WHERE seq > 6"));
	CHECK_EQ(6, verify_again().first_bad);
}

static void a_cut_end_is_found(void)
{
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit WHERE seq > 8"));
	CHECK_EQ(9, verify_again().first_bad);
}

static void two_entries_in_another_order_are_found(void)
{
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "UPDATE audit SET seq = 100 WHERE seq = 3;"
					    "UPDATE audit SET seq = 3 WHERE seq = 4;"
					    "UPDATE audit SET seq = 4 WHERE seq = 100"));
	CHECK_EQ(3, verify_again().first_bad);
}

static void an_added_entry_is_found(void)
{
	chain_of_ten();
	CHECK_EQ(0,
		 behind("INSERT INTO audit (" AUDIT_COLUMNS ", prev, hash)"
			" SELECT 11, at, role, staff, act, object, node, result, purpose, version,"
			" account, address, hash, prev FROM audit WHERE seq = 10"));
	CHECK_EQ(11, verify_again().first_bad);
}

static void nothing_moves_from_one_member_to_the_next(void)
{
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS
			   "UPDATE audit SET act = 'recording.get0', object = '1JRECORDING'"
			   " WHERE seq = 2"));
	CHECK_EQ(2, verify_again().first_bad);
}

static void entries_are_found_by_number_and_by_recording(void)
{
	OWN(db) db = fresh_store();
	OWN(arena) a = arena_new();
	struct audit_entry e = an_entry(1);
	struct list found;

	CHECK_EQ(ERR_OK, audit_add(db, &e));
	e.act = TEXT("visit.book");
	CHECK_EQ(ERR_OK, audit_add(db, &e));
	e.act = TEXT("recording.verify");
	CHECK_EQ(ERR_OK, audit_add(db, &e));
	CHECK_EQ(ERR_OK, audit_list(db, 1, 10, a, &found));
	CHECK_EQ(2, found.n);
	CHECK_EQ(ERR_OK, audit_find_recording(db, TEXT("01JRECORDING"), 10, a, &found));
	CHECK_EQ(2, found.n);
	CHECK_TEXT("recording.verify", ((const struct audit_entry *)found.items)[0].act.at);
}

/* SHA-256 over what the first version of this program wrote, computed by another program. */
#define FIRST_HASH "e94f604fe751bf50ed27e86d8fdd94f18345b216a611d918bde4a220a9506092"

static void entries_of_the_first_version_keep_their_hash(void)
{
	const struct sha256 zero = { { 0 } };
	struct audit_entry e = an_entry(1);
	char hash[2 * SHA256_BYTES + 1];

	e.seq = 1;
	e.version = 1;
	sha256_format(audit_entry_hash(&e, &zero), hash);
	CHECK_TEXT(FIRST_HASH, hash);
}

static void older_entries_stand_before_new_ones(void)
{
	OWN(db) db = fresh_store();
	struct audit_entry e = an_entry(1);
	struct audit_check c;

	e.seq = 1;
	e.version = 1;
	struct sha256 hash = audit_entry_hash(&e, &db->head.hash);
	CHECK_EQ(ERR_OK, db_run(db, Q_audit_add, "imtutttttwtthh", e.seq, e.at, e.role, e.staff,
				e.act, e.object, e.node, e.result, e.purpose, 1, e.account,
				e.address, db->head.hash, hash));
	db->head = (struct audit_head){ 1, hash };
	CHECK_EQ(ERR_OK, audit_add(db, &e));
	CHECK_EQ(ERR_OK, audit_save_head(db));
	CHECK_EQ(ERR_OK, audit_check(db, &c));
	CHECK_EQ(AUDIT_NONE, c.fault);
	CHECK_EQ(2, c.entries);
}

static void an_account_and_an_address_are_part_of_the_chain(void)
{
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "UPDATE audit SET account = 'other' WHERE seq = 4"));
	CHECK_EQ(4, verify_again().first_bad);
	chain_of_ten();
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "UPDATE audit SET address = '::1' WHERE seq = 5"));
	CHECK_EQ(5, verify_again().first_bad);
}

static const struct test tests[] = {
	T(an_untouched_chain_holds),
	T(an_empty_chain_holds),
	T(the_table_refuses_change_and_removal),
	T(a_changed_entry_is_found),
	T(a_removed_entry_is_found),
	T(a_removed_entry_with_renumbered_rest_is_found),
	T(a_cut_end_is_found),
	T(two_entries_in_another_order_are_found),
	T(an_added_entry_is_found),
	T(nothing_moves_from_one_member_to_the_next),
	T(entries_are_found_by_number_and_by_recording),
	T(entries_of_the_first_version_keep_their_hash),
	T(older_entries_stand_before_new_ones),
	T(an_account_and_an_address_are_part_of_the_chain),
};
RUN_TESTS(tests)
