/* Import of staff and of matters. */
#include "broker/store/import.h"

#include "broker/core/numbers.h"
#include "broker/core/rights.h"
#include "broker/core/visit.h"
#include "broker/store/counters.h"
#include "broker/store/data_key.h"
#include "broker/store/import_table.h"
#include "broker/store/people_rows.h"
#include "broker/store/search.h"

enum staff_column { ACCOUNT, STAFF_NAME, ROLES, STAFF_NODE, STAFF_UNIT, PASSWORD };
static const char *const staff_columns[] = { "account", "name",     "roles", "node",
					     "unit",    "password", NULL };

static uint32_t role_of(struct text word)
{
	for (int bit = 0; bit < ROLE_COUNT; bit++) {
		if (text_is(word, role_words[bit]))
			return (1u << bit) & ROLE_STAFF;
	}
	return 0;
}

static uint32_t take_roles(struct import_row *r)
{
	struct text words = r->cells[ROLES];
	uint32_t roles = 0;

	while (words.n) {
		uint32_t role = role_of(text_next(&words, '|'));

		if (!role)
			import_blame(r, ROLES, IMPORT_NO_ROLE);
		roles |= role;
	}
	if (!roles)
		import_blame(r, ROLES, IMPORT_ROLE_NONE);
	else if (!rights_may_combine(roles))
		import_blame(r, ROLES, IMPORT_ROLES_TOGETHER);
	return roles;
}

static enum err take_password(struct import_row *r, struct text *out)
{
	struct text password = r->cells[PASSWORD];

	if (text_starts(password, "scrypt$")) {
		*out = password;
		return ERR_OK;
	}

	char *hash = arena_get(r->arena, PASSWORD_TEXT);

	TRY(password_hash(password, hash));
	*out = text_of(hash);
	return ERR_OK;
}

static enum err staff_new(struct import_row *r, struct staff *s)
{
	if (text_length(r->cells[PASSWORD]) < 8) {
		import_blame(r, PASSWORD, IMPORT_PASSWORD);
		return ERR_OK;
	}
	TRY(take_password(r, &s->password));
	s->id = id_new(r->import->now);
	return import_saved(r, staff_add(r->db, s));
}

static enum err take_staff(struct import_row *r)
{
	struct staff s = {
		.account = import_text(r, ACCOUNT, 64),
		.name = import_text(r, STAFF_NAME, 40),
		.roles = take_roles(r),
		.node = import_node(r, STAFF_NODE),
		.unit = import_unit(r, STAFF_UNIT, true),
	};

	if (import_is_bad(r))
		return ERR_OK;
	if (!db_found(r->db, Q_staff_find_account, "t", s.account))
		return staff_new(r, &s);
	return import_saved(r, db_run(r->db, Q_staff_change, "ttini", s.account, s.name,
				      (int64_t)s.roles, s.node, s.unit));
}

enum err import_staff(struct db *db, struct text csv, struct import *i)
{
	static const struct import_table table = { .columns = staff_columns, .run = take_staff };

	return import_run(db, csv, &table, i);
}

enum matter_column {
	VILLAGE,
	YEAR,
	SEQ,
	KIND,
	NAME,
	CONTACT,
	ADDRESS,
	SUBJECT,
	REQUEST,
	COMPETENT
};
static const char *const matter_columns[] = { "village", "year",      "seq",     "kind",
					      "name",    "contact",   "address", "subject",
					      "request", "competent", NULL };

static enum err seal(struct import_row *r, struct secret_place place, struct text t,
		     struct bytes *out)
{
	uint8_t *at = arena_get(r->arena, t.n + SECRET_PLACED_EXTRA);
	struct bytes plain = { (const uint8_t *)t.at, t.n };

	TRY(secret_seal_at(r->import->key, place, plain, at));
	*out = (struct bytes){ at, t.n + SECRET_PLACED_EXTRA };
	return ERR_OK;
}

struct matter {
	struct code12 village;
	struct code12 competent;
	int64_t year;
	int64_t seq;
	int kind;
	struct text name;
	struct text contact;
	struct text address;
	struct text subject;
	struct text request;
};

static enum err matter_save(struct import_row *r, const struct matter *m, const char *number)
{
	struct bytes name, contact, address;
	struct id id = id_new(r->import->now);

	TRY(seal(r, matter_place(&id, "name"), m->name, &name));
	TRY(seal(r, matter_place(&id, "contact"), m->contact, &contact));
	TRY(seal(r, matter_place(&id, "address"), m->address, &address));
	TRY(db_run(r->db, Q_matter_add, "utnnwttbbbmu", id, text_of(number), m->village,
		   m->competent, m->kind, m->subject, m->request, name, contact, address,
		   r->import->now, (struct id){ "" }));
	TRY(search_add(r->db, db_last_row(r->db)));
	return counter_skip(r->db, COUNTER_MATTER, m->village, m->year, m->seq);
}

static enum err take_matter(struct import_row *r)
{
	char number[NUMBER_SIZE];
	struct matter m = {
		.village = import_node(r, VILLAGE),
		.competent = import_node(r, COMPETENT),
		.year = import_int(r, YEAR, 2000, 2999),
		.seq = import_int(r, SEQ, 1, 999999),
		.kind = import_word(r, KIND, matter_kind_words),
		.name = import_text(r, NAME, 40),
		.contact = import_text(r, CONTACT, 60),
		.address = import_text(r, ADDRESS, 200),
		.subject = import_text(r, SUBJECT, 100),
		.request = import_text(r, REQUEST, 4000),
	};

	if (import_is_bad(r))
		return ERR_OK;
	number_format_matter(m.village, (int)m.year, (int)m.seq, number);
	/* A matter that is there already has its own history: it stays as it is. */
	if (db_found(r->db, Q_matter_found, "t", text_of(number)))
		return ERR_OK;
	return import_saved(r, matter_save(r, &m, number));
}

enum err import_matters(struct db *db, struct text csv, struct import *i)
{
	static const struct import_table table = { .columns = matter_columns, .run = take_matter };

	return import_run(db, csv, &table, i);
}
