/*
 * Statements about visits: seats, legs, consent, commitments.
 */
#ifndef BROKER_STORE_QUERIES_VISIT_H
#define BROKER_STORE_QUERIES_VISIT_H

#define VISIT_COLUMNS                                                                              \
	"v.id, v.number, v.query_code, v.matter, v.unit, v.receiver, v.village, v.room,"           \
	" v.village_room, v.state, v.starts, v.ends, v.created, v.booked_by, v.once_key, v.zero,"  \
	" v.closed, v.server, v.outcome, v.reply, v.cancel_reason"

#define VISIT_LINE_COLUMNS                                                                         \
	"v.id, v.number, v.state, v.starts, v.ends, m.subject, m.name, v.unit, u.name, u.node,"    \
	" v.village, v.matter, m.number, u.name_en FROM visit AS v"                                \
	" JOIN matter AS m ON m.id = v.matter"                                                     \
	" JOIN unit AS u ON u.id = v.unit"

#define LEG_COLUMNS "l.id, l.visit, l.seat, l.epoch, l.staff, l.name, l.open, l.muted, l.paid"

#define QUALITY_COLUMNS                                                                            \
	"q.at, q.leg, q.rtt_ms, q.up_lost_permille, q.up_jitter_ms, q.up_kbps, q.up_width,"        \
	" q.up_height, q.up_freezes, q.up_frozen_ms, q.down_lost_permille, q.down_jitter_ms,"      \
	" q.down_kbps, q.down_width, q.down_height, q.down_freezes, q.down_frozen_ms, q.visit,"    \
	" v.number, v.village FROM quality AS q JOIN visit AS v ON v.id = q.visit"

