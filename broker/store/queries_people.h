/*
 * Statements about staff and sessions.
 */
#ifndef BROKER_STORE_QUERIES_PEOPLE_H
#define BROKER_STORE_QUERIES_PEOPLE_H

#define STAFF_COLUMNS                                                                              \
	"id, account, name, roles, node, unit, password, failures, locked_until"

#define QUERIES_PEOPLE(X)                                                                          \
	X(staff_find_account, "t", SEEK,                                                           \
	  "SELECT " STAFF_COLUMNS " FROM staff WHERE account = ?1")                                \
	X(staff_account, "u", SEEK, "SELECT account FROM staff WHERE id = ?1")                   \
	X(staff_add, "uttinit", SEEK,                                                              \
	  "INSERT INTO staff (id, account, name, roles, node, unit, password)"                     \
	  " VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, 0), ?7)")                                       \
	X(staff_change, "ttini", SEEK,                                                             \
	  "UPDATE staff SET name = ?2, roles = ?3, node = ?4, unit = nullif(?5, 0)"                \
	  " WHERE account = ?1")                                                                   \
	X(staff_add_failure, "u", SEEK,                                                            \
	  "UPDATE staff SET failures = failures + 1 WHERE id = ?1")                                \
	X(staff_lock, "uwm", SEEK,                                                                 \
	  "UPDATE staff SET failures = 0, locked_until = ?3 WHERE id = ?1 AND failures >= ?2")     \
	X(staff_locked_until, "u", SEEK, "SELECT locked_until FROM staff WHERE id = ?1")           \
	X(staff_clear_failures, "u", SEEK,                                                         \
	  "UPDATE staff SET failures = 0, locked_until = 0 WHERE id = ?1")                         \
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
