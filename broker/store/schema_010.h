/*
 * A step of the schema: what lies in the subtree of a node, in the order that lists have, so that
 * a page of any list in any scope is one short walk. It shipped: never edit it.
 */
#ifndef BROKER_STORE_SCHEMA_010_H
#define BROKER_STORE_SCHEMA_010_H

#include "broker/store/search.h"

static const char schema_010_sql[] =
	/* A node, and each node that it lies in: itself, its parent and so on. */
	"CREATE TABLE node_scope ("
	"  node TEXT NOT NULL,"
	"  scope TEXT NOT NULL,"
	"  PRIMARY KEY (node, scope)"
	") STRICT, WITHOUT ROWID;"
	"INSERT INTO node_scope (node, scope)"
	" WITH RECURSIVE up (node, scope, parent) AS ("
	"  SELECT code, code, parent FROM node WHERE valid_to IS NULL"
	"  UNION SELECT up.node, n.code, n.parent FROM up JOIN node AS n ON n.code = up.parent"
	"   WHERE n.valid_to IS NULL)"
	" SELECT node, scope FROM up;"

	/* Visits of a subtree by their start. */
	"CREATE TABLE visit_scope ("
	"  scope TEXT NOT NULL,"
	"  starts INTEGER NOT NULL,"
	"  visit TEXT NOT NULL,"
	"  PRIMARY KEY (scope, starts, visit)"
	") STRICT, WITHOUT ROWID;"
	"INSERT INTO visit_scope (scope, starts, visit)"
	" SELECT s.scope, v.starts, v.id FROM visit AS v JOIN node_scope AS s ON s.node = v.village;"
	"CREATE TRIGGER visit_scope_add AFTER INSERT ON visit"
	" BEGIN INSERT INTO visit_scope (scope, starts, visit)"
	"  SELECT scope, NEW.starts, NEW.id FROM node_scope WHERE node = NEW.village; END;"
	"CREATE TRIGGER visit_scope_move AFTER UPDATE OF starts ON visit"
	" WHEN NEW.starts <> OLD.starts"
	" BEGIN DELETE FROM visit_scope WHERE scope IN"
	"   (SELECT scope FROM node_scope WHERE node = OLD.village)"
	"   AND starts = OLD.starts AND visit = OLD.id;"
	"  INSERT INTO visit_scope (scope, starts, visit)"
	"   SELECT scope, NEW.starts, NEW.id FROM node_scope WHERE node = NEW.village; END;"

	/* Recordings of a subtree, and of a unit ("u17"), by kind of matter and zero. What decides
	 * on showing one stands here too: a row that is passed over costs no look elsewhere. */
	"CREATE TABLE recording_scope ("
	"  scope TEXT NOT NULL,"
	"  kind INTEGER NOT NULL,"
	"  zero INTEGER NOT NULL,"
	"  recording TEXT NOT NULL,"
	"  village TEXT NOT NULL,"
	"  unit INTEGER NOT NULL,"
	"  PRIMARY KEY (scope, kind, zero, recording)"
	") STRICT, WITHOUT ROWID;"
	"CREATE VIEW recording_scope_rows AS"
	" SELECT s.scope, m.kind, r.zero, r.id AS recording, v.village, v.unit"
	"  FROM recording AS r JOIN visit AS v ON v.id = r.visit JOIN matter AS m ON m.id = v.matter"
	"  JOIN node_scope AS s ON s.node = v.village"
	" UNION ALL SELECT 'u' || v.unit, m.kind, r.zero, r.id, v.village, v.unit"
	"  FROM recording AS r JOIN visit AS v ON v.id = r.visit JOIN matter AS m ON m.id = v.matter;"
	"INSERT INTO recording_scope SELECT * FROM recording_scope_rows;"
	"CREATE TRIGGER recording_scope_add AFTER INSERT ON recording"
	" BEGIN INSERT INTO recording_scope"
	"  SELECT * FROM recording_scope_rows WHERE recording = NEW.id; END;"

	/* The words of a matter beside the nodes that it lies in and its block (search.h). */
	"DROP TABLE matter_search;"
	"CREATE VIRTUAL TABLE matter_search USING fts5("
	"  pieces, scope, content = '', columnsize = 0,"
	"  tokenize = 'unicode61 remove_diacritics 0');"
	"CREATE INDEX matter_village ON matter(village);"
	/* clang-format off */
	"INSERT INTO matter_search (rowid, pieces, scope)"
	" SELECT row, search_pieces(subject), " SEARCH_SCOPE("row", "village") " FROM matter;"

	/* Servers and units by pages. */
	"CREATE INDEX unit_order ON unit(node, (kind <> 'petition'), id);";
/* clang-format on */

#endif