#define QUERIES_VISIT(X)                                                                            \
	X(visit_once, "ut", SEEK, "SELECT id FROM visit WHERE booked_by = ?1 AND once_key = ?2")    \
	X(visit_set_state, "uww", SEEK,                                                             \
	  "UPDATE visit SET state = ?3 WHERE id = ?1 AND state = ?2")                               \
	X(visit_expected, "mw", SEEK,                                                               \
	  "SELECT id FROM visit WHERE state IN (0, 1) AND ends < ?1 ORDER BY ends LIMIT ?2")        \
	X(visit_live, "u", SEEK,                                                                    \
	  "SELECT id FROM visit WHERE server = ?1 AND state = 4 ORDER BY id")                       \
	X(visit_lost, "w", SCAN, /* of the live ones only */                                        \
	  "SELECT v.id FROM visit AS v JOIN media_server AS m ON m.id = v.server"                   \
	  " WHERE v.state = 4 AND m.connected = 0"                                                  \
	  " AND NOT EXISTS (SELECT 1 FROM leg WHERE visit = v.id AND open = 1)"                     \
	  " ORDER BY v.id LIMIT ?1")                                                                \
                                                                                                    \
	X(visit_add, "utsuiuniiwmmmuo", SEEK,                                                       \
	  "INSERT INTO visit (id, number, query_code, matter, unit, receiver, village, room,"       \
	  " village_room, state, starts, ends, created, booked_by, once_key)"                       \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), nullif(?9, 0), ?10, ?11, ?12,"       \
	  " ?13, ?14, ?15)")                                                                        \
	X(visit_find, "u", SEEK, "SELECT " VISIT_COLUMNS " FROM visit AS v WHERE v.id = ?1")        \
	X(visit_find_code, "t", SEEK,                                                               \
	  "SELECT " VISIT_COLUMNS " FROM visit AS v WHERE v.query_code = ?1")                       \
	X(visit_list, "inmumw", SEEK, /* two walks merged: of the unit, of the subtree */           \
	  "SELECT starts, id FROM visit"                                                            \
	  " WHERE unit = ?1 AND (starts, id) > (?3, coalesce(?4, '')) AND starts < ?5"              \
	  " UNION SELECT starts, visit FROM visit_scope"                                            \
	  " WHERE scope = ?2 AND (starts, visit) > (?3, coalesce(?4, '')) AND starts < ?5"          \
	  " ORDER BY 1, 2 LIMIT ?6")                                                                \
	X(visit_scope_add, "n", SEEK,                                                               \
	  "INSERT INTO visit_scope (scope, starts, visit) SELECT s.scope, v.starts, v.id"           \
	  " FROM visit AS v JOIN node_scope AS s ON s.node = v.village WHERE v.village = ?1")       \
	X(visit_scope_remove, "n", SEEK,                                                            \
	  "DELETE FROM visit_scope WHERE (scope, starts, visit) IN (SELECT s.scope, v.starts,"      \
	  " v.id FROM visit AS v JOIN node_scope AS s ON s.node = v.village WHERE v.village = ?1)") \
	X(visit_list_matter, "utw", SEEK,                                                           \
	  "SELECT " VISIT_LINE_COLUMNS " WHERE v.matter = ?1 AND +v.id < ?2"                        \
	  " ORDER BY v.id DESC LIMIT ?3")                                                           \
	X(visit_line, "u", SEEK, "SELECT " VISIT_LINE_COLUMNS " WHERE v.id = ?1")                   \
	X(visit_find_room, "timm", SEEK,                                                            \
	  "SELECT v.id, v.state, v.starts, v.ends FROM resource AS r"                               \
	  " JOIN claim AS c ON c.resource = r.id JOIN visit AS v ON v.id = c.visit"                 \
	  " WHERE r.kind = 2 AND r.owner = ?1 AND r.lane = 0 AND c.starts >= ?3"                    \
	  " AND c.starts < ?4 AND v.village_room = ?2 AND v.state IN (2, 3, 4)"                     \
	  " ORDER BY v.state DESC, v.starts LIMIT 1")                                               \
	X(visit_set_slot, "ummuii", SEEK,                                                           \
	  "UPDATE visit SET starts = ?2, ends = ?3, receiver = ?4, room = nullif(?5, 0),"           \
	  " village_room = nullif(?6, 0) WHERE id = ?1 AND state = 1")                              \
	X(visit_set_checked_in, "um", SEEK, "UPDATE visit SET checked_in = ?2 WHERE id = ?1")       \
	X(visit_set_not_checked_in, "u", SEEK, "UPDATE visit SET checked_in = NULL WHERE id = ?1")  \
	X(visit_set_live, "um", SEEK, "UPDATE visit SET zero = ?2 WHERE id = ?1")                   \
	X(visit_set_server, "uu", SEEK, "UPDATE visit SET server = ?2 WHERE id = ?1")               \
	X(placement_add, "uu", SEEK,                                                                \
	  "INSERT INTO placement (visit, server) VALUES (?1, ?2) ON CONFLICT DO NOTHING")           \
	X(placement_has, "uu", SEEK, "SELECT 1 FROM placement WHERE visit = ?1 AND server = ?2")    \
	X(visit_set_cancelled, "ut", SEEK, "UPDATE visit SET cancel_reason = ?2 WHERE id = ?1")     \
	X(visit_set_closed, "umwt", SEEK,                                                           \
	  "UPDATE visit SET closed = ?2, outcome = ?3, reply = ?4 WHERE id = ?1")                   \
                                                                                                    \
	X(seat_add, "uuwtiuw", SEEK,                                                                \
	  "INSERT INTO seat (id, visit, kind, name, unit, staff, required)"                         \
	  " VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7)")                                        \
	X(seat_list, "u", SEEK,                                                                     \
	  "SELECT s.id, s.visit, s.kind, s.name, s.unit, s.staff, s.required, l.open, l.staff,"     \
	  " u.name_en FROM seat AS s LEFT JOIN leg AS l ON l.seat = s.id LEFT JOIN unit AS u"       \
	  " ON u.id = s.unit AND u.name = s.name WHERE s.visit = ?1 ORDER BY s.id")                 \
	X(quality_add, "umuiiiiiiiiiiiiiii", SEEK,                                                  \
	  "INSERT INTO quality VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"     \
	  " ?14, ?15, ?16, ?17, ?18)")                                                              \
	X(quality_list, "umuw", SEEK,                                                               \
	  "SELECT " QUALITY_COLUMNS " WHERE q.visit = ?1 AND (q.at, q.leg) > (?2,"                  \
	  " coalesce(?3, '')) ORDER BY q.at, q.leg LIMIT ?4")                                       \
	X(quality_list_all, "muuw", SEEK,                                                           \
	  "SELECT " QUALITY_COLUMNS " WHERE (q.at, q.visit, q.leg) > (?1, coalesce(?2, ''),"        \
	  " coalesce(?3, '')) ORDER BY q.at, q.visit, q.leg LIMIT ?4")                              \
	X(quality_prune, "mw", SEEK,                                                                \
	  "DELETE FROM quality WHERE (visit, at, leg) IN"                                           \
	  " (SELECT visit, at, leg FROM quality WHERE at < ?1 ORDER BY at LIMIT ?2)")               \
	X(leg_add, "uuuwutmm", SEEK,                                                                \
	  "INSERT INTO leg (id, visit, seat, epoch, staff, name, open, at, paid)"                   \
	  " VALUES (?1, ?2, ?3, ?4, coalesce(?5, ''), ?6, 0, ?7, ?8)")                              \
	X(leg_renew, "uwutmm", SEEK,                                                                \
	  "UPDATE leg SET epoch = ?2, staff = coalesce(?3, ''), name = ?4, open = 0,"               \
	  " place = NULL, at = ?5, paid = ?6 WHERE id = ?1")                                        \
	X(leg_find, "u", SEEK, "SELECT " LEG_COLUMNS " FROM leg AS l WHERE l.id = ?1")              \
	X(leg_find_seat, "u", SEEK, "SELECT " LEG_COLUMNS " FROM leg AS l WHERE l.seat = ?1")       \
	X(leg_list, "u", SEEK,                                                                      \
	  "SELECT " LEG_COLUMNS ", s.kind FROM leg AS l JOIN seat AS s ON s.id = l.seat"            \
	  " WHERE l.visit = ?1 ORDER BY l.id")                                                      \
	X(leg_set_muted, "uw", SEEK, "UPDATE leg SET muted = ?2 WHERE id = ?1")                     \
	X(leg_set_open, "uwi", SEEK,                                                                \
	  "UPDATE leg SET open = 1, place = ?3 WHERE id = ?1 AND epoch = ?2")                       \
	X(leg_close, "uw", SEEK, "UPDATE leg SET open = 0 WHERE id = ?1 AND epoch = ?2")            \
	X(leg_close_visit, "u", SEEK, "UPDATE leg SET open = 0 WHERE visit = ?1")                   \
	X(consent_add, "uwwwtmu", SEEK,                                                             \
	  "INSERT INTO consent (visit, seq, video, audio, share, version, at, staff)"               \
	  " VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM consent WHERE visit = ?1),"          \
	  " ?2, ?3, ?4, ?5, ?6, ?7)")                                                               \
	X(consent_find, "u", SEEK,                                                                  \
	  "SELECT video, audio, share, version, at, staff FROM consent WHERE visit = ?1"            \
	  " ORDER BY seq DESC LIMIT 1")                                                             \
	X(commitment_add, "uwitt", SEEK,                                                            \
	  "INSERT INTO commitment (visit, seq, unit, act, due) VALUES (?1, ?2, ?3, ?4, ?5)")        \
	X(commitment_list, "u", SEEK,                                                               \
	  "SELECT c.unit, u.name, c.act, c.due, u.name_en FROM commitment AS c JOIN unit AS u"      \
	  " ON u.id = c.unit WHERE c.visit = ?1 ORDER BY c.seq")

#endif
