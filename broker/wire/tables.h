/*
 * The field tables of the messages: what goes in and what comes out, by family in
 * wire/fields_*.c. Read only.
 */
#ifndef BROKER_WIRE_TABLES_H
#define BROKER_WIRE_TABLES_H

#include "broker/common/form/fields.h"

/* A member under another name than its path. */
#define FN(type, member, name_, kind_, ...)                                                        \
	{ .name = name_, .kind = FIELD_##kind_, .offset = offsetof(struct type, member),           \
	  __VA_ARGS__ }

/* A list by pages: what the page before answered as `next`, and what the next one takes. */
#define AFTER(type)                                                                                \
	F(type, after, TEXT, OPTIONAL, .max = 200, .help = "`next` of the page before, as it was")
#define NEXT(type)                                                                                 \
	F(type, next, TEXT, OPTIONAL,                                                              \
	  .help = "there may be more: ask again with this as `after`; left out: these are all")

/* the `data` of an error: refused.c */
extern const struct field refused_fields[];

/* sessions, tree, events, audit: fields_house.c */
extern const struct field session_get_out_fields[], tree_get_in_fields[], tree_get_out_fields[],
	tree_import_in_fields[],
	tree_import_out_fields[], event_since_in_fields[], event_since_out_fields[],
	audit_find_in_fields[], audit_find_out_fields[], audit_verify_out_fields[],
	query_get_in_fields[], query_get_out_fields[], quality_find_in_fields[],
	quality_find_out_fields[];

/* matters, targets, slots: fields_matter.c */
extern const struct field matter_get_in_fields[], matter_get_out_fields[], matter_open_in_fields[],
	matter_open_out_fields[], matter_find_in_fields[],
	matter_find_out_fields[], target_list_in_fields[], target_list_out_fields[],
	slot_find_in_fields[], slot_find_out_fields[];

/* visits: fields_visit.c */
extern const struct field visit_in_fields[], visit_state_out_fields[], visit_book_in_fields[],
	visit_book_out_fields[], visit_move_in_fields[], visit_move_out_fields[],
	visit_cancel_in_fields[], visit_list_in_fields[], visit_list_out_fields[],
	visit_get_out_fields[], visit_check_in_out_fields[], notice_get_out_fields[],
	consent_record_in_fields[], consent_record_out_fields[], visit_join_in_fields[],
	visit_join_out_fields[],
	ice_list_out_fields[], terminal_visit_out_fields[], visit_leave_in_fields[],
	visit_backfill_in_fields[], visit_backfill_out_fields[],
	visit_mute_in_fields[], visit_camera_in_fields[], visit_close_in_fields[];

/* what is being typed: fields_draft.c */
extern const struct field visit_mark_fields[], minutes_get_out_fields[], minutes_save_in_fields[],
	minutes_save_out_fields[], closing_get_out_fields[], closing_save_in_fields[],
	closing_save_out_fields[], booking_get_out_fields[], booking_save_in_fields[],
	booking_save_out_fields[], booking_discard_in_fields[];

/* recordings and media servers: fields_recording.c; what media servers and the broker say to each
 * other stands in common/talk/media_messages.h */
extern const struct field recording_find_in_fields[], recording_find_out_fields[],
	recording_get_in_fields[], recording_get_out_fields[], recording_verify_out_fields[],
	media_list_in_fields[], media_list_out_fields[], media_drain_in_fields[];

#endif
