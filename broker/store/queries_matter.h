/*
 * Statements about matters and the search in them.
 */
#ifndef BROKER_STORE_QUERIES_MATTER_H
#define BROKER_STORE_QUERIES_MATTER_H

#include "broker/store/search.h"

#define MATTER_COLUMNS                                                                             \
	"m.row, m.id, m.number, m.village, m.competent, m.kind, m.state, m.subject, m.request,"    \
	" m.name, m.contact, m.address, m.created, m.created_by"

/* As they stand in matter_search. */
#define SEARCH_ROWS                                                                                \
	"SELECT m.row, search_pieces(m.subject), " SEARCH_SCOPE("m.row",                           \
								"m.village") " FROM matter AS m"

#define QUERIES_MATTER(X)                                                                          \
	X(matter_add, "utnnwttbbbmu", SEEK,                                                        \
	  "INSERT INTO matter (id, number, village, competent, kind, subject, request, name,"      \
	  " contact, address, created, created_by, sealed)"                                        \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 2)")                        \
	X(matter_found, "t", SEEK, "SELECT row FROM matter WHERE number = ?1")                     \
	X(search_add, "i", SEEK,                                                                   \
	  "INSERT INTO matter_search (rowid, pieces, scope) " SEARCH_ROWS " WHERE m.row = ?1")     \
	X(search_add_node, "n", SEEK,                                                              \
	  "INSERT INTO matter_search (rowid, pieces, scope) " SEARCH_ROWS " WHERE m.village = ?1") \
	X(search_remove_node, "n", SEEK,                                                           \
	  "INSERT INTO matter_search (matter_search, rowid, pieces, scope) SELECT 'delete', *"     \
	  " FROM (" SEARCH_ROWS " WHERE m.village = ?1)")                                          \
	X(matter_newest, "", SCAN, "SELECT max(row) FROM matter") /* the end of its index */       \
	X(search_term, "ti", SEEK, /* the newest row that has a piece */                           \
	  "SELECT rowid FROM matter_search WHERE matter_search MATCH ?1 AND rowid <= ?2"           \
	  " ORDER BY rowid DESC LIMIT 1")                                                          \
	X(matter_search, "tiw", SEEK,                                                              \
	  "SELECT " MATTER_COLUMNS " FROM matter_search AS s CROSS JOIN matter AS m"               \
	  " ON m.row = s.rowid WHERE s.matter_search MATCH ?1 AND s.rowid <= ?2"                   \
	  " ORDER BY s.rowid DESC LIMIT ?3")                                                       \
	X(matter_handled, "unwi", SEEK, /* by a desk (?3) or a unit (?4) of the node */            \
	  "SELECT 1 FROM matter AS m WHERE m.id = ?1 AND ("                                        \
	  "?3 = 1 AND (m.village = ?2"                                                             \
	  "  OR EXISTS (SELECT 1 FROM staff AS s WHERE s.id = m.created_by AND s.node = ?2))"      \
	  " OR ?4 > 0 AND (m.competent = ?2" /* 7: a cancelled visit is received by nobody */      \
	  "  OR EXISTS (SELECT 1 FROM visit AS v WHERE v.matter = m.id AND v.unit = ?4"            \
	  "   AND v.state <> 7)))")                                                                \
	X(matter_find, "u", SEEK, "SELECT " MATTER_COLUMNS " FROM matter AS m WHERE m.id = ?1")    \
	X(data_key_find, "", SEEK, "SELECT sealed FROM data_key WHERE one = 1")                    \
	X(data_key_add, "b", SEEK, "INSERT INTO data_key (one, sealed) VALUES (1, ?1)")            \
	X(data_key_used, "", SCAN, /* reads one row */                                             \
	  "SELECT 1 FROM data_key UNION ALL SELECT 1 FROM matter LIMIT 1")                         \
	X(matter_unbound, "iw", SEEK, /* sealed before values were bound to their row */           \
	  "SELECT row, id, name, contact, address FROM matter WHERE sealed = 1 AND row > ?1"       \
	  " ORDER BY row LIMIT ?2")                                                                \
	X(matter_bind, "ibbb", SEEK,                                                               \
	  "UPDATE matter SET name = ?2, contact = ?3, address = ?4, sealed = 2 WHERE row = ?1")    \
	X(matter_find_number, "t", SEEK,                                                           \
	  "SELECT " MATTER_COLUMNS " FROM matter AS m WHERE m.number = ?1")

#endif
