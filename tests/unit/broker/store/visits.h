/*
 * Helpers of tests about visits: a store with a unit and a matter, visits of that matter.
 */
#ifndef TESTS_UNIT_BROKER_STORE_VISITS_H
#define TESTS_UNIT_BROKER_STORE_VISITS_H

#include "broker/store/import.h"
#include "broker/store/matter_rows.h"
#include "broker/store/visit_rows.h"
#include "tests/unit/broker/store/store.h"

static inline struct db *store_with_matter(void)
{
	struct db *db = fresh_store();
	struct import i = { .now = NOW };
	uint8_t sealed[4] = "abc";
	struct matter m = {
		.id = id_of("500"),
		.number = TEXT("MT-990101101201-2026-000001-1"),
		.village = code("990101101201"),
		.competent = code("990101101000"),
		.kind = MATTER_APPEAL,
		.subject = TEXT("山林地界"),
		.request = TEXT("请查"),
		.name = { sealed, 3 },
		.contact = { sealed, 3 },
		.address = { sealed, 3 },
		.created = NOW,
	};

	save_tree(db, small_tree);
	CHECK_EQ(ERR_OK, import_units(db,
				      TEXT("code,name,node,kind\n"
					   "D01,青榆区信访办,990101000000,petition\n"),
				      &i));
	CHECK_EQ(ERR_OK, matter_add(db, &m));
	return db;
}

/* Visit 1 .. 4 of that matter, scheduled, not saved. */
static inline struct visit a_visit(int n, struct span slot)
{
	static const char *const numbers[] = {
		"VS-990101101201-20260512-0000-1", "VS-990101101201-20260512-0001-1",
		"VS-990101101201-20260512-0002-1", "VS-990101101201-20260512-0003-1",
		"VS-990101101201-20260512-0004-1",
	};
	char end[2] = { (char)('0' + n), 0 };
	struct visit v = {
		.id = id_of(end),
		.number = text_of(numbers[n]),
		.query_code = "QUERYCODE",
		.matter = id_of("500"),
		.unit = 1,
		.village = code("990101101201"),
		.state = VISIT_SCHEDULED,
		.slot = slot,
		.created = NOW,
		.booked_by = id_of("600"),
	};

	v.query_code[9] = end[0];
	return v;
}

#endif
