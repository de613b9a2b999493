/*
 * Statements about recordings: parts, files, gaps, chapters, who may read them.
 */
#ifndef BROKER_STORE_QUERIES_ARCHIVE_H
#define BROKER_STORE_QUERIES_ARCHIVE_H

#define QUERIES_ARCHIVE(X)                                                                         \
	X(access_add, "huum", SEEK,                                                                \
	  "INSERT INTO access (token, session, recording, expires) VALUES (?1, ?2, ?3, ?4)")       \
	X(access_found, "huum", SEEK,                                                              \
	  "SELECT 1 FROM access WHERE token = ?1 AND session = ?2 AND recording = ?3"              \
	  " AND expires > ?4")                                                                     \
	X(access_remove_old, "m", SEEK, "DELETE FROM access WHERE expires <= ?1")

#endif
