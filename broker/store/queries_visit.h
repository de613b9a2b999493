/*
 * Statements about visits: seats, legs, consent, minutes, commitments.
 */
#ifndef BROKER_STORE_QUERIES_VISIT_H
#define BROKER_STORE_QUERIES_VISIT_H

#define QUERIES_VISIT(X)                                                                           \
	X(visit_once, "ut", SEEK,                                                                  \
	  "SELECT id FROM visit WHERE booked_by = ?1 AND once_key = ?2")                           \
	X(visit_set_state, "uww", SEEK,                                                            \
	  "UPDATE visit SET state = ?3 WHERE id = ?1 AND state = ?2")                              \
	X(visit_expected, "mw", SEEK,                                                              \
	  "SELECT id FROM visit WHERE state IN (0, 1) AND ends < ?1 ORDER BY ends LIMIT ?2")       \
	X(visit_live, "u", SEEK, "SELECT id FROM visit WHERE server = ?1 AND state = 4 ORDER BY id")

#endif
