/*
 * The messages, each a file of its own: a line here says that there is one. Sorted by name.
 */
#ifndef BROKER_SERVICE_MESSAGES_H
#define BROKER_SERVICE_MESSAGES_H

#include "broker/service/message.h"

/* What can be sent; rpc.discover stands in wire. */
#define MESSAGES(X)                                                                                \
	X(audit_find)                                                                              \
	X(audit_verify)                                                                            \
	X(booking_discard)                                                                         \
	X(booking_get)                                                                             \
	X(booking_save)                                                                            \
	X(closing_get)                                                                             \
	X(closing_save)                                                                            \
	X(consent_record)                                                                          \
	X(event_since)                                                                             \
	X(ice_list)                                                                                \
	X(matter_find)                                                                             \
	X(matter_get)                                                                              \
	X(matter_open)                                                                             \
	X(media_drain)                                                                             \
	X(media_list)                                                                              \
	X(media_register)                                                                          \
	X(media_report)                                                                            \
	X(minutes_get)                                                                             \
	X(minutes_save)                                                                            \
	X(notice_get)                                                                              \
	X(quality_find)                                                                            \
	X(query_get)                                                                               \
	X(recording_deliver)                                                                       \
	X(recording_find)                                                                          \
	X(recording_get)                                                                           \
	X(recording_started)                                                                       \
	X(recording_verify)                                                                        \
	X(rpc_discover)                                                                            \
	X(session_get)                                                                             \
	X(slot_find)                                                                               \
	X(target_list)                                                                             \
	X(terminal_visit)                                                                          \
	X(tree_get)                                                                                \
	X(tree_import)                                                                             \
	X(visit_admit)                                                                             \
	X(visit_backfill)                                                                          \
	X(visit_book)                                                                              \
	X(visit_camera)                                                                            \
	X(visit_cancel)                                                                            \
	X(visit_check_in)                                                                          \
	X(visit_close)                                                                             \
	X(visit_get)                                                                               \
	X(visit_join)                                                                              \
	X(visit_leave)                                                                             \
	X(visit_list)                                                                              \
	X(visit_move)                                                                              \
	X(visit_mute)                                                                              \
	X(visit_undo_check_in)

/* What finishes others or is started by the broker itself. */
#define INTERNAL_MESSAGES(X)                                                                       \
	X(audit_keep)                                                                              \
	X(audit_sign)                                                                              \
	X(event_next)                                                                              \
	X(leg_gone)                                                                                \
	X(media_gone)                                                                              \
	X(quality_save)                                                                            \
	X(recording_filed)                                                                         \
	X(recording_read)                                                                          \
	X(recording_verified)                                                                      \
	X(session_close)                                                                           \
	X(session_ended)                                                                           \
	X(session_fail)                                                                            \
	X(session_find)                                                                            \
	X(session_load)                                                                            \
	X(session_open)                                                                            \
	X(store_upkeep)                                                                            \
	X(visit_backfilled)                                                                        \
	X(visit_joined)                                                                            \
	X(visit_seats)                                                                             \
	X(visit_sweep)

#define MESSAGE_DECLARE(m) extern const struct message m##_message;
MESSAGES(MESSAGE_DECLARE)
INTERNAL_MESSAGES(MESSAGE_DECLARE)

#endif
