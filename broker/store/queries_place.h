/*
 * Statements about nodes, units, rooms and receptions.
 */
#ifndef BROKER_STORE_QUERIES_PLACE_H
#define BROKER_STORE_QUERIES_PLACE_H

#define UNIT_COLUMNS      "id, code, name, node, kind, name_en"
#define ROOM_COLUMNS      "id, node, name, kind, name_en"
#define RECEPTION_COLUMNS "r.id, r.unit, r.staff, p.name, r.starts, r.ends, r.slot_ms, r.buffer_ms"

#define QUERIES_PLACE(X)                                                                           \
	X(node_list, "", SCAN,                                                                     \
	  "SELECT code, tier, parent, name, name_en, has_room, valid_from FROM node"               \
	  " WHERE valid_to IS NULL ORDER BY tier, position")                                       \
	X(node_found, "n", SEEK, "SELECT 1 FROM node WHERE code = ?1 AND valid_to IS NULL")        \
	X(node_close, "t", SCAN, "UPDATE node SET valid_to = ?1 WHERE valid_to IS NULL")           \
	X(node_save, "nwnsswsw", SEEK,                                                             \
	  "INSERT INTO node (code, tier, parent, name, name_en, has_room, valid_from, position)"   \
	  " VALUES (?1, ?2, ?3, ?4, coalesce(?5, ''), ?6, ?7, ?8)"                                 \
	  " ON CONFLICT (code) DO UPDATE SET tier = ?2, parent = ?3, name = ?4,"                   \
	  " name_en = coalesce(?5, ''), has_room = ?6, valid_from = ?7, valid_to = NULL,"          \
	  " position = ?8")                                                                        \
                                                                                                   \
	X(node_scope_list, "n", SEEK,                                                              \
	  "SELECT scope FROM node_scope WHERE node = ?1 ORDER BY scope")                           \
	X(node_scope_add, "nn", SEEK, "INSERT INTO node_scope (node, scope) VALUES (?1, ?2)")      \
	X(node_scope_remove, "n", SEEK, "DELETE FROM node_scope WHERE node = ?1")                  \
	X(node_scope_gone, "", SCAN, /* once an import */                                          \
	  "SELECT n.code FROM node AS n WHERE n.valid_to IS NOT NULL"                              \
	  " AND EXISTS (SELECT 1 FROM node_scope AS s WHERE s.node = n.code)")                     \
                                                                                                   \
	X(unit_save, "ttntt", SEEK,                                                                \
	  "INSERT INTO unit (code, name, node, kind, name_en)"                                     \
	  " VALUES (?1, ?2, ?3, ?4, coalesce(?5, ''))"                                             \
	  " ON CONFLICT (code) DO UPDATE SET name = ?2, node = ?3, kind = ?4,"                     \
	  " name_en = coalesce(?5, '')")                                                           \
	X(unit_find, "i", SEEK, "SELECT " UNIT_COLUMNS " FROM unit WHERE id = ?1")                 \
	X(unit_find_code, "t", SEEK, "SELECT id FROM unit WHERE code = ?1")                        \
	X(unit_page, "nwiw", SEEK,                                                                 \
	  "SELECT " UNIT_COLUMNS " FROM unit WHERE node = ?1 AND (kind <> 'petition') = ?2"        \
	  " AND id > ?3 ORDER BY id LIMIT ?4")                                                     \
                                                                                                   \
	X(room_save, "nttt", SEEK,                                                                 \
	  "INSERT INTO room (node, name, kind, name_en) VALUES (?1, ?2, ?3, coalesce(?4, ''))"     \
	  " ON CONFLICT (node, name) DO UPDATE SET kind = ?3, name_en = coalesce(?4, '')")         \
	X(room_find, "i", SEEK, "SELECT " ROOM_COLUMNS " FROM room WHERE id = ?1")                 \
	X(room_list_node, "n", SEEK,                                                               \
	  "SELECT " ROOM_COLUMNS " FROM room WHERE node = ?1 ORDER BY id")                         \
                                                                                                   \
	X(rule_save, "itwwiiwtt", SEEK,                                                            \
	  "INSERT INTO reception_rule (unit, rule, from_minute, till_minute, slot_ms, buffer_ms,"  \
	  " shift, people, anchor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"                    \
	  " ON CONFLICT (unit, rule, from_minute, people) DO UPDATE SET till_minute = ?4,"         \
	  " slot_ms = ?5, buffer_ms = ?6, shift = ?7, anchor = ?9")                                \
	X(rule_list, "iw", SEEK,                                                                   \
	  "SELECT id, unit, rule, from_minute, till_minute, slot_ms, buffer_ms, shift, people,"    \
	  " anchor FROM reception_rule WHERE id > ?1 ORDER BY id LIMIT ?2")                        \
                                                                                                   \
	X(reception_save, "uiiummiim", SEEK,                                                       \
	  "INSERT INTO reception (id, rule, unit, staff, starts, ends, slot_ms, buffer_ms,"        \
	  " expanded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"                                 \
	  " ON CONFLICT (rule, starts) DO UPDATE SET unit = ?3, staff = ?4, ends = ?6,"            \
	  " slot_ms = ?7, buffer_ms = ?8, expanded = ?9")                                          \
	X(reception_prune, "imm", SEEK,                                                            \
	  "DELETE FROM reception WHERE rule = ?1 AND starts > ?2 AND expanded <> ?3")              \
	X(reception_list, "immw", SEEK,                                                            \
	  "SELECT " RECEPTION_COLUMNS                                                              \
	  " FROM reception AS r LEFT JOIN staff AS p ON p.id = r.staff"                            \
	  " WHERE r.unit = ?1 AND r.starts < ?3 AND r.starts > ?2 - 90000000 AND r.ends > ?2"      \
	  " ORDER BY r.starts, r.id LIMIT ?4")

#endif
