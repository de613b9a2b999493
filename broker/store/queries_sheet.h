/*
 * Statements about what people are writing: sheets of visits, drafts of bookings.
 */
#ifndef BROKER_STORE_QUERIES_SHEET_H
#define BROKER_STORE_QUERIES_SHEET_H

#define SHEET_COLUMNS                                                                              \
	"s.version, s.text, s.lines, s.choice, s.at, s.staff, s.writer, s.turn,"                   \
	" coalesce((SELECT name FROM staff WHERE id = s.staff), '') FROM sheet AS s"

#define QUERIES_SHEET(X)                                                                           \
	X(sheet_add, "uwittwmutiw", SEEK,                                                          \
	  "INSERT INTO sheet (visit, kind, version, text, lines, choice, at, staff, writer, turn," \
	  " filed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")                         \
	X(sheet_find, "uw", SEEK,                                                                  \
	  "SELECT " SHEET_COLUMNS                                                                  \
	  " WHERE s.visit = ?1 AND s.kind = ?2 ORDER BY s.version DESC LIMIT 1")                   \
	X(sheet_find_version, "uwi", SEEK,                                                         \
	  "SELECT " SHEET_COLUMNS " WHERE s.visit = ?1 AND s.kind = ?2 AND s.version = ?3")        \
	X(sheet_turn, "uwtu", SEEK,                                                                \
	  "SELECT max(turn) FROM sheet WHERE visit = ?1 AND kind = ?2 AND writer = ?3"             \
	  " AND staff = ?4")                                                                       \
	X(sheet_others, "uwitu", SEEK,                                                             \
	  "SELECT 1 FROM sheet WHERE visit = ?1 AND kind = ?2 AND version > ?3"                    \
	  " AND (writer <> ?4 OR staff <> ?5)")                                                    \
	X(sheet_thin, "uwi", SEEK, /* once the same person went on and shortened nothing */        \
	  "DELETE FROM sheet WHERE visit = ?1 AND kind = ?2 AND version = ?3 AND filed = 0 AND"    \
	  " EXISTS (SELECT 1 FROM sheet AS n WHERE n.visit = ?1 AND n.kind = ?2"                   \
	  "  AND n.version = ?3 + 1 AND n.staff = sheet.staff"                                     \
	  "  AND length(n.text) >= length(sheet.text))")                                           \
	X(sheet_cap, "uwi", SEEK,                                                                  \
	  "DELETE FROM sheet WHERE visit = ?1 AND kind = ?2 AND filed = 0 AND version <="          \
	  " (SELECT version FROM sheet WHERE visit = ?1 AND kind = ?2"                             \
	  "  ORDER BY version DESC LIMIT 1 OFFSET ?3)")                                            \
	X(sheet_file, "uw", SEEK,                                                                  \
	  "UPDATE sheet SET filed = 1 WHERE visit = ?1 AND kind = ?2 AND version ="                \
	  " (SELECT max(version) FROM sheet WHERE visit = ?1 AND kind = ?2)")                      \
	X(sheet_remove, "uw", SEEK, "DELETE FROM sheet WHERE visit = ?1 AND kind = ?2")            \
	X(sheet_prune, "mw", SEEK,                                                                 \
	  "DELETE FROM sheet WHERE (visit, kind, version) IN"                                      \
	  " (SELECT s.visit, s.kind, s.version FROM sheet AS s WHERE s.at < ?1 AND s.filed = 0"    \
	  "  AND (s.kind = 1 OR EXISTS (SELECT 1 FROM sheet AS n WHERE n.visit = s.visit"          \
	  "  AND n.kind = s.kind AND n.version > s.version)) ORDER BY s.at LIMIT ?2)")             \
                                                                                                   \
	X(booking_draft_save, "utibmti", SEEK,                                                     \
	  "INSERT INTO booking_draft (staff, form_key, version, form, at, writer, turn)"           \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (staff) DO UPDATE SET form_key = ?2,"  \
	  " version = ?3, form = ?4, at = ?5, writer = ?6, turn = ?7")                             \
	X(booking_draft_find, "u", SEEK,                                                           \
	  "SELECT form_key, version, form, at, writer, turn FROM booking_draft WHERE staff = ?1")  \
	X(booking_draft_remove, "ut", SEEK,                                                        \
	  "DELETE FROM booking_draft WHERE staff = ?1 AND form_key = ?2")                          \
	X(booking_draft_prune, "mw", SEEK,                                                         \
	  "DELETE FROM booking_draft WHERE staff IN"                                               \
	  " (SELECT staff FROM booking_draft WHERE at < ?1 ORDER BY at LIMIT ?2)")

#endif
