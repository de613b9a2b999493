/* Signed heads of the audit chain: who owns the database may compute it anew, cut or replace it;
 * the heads that were signed find it, also when they were removed from the table. */
#include "broker/store/audit.h"
#include "broker/store/audit_check.h"
#include "broker/store/connection.h"
#include "tests/unit/broker/store/store.h"

#include <stdlib.h>

#define WITHOUT_TRIGGERS                                                                           \
	"DROP TRIGGER IF EXISTS audit_no_change; DROP TRIGGER IF EXISTS audit_no_removal;"         \
	"DROP TRIGGER IF EXISTS audit_signed_no_change;"                                           \
	"DROP TRIGGER IF EXISTS audit_signed_no_removal;"

struct chain {
	struct db *db;
	struct keypair *key;
	char key_path[512];
	char heads[512];
};

static void add(struct db *db, int n)
{
	for (int i = 0; i < n; i++) {
		struct audit_entry e = { .at = NOW,
					 .role = TEXT("clerk"),
					 .staff = id_of("1"),
					 .act = TEXT("visit.book"),
					 .object = TEXT("V"),
					 .node = TEXT("990101000000"),
					 .result = TEXT("ok"),
					 .account = TEXT("clerk1"),
					 .address = TEXT("10.0.0.7") };

		CHECK_EQ(ERR_OK, audit_add(db, &e));
	}
}

static void sign(struct chain *c)
{
	CHECK_EQ(ERR_OK, audit_sign(c->db, c->key, NOW));
	CHECK_EQ(ERR_OK, db_commit(c->db));
	CHECK_EQ(ERR_OK, audit_file_append(c->heads, c->db));
	CHECK_EQ(ERR_OK, db_start(c->db));
}

static struct keypair *new_key(char path[512], const char *name)
{
	struct keypair *k;

	snprintf(path, 512, "%s/%s", test_folder(), name);
	unlink(path);
	CHECK_EQ(ERR_OK, keypair_make(path));
	CHECK_EQ(ERR_OK, keypair_load(path, &k));
	return k;
}

/* Ten entries; heads signed at 4, 7 and 10. */
static struct chain a_chain(void)
{
	struct chain c = { .db = fresh_store() };

	c.key = new_key(c.key_path, "audit.key");
	snprintf(c.heads, sizeof(c.heads), "%s/audit.heads", test_folder());
	unlink(c.heads);
	add(c.db, 4);
	sign(&c);
	add(c.db, 3);
	sign(&c);
	add(c.db, 3);
	sign(&c);
	CHECK_EQ(ERR_OK, db_commit(c.db));
	return c;
}

static void end(struct chain *c)
{
	db_free(c->db);
	keypair_free(c->key);
}

static struct audit_check verify_at(struct chain *c, struct instant now)
{
	OWN(arena) a = arena_new();
	struct audit_trust trust = { .key = c->key, .now = now };
	struct audit_check check;

	CHECK_EQ(ERR_OK, audit_file_load(c->heads, a, &trust.file));
	CHECK_EQ(ERR_OK, audit_check_start(c->db, &trust, &check));
	while (!check.done)
		CHECK_EQ(ERR_OK, audit_check_next(c->db, &check, 3));
	return check;
}

static struct audit_check verify(struct chain *c)
{
	return verify_at(c, NOW);
}

/* What a thief with the database does: changes entry 5 and computes all hashes anew. */
static void compute_anew(struct chain *c)
{
	OWN(arena) a = arena_new();
	struct audit_head head = { 0 };
	struct list found;

	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "UPDATE audit SET object = 'X' WHERE seq = 5"));
	CHECK_EQ(ERR_OK, audit_list(c->db, 0, 100, a, &found));
	for (size_t i = 0; i < found.n; i++) {
		const struct audit_entry *e = (const struct audit_entry *)found.items + i;
		char prev[2 * SHA256_BYTES + 1], hash[2 * SHA256_BYTES + 1], sql[400];

		sha256_format(head.hash, prev);
		head = (struct audit_head){ e->seq, audit_entry_hash(e, &head.hash) };
		sha256_format(head.hash, hash);
		snprintf(sql, sizeof(sql),
			 "UPDATE audit SET prev = x'%s', hash = x'%s' WHERE seq = %d;"
			 "UPDATE audit_head SET hash = x'%s'",
			 prev, hash, (int)e->seq, hash);
		CHECK_EQ(0, behind(sql));
	}
}

