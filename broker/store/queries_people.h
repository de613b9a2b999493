/*
 * Statements about staff and sessions.
 */
#ifndef BROKER_STORE_QUERIES_PEOPLE_H
#define BROKER_STORE_QUERIES_PEOPLE_H

#define STAFF_COLUMNS "id, account, name, roles, node, unit, password"

#define QUERIES_PEOPLE(X)                                                                          \
	X(staff_find_account, "t", SEEK, "SELECT " STAFF_COLUMNS " FROM staff WHERE account = ?1") \
	X(staff_account, "u", SEEK, "SELECT account FROM staff WHERE id = ?1")                     \
	X(staff_unit_name, "u", SEEK,                                                              \
	  "SELECT u.name, u.name_en FROM staff AS s"                                               \
	  " JOIN unit AS u ON u.id = s.unit WHERE s.id = ?1")                                      \
	X(staff_add, "uttinit", SEEK,                                                              \
	  "INSERT INTO staff (id, account, name, roles, node, unit, password)"                     \
	  " VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, 0), ?7)")                                       \
	X(staff_change, "ttini", SEEK,                                                             \
	  "UPDATE staff SET name = ?2, roles = ?3, node = ?4, unit = nullif(?5, 0)"                \
	  " WHERE account = ?1")                                                                   \
	X(sign_in_find, "ut", SEEK,                                                                \
	  "SELECT failures, until FROM sign_in_fault WHERE staff = ?1 AND place = ?2")             \
	X(sign_in_failures, "utm", SEEK,                                                           \
	  "SELECT failures FROM sign_in_fault WHERE staff = ?1 AND place = ?2 AND at > ?3")        \
	X(sign_in_save, "utimm", SEEK,                                                             \
	  "INSERT INTO sign_in_fault (staff, place, failures, until, at)"                          \
	  " VALUES (?1, ?2, ?3, ?4, ?5)"                                                           \
	  " ON CONFLICT (staff, place) DO UPDATE SET failures = ?3, until = ?4, at = ?5")          \
	X(sign_in_clear, "ut", SEEK, "DELETE FROM sign_in_fault WHERE staff = ?1 AND place = ?2")  \
	X(sign_in_make_room, "uuu", SEEK,                                                          \
	  "DELETE FROM sign_in_fault WHERE staff BETWEEN ?1 AND ?2 AND staff <> ?3")               \
	X(sign_in_prune, "mw", SEEK, /* the longest pause is as long as they are kept */           \
	  "DELETE FROM sign_in_fault WHERE (staff, place) IN (SELECT staff, place"                 \
	  " FROM sign_in_fault WHERE at <= ?1 ORDER BY at LIMIT ?2)")                              \
	X(device_find, "hum", SEEK,                                                                \
	  "SELECT 1 FROM device WHERE token = ?1 AND staff = ?2 AND seen > ?3")                    \
	X(device_save, "hum", SEEK,                                                                \
	  "INSERT INTO device (token, staff, seen) VALUES (?1, ?2, ?3)"                            \
	  " ON CONFLICT (token, staff) DO UPDATE SET seen = ?3")                                   \
	X(device_prune, "uw", SEEK,                                                                \
	  "DELETE FROM device WHERE staff = ?1 AND seen < (SELECT min(seen) FROM (SELECT seen"     \
	  " FROM device WHERE staff = ?1 ORDER BY seen DESC LIMIT ?2))")                           \
	X(session_gone_list, "iw", SEEK,                                                           \
	  "SELECT seq, session FROM session_gone WHERE seq > ?1 ORDER BY seq LIMIT ?2")            \
	X(session_gone_prune, "ww", SCAN, /* reads no further than the rows that go */             \
	  "DELETE FROM session_gone WHERE seq <= (SELECT max(seq) FROM session_gone) - ?1"         \
	  " AND seq < (SELECT min(seq) FROM session_gone) + ?2")                                   \
                                                                                                   \
	X(session_add, "uhumm", SEEK,                                                              \
	  "INSERT INTO session (id, token, staff, created, expires)"                               \
	  " VALUES (?1, ?2, ?3, ?4, ?5)")                                                          \
	X(session_find, "hm", SEEK,                                                                \
	  "SELECT s.id, s.staff, p.roles, p.node, p.unit, p.name, p.account FROM session AS s"     \
	  " JOIN staff AS p ON p.id = s.staff WHERE s.token = ?1 AND s.expires > ?2")              \
	X(session_remove, "u", SEEK, "DELETE FROM session WHERE id = ?1")                          \
	X(session_remove_old, "mw", SEEK,                                                          \
	  "DELETE FROM session WHERE id IN"                                                        \
	  " (SELECT id FROM session WHERE expires <= ?1 ORDER BY expires LIMIT ?2)")

#endif
