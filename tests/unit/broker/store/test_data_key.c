/* The data key: another one is refused, older values are bound to their rows, swapped ones do not
 * open. */
#include "broker/store/data_key.h"
#include "broker/store/matter_rows.h"
#include "tests/unit/broker/store/store.h"

static const struct secret_key ours = { { 1, 2, 3 } };
static const struct secret_key other = { { 9 } };

static struct bytes sealed_of(struct arena *a, const char *plain)
{
	size_t n = strlen(plain);
	uint8_t *at = arena_get(a, n + SECRET_EXTRA);

	CHECK_EQ(ERR_OK, secret_seal(&ours, (struct bytes){ (const uint8_t *)plain, n }, at));
	return (struct bytes){ at, n + SECRET_EXTRA };
}

/* As the program before this schema wrote it. */
static void add_old(struct db *db, struct arena *a, const char *end, const char *name)
{
	struct matter m = { .id = id_of(end),
			    .number = text_of(end),
			    .village = code("990101101201"),
			    .competent = code("990101101000"),
			    .subject = TEXT("路"),
			    .request = TEXT("修"),
			    .created = NOW };

	m.name = m.contact = m.address = sealed_of(a, name);
	CHECK_EQ(ERR_OK, matter_add(db, &m));
}

static struct db *store_of_old(struct arena *a, int n)
{
	struct db *db = fresh_store();
	char end[12];

	save_tree(db, small_tree);
	for (int i = 1; i <= n; i++) {
		snprintf(end, sizeof(end), "%03d", i);
		add_old(db, a, end, i == 1 ? "林谷雨" : "何春分");
	}
	CHECK_EQ(ERR_OK, db_commit(db));
	CHECK_EQ(0, behind("UPDATE matter SET sealed = 1"));
	return db;
}

static enum err open_name(struct db *db, struct arena *a, const char *end, char out[64])
{
	struct matter m = { 0 };
	struct id id = id_of(end);

	CHECK_EQ(ERR_OK, matter_load(db, id, a, &m));
	CHECK(m.name.n < 64);
	memset(out, 0, 64);
	return secret_open_at(&ours, matter_place(&id, "name"), m.name, (uint8_t *)out);
}

static void a_fresh_store_holds_nothing_sealed(void)
{
	struct db *db = fresh_store();
	bool used = true;

	CHECK_EQ(ERR_OK, db_commit(db));
	CHECK_EQ(ERR_OK, data_key_is_used(db, &used));
	CHECK(!used);
	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	CHECK_EQ(ERR_OK, data_key_is_used(db, &used));
	CHECK(used);
	db_free(db);
}

static void only_the_first_key_is_taken(void)
{
	struct db *db = fresh_store();

	CHECK_EQ(ERR_OK, db_commit(db));
	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	CHECK_EQ(ERR_CRYPTO, data_key_take(db, &other));
	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	db_free(db);
}

static void older_values_prove_the_key_too(void)
{
	OWN(arena) a = arena_new();
	struct db *db = store_of_old(a, 2);
	bool used = false;

	CHECK_EQ(ERR_OK, data_key_is_used(db, &used));
	CHECK(used);
	CHECK_EQ(ERR_CRYPTO, data_key_take(db, &other));
	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	db_free(db);
}

static void older_values_are_bound_to_their_rows(void)
{
	OWN(arena) a = arena_new();
	struct db *db = store_of_old(a, 999); /* more than one transaction */
	char name[64];

	CHECK_EQ(ERR_CRYPTO, open_name(db, a, "001", name));
	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	CHECK_EQ(ERR_OK, open_name(db, a, "001", name));
	CHECK_TEXT("林谷雨", name);
	CHECK_EQ(ERR_OK, open_name(db, a, "999", name));
	CHECK_TEXT("何春分", name);
	CHECK(!db_found(db, Q_matter_unbound, "iw", INT64_C(0), 1));
	db_free(db);
}

static void names_of_two_rows_cannot_be_swapped(void)
{
	OWN(arena) a = arena_new();
	struct db *db = store_of_old(a, 2);
	char name[64];

	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	CHECK_EQ(0, behind("CREATE TABLE kept AS SELECT row, name FROM matter;"
			   "UPDATE matter SET name = (SELECT name FROM kept"
			   " WHERE kept.row <> matter.row)"));
	CHECK_EQ(ERR_CRYPTO, open_name(db, a, "001", name));
	CHECK_EQ(ERR_CRYPTO, open_name(db, a, "002", name));
	db_free(db);
}

static void two_columns_of_a_row_cannot_be_swapped(void)
{
	OWN(arena) a = arena_new();
	struct db *db = store_of_old(a, 1);
	char name[64];

	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	CHECK_EQ(0, behind("UPDATE matter SET name = contact"));
	CHECK_EQ(ERR_CRYPTO, open_name(db, a, "001", name));
	db_free(db);
}

/* Marked as old again, an old value from a backup is neither bound nor read. */
static void an_old_value_is_not_taken_back(void)
{
	OWN(arena) a = arena_new();
	struct db *db = store_of_old(a, 2);
	char name[64];

	CHECK_EQ(0, behind("CREATE TABLE kept AS SELECT row, name FROM matter"));
	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	CHECK_EQ(0, behind("UPDATE matter SET sealed = 1, name = (SELECT name FROM kept"
			   " WHERE kept.row <> matter.row)"));
	CHECK_EQ(ERR_OK, data_key_take(db, &ours));
	CHECK_EQ(ERR_CRYPTO, open_name(db, a, "001", name));
	db_free(db);
}

static const struct test tests[] = {
	T(a_fresh_store_holds_nothing_sealed),  T(only_the_first_key_is_taken),
	T(older_values_prove_the_key_too),      T(older_values_are_bound_to_their_rows),
	T(names_of_two_rows_cannot_be_swapped), T(two_columns_of_a_row_cannot_be_swapped),
	T(an_old_value_is_not_taken_back),
};
RUN_TESTS(tests)
