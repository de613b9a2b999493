/*
 * Every statement of the program by name, split by family: X(name, types, plan, sql). `types` are
 * those of db.h, one letter for ?1, ?2 and so on. `plan` is SEEK, or SCAN where reading a whole
 * table is meant (small tables, work done once a day); a test asks the planner.
 */
#ifndef BROKER_STORE_QUERIES_H
#define BROKER_STORE_QUERIES_H

#include "broker/store/queries_archive.h"
#include "broker/store/queries_matter.h"
#include "broker/store/queries_people.h"
#include "broker/store/queries_place.h"
#include "broker/store/queries_sheet.h"
#include "broker/store/queries_system.h"
#include "broker/store/queries_visit.h"

#define QUERIES(X)                                                                                 \
	QUERIES_SYSTEM(X)                                                                          \
	QUERIES_PEOPLE(X)                                                                          \
	QUERIES_PLACE(X)                                                                           \
	QUERIES_MATTER(X)                                                                          \
	QUERIES_VISIT(X)                                                                           \
	QUERIES_SHEET(X)                                                                           \
	QUERIES_ARCHIVE(X)

#define AS_QUERY(name, types, plan, sql) Q_##name,
enum query { QUERIES(AS_QUERY) QUERY_COUNT };
#undef AS_QUERY

#endif