static void a_signed_chain_holds(void)
{
	struct chain c = a_chain();
	struct audit_check found = verify(&c);

	CHECK_EQ(AUDIT_NONE, found.fault);
	CHECK_EQ(10, found.entries);
	CHECK_EQ(3, found.heads);
	CHECK_EQ(10, found.newest.seq);
	end(&c);
}

static void a_chain_computed_anew_is_found(void)
{
	struct chain c = a_chain();
	struct audit_check alone;

	compute_anew(&c);
	CHECK_EQ(ERR_OK, audit_check(c.db, &alone));
	CHECK_EQ(AUDIT_NONE, alone.fault); /* the chain by itself says nothing */
	struct audit_check found = verify(&c);
	CHECK_EQ(AUDIT_RECOMPUTED, found.fault);
	CHECK_EQ(7, found.first_bad);
	end(&c);
}

static void it_is_found_without_the_heads_of_the_table(void)
{
	struct chain c = a_chain();

	compute_anew(&c);
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit_signed"));
	CHECK_EQ(AUDIT_HEADS, verify(&c).fault); /* at 4, which still stands */
	end(&c);
}

static void heads_by_another_key_are_found(void)
{
	struct chain c = a_chain();
	char path[512];
	struct keypair *ours = c.key;

	compute_anew(&c);
	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit_signed"));
	unlink(c.heads);
	c.key = new_key(path, "thief.key");
	CHECK_EQ(ERR_OK, db_start(c.db));
	sign(&c);
	CHECK_EQ(ERR_OK, db_commit(c.db));
	keypair_free(c.key);
	c.key = ours;
	CHECK_EQ(AUDIT_KEY, verify(&c).fault);
	end(&c);
}

static void a_forged_signature_is_found(void)
{
	struct chain c = a_chain();

	CHECK_EQ(0, behind(WITHOUT_TRIGGERS
			   "UPDATE audit_signed SET signature ="
			   " (SELECT s.signature FROM audit_signed AS s WHERE s.seq = 4)"
			   " WHERE seq = 7"));
	CHECK_EQ(AUDIT_FORGED, verify(&c).fault);
	CHECK_EQ(7, verify(&c).first_bad);
	end(&c);
}

/* Cut at 7 with a head that fits, and every trace of later heads in the database removed. */
static void a_chain_cut_at_the_end_is_found(void)
{
	struct chain c = a_chain();

	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit WHERE seq > 7;"
					    "DELETE FROM audit_signed WHERE seq > 7;"
					    "UPDATE audit_head SET seq = 7,"
					    " hash = (SELECT hash FROM audit WHERE seq = 7)"));
	struct audit_check found = verify(&c);
	CHECK_EQ(AUDIT_CUT, found.fault);
	CHECK_EQ(8, found.first_bad);
	end(&c);
}

static void a_chain_begun_anew_is_found(void)
{
	struct chain c = a_chain();

	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit; DELETE FROM audit_signed;"
					    "UPDATE audit_head SET seq = 0, hash = zeroblob(32)"));
	CHECK_EQ(AUDIT_CUT, verify(&c).fault);
	end(&c);
}

static void a_head_that_one_place_lacks_is_found(void)
{
	struct chain c = a_chain();

	CHECK_EQ(0, behind(WITHOUT_TRIGGERS "DELETE FROM audit_signed WHERE seq = 7"));
	CHECK_EQ(AUDIT_HEADS, verify(&c).fault);
	end(&c);
}

static void a_head_not_appended_yet_is_no_fault(void)
{
	struct chain c = a_chain();

	CHECK_EQ(ERR_OK, db_start(c.db));
	add(c.db, 2);
	CHECK_EQ(ERR_OK, audit_sign(c.db, c.key, NOW));
	CHECK_EQ(ERR_OK, db_commit(c.db));
	CHECK_EQ(AUDIT_NONE, verify(&c).fault);
	CHECK_EQ(12, verify(&c).newest.seq);
	end(&c);
}

