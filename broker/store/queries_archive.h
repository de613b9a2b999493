/*
 * Statements about recordings: parts, files, gaps, chapters, who may read them.
 */
#ifndef BROKER_STORE_QUERIES_ARCHIVE_H
#define BROKER_STORE_QUERIES_ARCHIVE_H

#define RECORDING_COLUMNS "r.id, r.visit, r.state, r.zero, r.duration_ms, r.video, r.audio"

#define RECORDING_LINE_COLUMNS                                                                     \
	"r.id, r.visit, v.number, m.number, m.subject, r.zero, r.duration_ms,"                     \
	" (SELECT count(*) FROM part AS p WHERE p.recording = r.id), r.state, v.village, u.name,"  \
	" v.unit, m.kind, u.name_en"

#define RECORDING_JOIN                                                                             \
	"JOIN visit AS v ON v.id = r.visit JOIN matter AS m ON m.id = v.matter"                    \
	" JOIN unit AS u ON u.id = v.unit"

/* Of one scope and kind, newest first: a part of recording_list, which merges six of them. */
#define RECORDING_WALK(scope, kind_)                                                               \
	"SELECT zero, recording, village, unit FROM recording_scope WHERE scope = " scope          \
	" AND kind = " kind_ " AND (?3 < 0 OR ?3 = " kind_ ") AND zero >= ?4"                      \
	" AND (zero, recording) < (?5, coalesce(?6, ''))"

#define RECORDING_OF_NODE                                                                          \
	" FROM visit AS v JOIN recording AS r ON r.visit = v.id JOIN matter AS m ON m.id ="        \
	" v.matter JOIN node_scope AS s ON s.node = v.village WHERE v.village = ?1"

