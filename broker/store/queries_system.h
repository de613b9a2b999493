/*
 * Statements of the house: transactions, claims, events, audit, counters, media servers.
 */
#ifndef BROKER_STORE_QUERIES_SYSTEM_H
#define BROKER_STORE_QUERIES_SYSTEM_H

#define MEDIA_COLUMNS                                                                              \
	"id, name, node, capacity, address, version, connected,"                                   \
	" (SELECT count(*) FROM visit WHERE server = m.id AND state = 4), draining, seen"

/* What audit_entry_load reads. */
#define AUDIT_COLUMNS                                                                              \
	"seq, at, role, staff, act, object, node, result, purpose, version, account, address"

#define QUERIES_SYSTEM(X)                                                                          \
	X(tx_start, "", SEEK, "BEGIN IMMEDIATE")                                                   \
	X(tx_start_read, "", SEEK, "BEGIN")                                                        \
	X(tx_commit, "", SEEK, "COMMIT")                                                           \
	X(tx_rollback, "", SEEK, "ROLLBACK")                                                       \
	X(job_start, "", SEEK, "SAVEPOINT job")                                                    \
	X(job_keep, "", SEEK, "RELEASE job")                                                       \
	X(job_undo, "", SEEK, "ROLLBACK TO job")                                                   \
	X(import_start, "", SEEK, "SAVEPOINT import")                                              \
	X(import_keep, "", SEEK, "RELEASE import")                                                 \
	X(import_undo, "", SEEK, "ROLLBACK TO import")                                             \
                                                                                                   \
	X(resource_add, "wtw", SEEK,                                                               \
	  "INSERT INTO resource (kind, owner, lane) VALUES (?1, ?2, ?3)")                          \
	X(resource_find, "wtw", SEEK,                                                              \
	  "SELECT id FROM resource WHERE kind = ?1 AND owner = ?2 AND lane = ?3")                  \
	X(lane_find, "wtwmm", SEEK, /* the first lane that is free for the span */                 \
	  "SELECT id FROM resource WHERE kind = ?1 AND owner = ?2 AND lane < ?3 AND"               \
	  " coalesce((SELECT ends FROM claim WHERE claim.resource = resource.id AND starts < ?5"   \
	  "  ORDER BY starts DESC LIMIT 1), ?4) <= ?4 ORDER BY lane LIMIT 1")                      \
	X(lane_count, "wt", SEEK, "SELECT count(*) FROM resource WHERE kind = ?1 AND owner = ?2")  \
	X(claim_add, "immu", SEEK,                                                                 \
	  "INSERT INTO claim (resource, starts, ends, visit) VALUES (?1, ?2, ?3, ?4)")             \
	X(claim_list, "immu", SEEK, /* without those of one visit */                               \
	  "SELECT starts, ends FROM claim WHERE resource = ?1 AND starts < ?3 AND starts >="       \
	  " coalesce((SELECT starts FROM claim WHERE resource = ?1 AND starts <= ?2"               \
	  "  ORDER BY starts DESC LIMIT 1), ?2) AND ends > ?2 AND visit IS DISTINCT FROM ?4"       \
	  " ORDER BY starts")                                                                      \
	X(claim_remove, "u", SEEK, "DELETE FROM claim WHERE visit = ?1")                           \
                                                                                                   \
	X(event_add, "mtooiooo", SEEK,                                                             \
	  "INSERT INTO event (at, name, visit, village, unit, node, data, terminal)"               \
	  " VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, coalesce(?7, '{}'), ?8)")                   \
	X(event_find, "iw", SEEK,                                                                  \
	  "SELECT cursor, at, name, visit, village, unit, node, data, terminal FROM event"         \
	  " WHERE cursor > ?1 ORDER BY cursor LIMIT ?2")                                           \
	X(event_oldest, "", SCAN, "SELECT min(cursor) FROM event")                                 \
	X(event_newest, "", SCAN, "SELECT max(cursor) FROM event")                                 \
	X(event_prune, "mi", SCAN, /* reads no further than the first event that is kept */        \
	  "DELETE FROM event WHERE cursor < (SELECT min(cursor) FROM event) + ?2 AND cursor <"     \
	  " coalesce((SELECT cursor FROM event WHERE at >= ?1 ORDER BY cursor LIMIT 1),"           \
	  "  (SELECT max(cursor) FROM event))")                                                    \
                                                                                                   \
	X(audit_add, "imtutttttwtthh", SEEK,                                                       \
	  "INSERT INTO audit (" AUDIT_COLUMNS ", prev, hash) VALUES (?1, ?2, ?3,"                  \
	  " coalesce(?4, ''), ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")                       \
	X(audit_find, "iw", SEEK,                                                                  \
	  "SELECT " AUDIT_COLUMNS ", prev, hash FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2")  \
	X(audit_find_recording, "tw", SEEK,                                                        \
	  "SELECT " AUDIT_COLUMNS " FROM audit"                                                    \
	  " WHERE object = ?1 AND act GLOB 'recording.*' ORDER BY seq DESC LIMIT ?2")              \
	X(audit_find_watched, "tw", SEEK,                                                          \
	  "SELECT " AUDIT_COLUMNS " FROM audit"                                                    \
	  " WHERE object = ?1 AND act GLOB 'recording.*' AND act = 'recording.get'"                \
	  " AND result = 'ok' ORDER BY seq DESC LIMIT ?2")                                         \
	X(audit_find_opened, "tw", SEEK,                                                           \
	  "SELECT " AUDIT_COLUMNS " FROM audit"                                                    \
	  " WHERE object = ?1 AND act GLOB 'matter.*' AND act = 'matter.open'"                     \
	  " AND result = 'ok' ORDER BY seq DESC LIMIT ?2")                                         \
	X(audit_signed_add, "imhhb", SEEK,                                                         \
	  "INSERT INTO audit_signed (seq, at, hash, key, signature) VALUES (?1, ?2, ?3, ?4, ?5)")  \
	X(audit_signed_find, "i", SEEK, "SELECT 1 FROM audit_signed WHERE seq = ?1")               \
	X(audit_signed_last, "", SCAN, /* reads one row */                                         \
	  "SELECT seq, at, hash, key, signature FROM audit_signed ORDER BY seq DESC LIMIT 1")      \
	X(audit_signed_list, "iw", SEEK,                                                           \
	  "SELECT seq, at, hash, key, signature FROM audit_signed WHERE seq > ?1"                  \
	  " ORDER BY seq LIMIT ?2")                                                                \
	X(audit_head, "", SEEK, "SELECT seq, hash FROM audit_head WHERE one = 1")                  \
	X(audit_set_head, "ih", SEEK, "UPDATE audit_head SET seq = ?1, hash = ?2 WHERE one = 1")   \
                                                                                                   \
	X(counter_take, "wni", SEEK,                                                               \
	  "INSERT INTO counter (kind, node, period, value) VALUES (?1, ?2, ?3, 1)"                 \
	  " ON CONFLICT (kind, node, period) DO UPDATE SET value = value + 1 RETURNING value")     \
	X(counter_skip, "wnii", SEEK,                                                              \
	  "INSERT INTO counter (kind, node, period, value) VALUES (?1, ?2, ?3, ?4)"                \
	  " ON CONFLICT (kind, node, period) DO UPDATE SET value = max(value, ?4)")                \
                                                                                                   \
	X(media_save, "utnittm", SEEK,                                                             \
	  "INSERT INTO media_server (id, name, node, capacity, address, version, connected, seen)" \
	  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7)"                                                \
	  " ON CONFLICT (name) DO UPDATE SET node = ?3, capacity = ?4, address = ?5,"              \
	  " version = ?6, connected = 1, seen = ?7 RETURNING id")                                  \
	X(media_set_gone, "umm", SEEK,                                                             \
	  "UPDATE media_server SET connected = 0, seen = ?3"                                       \
	  " WHERE id = ?1 AND connected = 1 AND seen = ?2")                                        \
	X(media_set_all_gone, "m", SCAN,                                                           \
	  "UPDATE media_server SET connected = 0, seen = ?1 WHERE connected = 1")                  \
	X(media_set_draining, "uw", SEEK, "UPDATE media_server SET draining = ?2 WHERE id = ?1")   \
	X(media_find, "u", SEEK, "SELECT " MEDIA_COLUMNS " FROM media_server AS m WHERE id = ?1")  \
	X(media_find_name, "t", SEEK,                                                              \
	  "SELECT " MEDIA_COLUMNS " FROM media_server AS m WHERE name = ?1")                       \
	X(media_page, "tw", SEEK,                                                                  \
	  "SELECT " MEDIA_COLUMNS                                                                  \
	  " FROM media_server AS m WHERE name > ?1 ORDER BY name LIMIT ?2")                        \
	X(media_list, "", SCAN, "SELECT " MEDIA_COLUMNS " FROM media_server AS m ORDER BY name")

#endif