static void two_days_without_a_signature_are_told(void)
{
	struct chain c = a_chain();
	struct instant later = { NOW.ms + AUDIT_UNSIGNED_MS + 1 };

	CHECK_EQ(AUDIT_NONE, verify_at(&c, later).fault); /* nothing is unsigned */
	CHECK_EQ(ERR_OK, db_start(c.db));
	add(c.db, 1);
	CHECK_EQ(ERR_OK, db_commit(c.db));
	CHECK_EQ(AUDIT_NONE, verify(&c).fault);
	CHECK_EQ(AUDIT_UNSIGNED, verify_at(&c, later).fault);
	CHECK_EQ(11, verify_at(&c, later).first_bad);
	end(&c);
}

static void what_is_added_meanwhile_is_no_fault(void)
{
	struct chain c = a_chain();
	struct audit_trust trust = { .key = c.key, .now = NOW };
	struct audit_check check;

	CHECK_EQ(ERR_OK, audit_check_start(c.db, &trust, &check));
	CHECK_EQ(ERR_OK, audit_check_next(c.db, &check, 3));
	CHECK_EQ(ERR_OK, db_start(c.db));
	add(c.db, 5);
	CHECK_EQ(ERR_OK, db_commit(c.db));
	while (!check.done)
		CHECK_EQ(ERR_OK, audit_check_next(c.db, &check, 3));
	CHECK_EQ(AUDIT_NONE, check.fault);
	CHECK_EQ(10, check.entries);
	end(&c);
}

static void a_key_of_earlier_years_still_checks(void)
{
	struct chain c = a_chain();
	char path[512], command[1800];

	keypair_free(new_key(path, "second.key"));
	snprintf(command, sizeof(command), "openssl pkey -in %s -pubout >>%s 2>/dev/null",
		 c.key_path, path);
	CHECK_EQ(0, system(command));
	keypair_free(c.key);
	CHECK_EQ(ERR_OK, keypair_load(path, &c.key));
	CHECK_EQ(ERR_OK, db_start(c.db));
	add(c.db, 1);
	sign(&c);
	CHECK_EQ(ERR_OK, db_commit(c.db));
	CHECK_EQ(AUDIT_NONE, verify(&c).fault);
	CHECK_EQ(4, verify(&c).heads);
	end(&c);
}

static void a_line_cut_short_is_written_anew(void)
{
	struct chain c = a_chain();

	CHECK_EQ(0, truncate(c.heads, 200));
	CHECK_EQ(ERR_OK, audit_file_append(c.heads, c.db));
	CHECK_EQ(AUDIT_NONE, verify(&c).fault);
	CHECK_EQ(3, verify(&c).heads);
	end(&c);
}

/* A verification may look while the heads are being appended on another thread. */
static void a_line_half_written_is_no_fault(void)
{
	struct chain c = a_chain();

	CHECK_EQ(0, truncate(c.heads, 200));
	CHECK_EQ(AUDIT_NONE, verify(&c).fault);
	CHECK_EQ(0, truncate(c.heads, 450));
	CHECK_EQ(AUDIT_NONE, verify(&c).fault);
	CHECK_EQ(3, verify(&c).heads);
	end(&c);
}

static const struct test tests[] = {
	T(a_signed_chain_holds),
	T(a_chain_computed_anew_is_found),
	T(it_is_found_without_the_heads_of_the_table),
	T(heads_by_another_key_are_found),
	T(a_forged_signature_is_found),
	T(a_chain_cut_at_the_end_is_found),
	T(a_chain_begun_anew_is_found),
	T(a_head_that_one_place_lacks_is_found),
	T(a_head_not_appended_yet_is_no_fault),
	T(two_days_without_a_signature_are_told),
	T(what_is_added_meanwhile_is_no_fault),
	T(a_key_of_earlier_years_still_checks),
	T(a_line_cut_short_is_written_anew),
	T(a_line_half_written_is_no_fault),
};
RUN_TESTS(tests)