/* clang-format off */
#define QUERIES_ARCHIVE(X)                                                                         \
	X(access_add, "huum", SEEK,                                                                \
	  "INSERT INTO access (token, session, recording, expires) VALUES (?1, ?2, ?3, ?4)")       \
	X(access_found, "huum", SEEK,                                                              \
	  "SELECT 1 FROM access WHERE token = ?1 AND session = ?2 AND recording = ?3"              \
	  " AND expires > ?4")                                                                     \
	X(access_remove_old, "m", SEEK, "DELETE FROM access WHERE expires <= ?1")                  \
                                                                                                   \
	X(recording_add, "uuwmww", SEEK,                                                           \
	  "INSERT INTO recording (id, visit, state, zero, video, audio)"                           \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6)")                                                      \
	X(recording_find, "u", SEEK,                                                               \
	  "SELECT " RECORDING_COLUMNS " FROM recording AS r WHERE r.id = ?1")                      \
	X(recording_find_visit, "u", SEEK,                                                         \
	  "SELECT " RECORDING_COLUMNS " FROM recording AS r WHERE r.visit = ?1")                   \
	X(recording_give_up, "mm", SEEK,                                                           \
	  "UPDATE recording SET state = 3 WHERE zero >= ?1 AND state = 1"                          \
	  " AND (SELECT v.closed FROM visit AS v WHERE v.id = recording.visit) < ?2"               \
	  " AND NOT EXISTS (SELECT 1 FROM part AS p WHERE p.recording = recording.id)")            \
	X(recording_ended, "mw", SEEK,                                                             \
	  "SELECT r.id FROM recording AS r WHERE r.state = 1 AND r.zero < ?1"                      \
	  " AND (SELECT v.closed FROM visit AS v WHERE v.id = r.visit) < ?1"                       \
	  " AND EXISTS (SELECT 1 FROM part AS p WHERE p.recording = r.id)"                         \
	  " AND NOT EXISTS (SELECT 1 FROM part AS p WHERE p.recording = r.id"                      \
	  " AND p.state IN (0, 1)) ORDER BY r.zero LIMIT ?2")                                      \
	X(recording_set_state, "uw", SEEK,                                                         \
	  "UPDATE recording SET state = ?2 WHERE id = ?1")                                         \
	X(recording_set_duration, "u", SEEK,                                                       \
	  "UPDATE recording SET duration_ms ="                                                     \
	  " (SELECT coalesce(max(till_ms), 0) FROM part WHERE recording = ?1) WHERE id = ?1")      \
	X(recording_list, "ttwmmuw", SEEK,                                                         \
	  RECORDING_WALK("?1", "0") " UNION " RECORDING_WALK("?1", "1") " UNION "                  \
	  RECORDING_WALK("?1", "2") " UNION " RECORDING_WALK("?2", "0") " UNION "                  \
	  RECORDING_WALK("?2", "1") " UNION " RECORDING_WALK("?2", "2")                            \
	  " ORDER BY 1 DESC, 2 DESC, 3, 4 LIMIT ?7")                                               \
	X(recording_scope_add, "n", SEEK,                                                          \
	  "INSERT INTO recording_scope SELECT s.scope, m.kind, r.zero, r.id, v.village, v.unit"    \
	  RECORDING_OF_NODE)                                                                       \
	X(recording_scope_remove, "n", SEEK,                                                       \
	  "DELETE FROM recording_scope WHERE (scope, kind, zero, recording) IN"                    \
	  " (SELECT s.scope, m.kind, r.zero, r.id" RECORDING_OF_NODE ")")                          \
	X(recording_list_visit, "t", SEEK,                                                         \
	  "SELECT " RECORDING_LINE_COLUMNS " FROM visit AS v JOIN recording AS r ON r.visit = v.id" \
	  " JOIN matter AS m ON m.id = v.matter JOIN unit AS u ON u.id = v.unit"                   \
	  " WHERE v.number = ?1")                                                                  \
	X(recording_list_matter, "tmuw", SEEK,                                                     \
	  "SELECT " RECORDING_LINE_COLUMNS " FROM matter AS m JOIN visit AS v ON v.matter = m.id"  \
	  " JOIN recording AS r ON r.visit = v.id JOIN unit AS u ON u.id = v.unit"                 \
	  " WHERE m.number = ?1 AND (r.zero, r.id) < (?2, coalesce(?3, ''))"                       \
	  " ORDER BY r.zero DESC, r.id DESC LIMIT ?4")                                             \
	X(recording_line, "u", SEEK,                                                               \
	  "SELECT " RECORDING_LINE_COLUMNS " FROM recording AS r " RECORDING_JOIN " WHERE r.id = ?1") \
	X(part_save, "uiwuim", SEEK,                                                               \
	  "INSERT INTO part (recording, part, state, server, from_ms, since)"                      \
	  " VALUES (?1, ?2, ?3, coalesce(?4, ''), ?5, ?6)"                                         \
	  " ON CONFLICT (recording, part) DO NOTHING")                                             \
	X(part_file, "uiwiiihmum", SEEK,                                                           \
	  "UPDATE part SET state = ?3, from_ms = ?4, till_ms = ?5, bytes = ?6, manifest = ?7,"     \
	  " filed = ?8, server = ?9, since = ?10 WHERE recording = ?1 AND part = ?2")              \
	X(part_miss, "uim", SEEK,                                                                  \
	  "UPDATE part SET state = 3, since = ?3 WHERE recording = ?1 AND part = ?2"               \
	  " AND state IN (0, 1)")                                                                  \
	X(part_missed, "u", SEEK,                                                                  \
	  "SELECT 1 FROM part WHERE recording = ?1 AND state = 3 LIMIT 1")                         \
	X(part_filed, "ui", SEEK,                                                                  \
	  "SELECT 1 FROM part WHERE recording = ?1 AND part = ?2 AND state = 2")                   \
	X(part_overdue, "mw", SEEK,                                                                \
	  "SELECT p.recording, p.part FROM part AS p INDEXED BY part_awaited"                      \
	  " CROSS JOIN recording AS r ON r.id = p.recording CROSS JOIN visit AS v ON v.id = r.visit" \
	  " WHERE p.state IN (0, 1) AND p.since < ?1 AND v.closed < ?1 ORDER BY p.since LIMIT ?2") \
	X(part_list, "u", SEEK,                                                                    \
	  "SELECT p.part, p.state, p.from_ms, p.till_ms, p.bytes, p.manifest, p.server, m.name,"   \
	  " p.since"                                                                               \
	  " FROM part AS p LEFT JOIN media_server AS m ON m.id = p.server WHERE p.recording = ?1"  \
	  " ORDER BY p.part")                                                                      \
	X(part_server, "ui", SEEK,                                                                 \
	  "SELECT server FROM part WHERE recording = ?1 AND part = ?2")                            \
	X(conflict_add, "uiitihm", SEEK,                                                           \
	  "INSERT INTO conflict (recording, part, copy, signer, bytes, manifest, at)"              \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")                                                  \
	X(conflict_list, "u", SEEK,                                                                \
	  "SELECT part, copy, signer, bytes, manifest, at FROM conflict WHERE recording = ?1"      \
	  " ORDER BY part, copy")                                                                  \
	X(part_open, "u", SEEK,                                                                    \
	  "SELECT 1 FROM part WHERE recording = ?1 AND state IN (0, 1) LIMIT 1")                   \
	X(part_highest_of_others, "uuii", SEEK,                                                    \
	  "SELECT max(part) FROM part WHERE recording = ?1 AND server <> ?2"                       \
	  " AND part BETWEEN ?3 AND ?4")                                                           \
	X(part_file_add, "uituttiiihw", SEEK,                                                      \
	  "INSERT INTO part_file (recording, part, name, leg, seat_name, media, offset_ms,"        \
	  " duration_ms, bytes, sha256, document)"                                                 \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")                                \
	X(part_file_remove, "ui", SEEK,                                                            \
	  "DELETE FROM part_file WHERE recording = ?1 AND part = ?2")                              \
	X(part_file_list, "ui", SEEK,                                                              \
	  "SELECT name, leg, seat_name, media, offset_ms, duration_ms, bytes, sha256, document"    \
	  " FROM part_file WHERE recording = ?1 AND part = ?2 ORDER BY offset_ms, name")           \
	X(part_file_found, "uit", SEEK,                                                            \
	  "SELECT 1 FROM part_file WHERE recording = ?1 AND part = ?2 AND name = ?3")              \
	X(gap_add, "uiwuiitt", SEEK,                                                               \
	  "INSERT INTO gap (recording, part, seq, leg, from_ms, till_ms, why, media)"              \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")                                              \
	X(gap_remove, "ui", SEEK,                                                                  \
	  "DELETE FROM gap WHERE recording = ?1 AND part = ?2")                                    \
	X(gap_list, "uiw", SEEK,                                                                   \
	  "SELECT leg, from_ms, till_ms, why, media FROM gap WHERE recording = ?1 AND part = ?2"   \
	  " ORDER BY seq LIMIT ?3")                                                                \
	X(chapter_add, "uitttu", SEEK,                                                             \
	  "INSERT INTO chapter (recording, seq, at_ms, text, kind, seat_name, leg) VALUES (?1,"    \
	  " (SELECT coalesce(max(seq), 0) + 1 FROM chapter WHERE recording = ?1), ?2, ?3, ?4, ?5," \
	  " ?6)")                                                                                  \
	X(chapter_list, "uw", SEEK,                                                                \
	  "SELECT at_ms, text, kind, seat_name, leg FROM chapter WHERE recording = ?1"             \
	  " ORDER BY at_ms, seq LIMIT ?2")
/* clang-format on */

#endif
