/*
 * Why something was refused, where an error alone would not say it: the word on the wire. Its
 * sentence is "why.<word>" of config/words, with {holes} for the arguments of the refusal and {field}
 * for its member. `rpc.discover` tells both, so that every program can say it in its own language.
 * Add a word where it belongs; a word is never given another meaning. Arguments hold nothing personal.
 */
#ifndef BROKER_COMMON_BASE_WHY_H
#define BROKER_COMMON_BASE_WHY_H

#define WHYS(X)                                                                                    \
	/* the members of a message */                                                             \
	X(MISSING, "missing")                                                                      \
	X(EMPTY, "empty")                                                                          \
	X(TOO_SHORT, "too_short")                                                                  \
	X(TOO_LONG, "too_long")                                                                    \
	X(NOT_TEXT, "not_text")                                                                    \
	X(NOT_ONE_LINE, "not_one_line")                                                            \
	X(NOT_CLEAN, "not_clean")                                                                  \
	X(NOT_BASE64_TEXT, "not_base64_text")                                                      \
	X(NOT_BASE64, "not_base64")                                                                \
	X(TOO_MANY_BYTES, "too_many_bytes")                                                        \
	X(BYTES_OUT_OF_RANGE, "bytes_out_of_range")                                                \
	X(NOT_NUMBER, "not_number")                                                                \
	X(OUT_OF_RANGE, "out_of_range")                                                            \
	X(NOT_DAY, "not_day")                                                                      \
	X(NOT_CODE, "not_code")                                                                    \
	X(NOT_ID, "not_id")                                                                        \
	X(NOT_OFFERED, "not_offered")                                                              \
	X(NOT_YES_OR_NO, "not_yes_or_no")                                                          \
	X(NOT_GROUP, "not_group")                                                                  \
	X(NOT_GROUPS, "not_groups")                                                                \
	X(NOT_LIST, "not_list")                                                                    \
	X(TOO_FEW_ITEMS, "too_few_items")                                                          \
	X(TOO_MANY_ITEMS, "too_many_items")                                                        \
	X(UNKNOWN_MEMBER, "unknown_member")                                                        \
	X(NO_MEMBERS, "no_members")                                                                \
	/* requests and who sends them */                                                          \
	X(NOT_JSON, "not_json")                                                                    \
	X(ONE_AT_A_TIME, "one_at_a_time")                                                          \
	X(REQUEST_ID, "request_id")                                                                \
	X(REQUEST_VERSION, "request_version")                                                      \
	X(NOT_YOUR_ROLE, "not_your_role")                                                          \
	X(OUTSIDE_SCOPE, "outside_scope")                                                          \
	X(REQUEST_LENGTH, "request_length")                                                        \
	X(REQUEST_ORIGIN, "request_origin")                                                        \
	X(CONNECTIONS_TOO_MANY, "connections_too_many")                                            \
	X(SIGN_IN_EMPTY, "sign_in_empty")                                                          \
	X(PASSWORD_WRONG, "password_wrong")                                                        \
	X(ACCOUNT_LOCKED, "account_locked")                                                        \
	X(SIGN_IN_WAITS, "sign_in_waits")                                                          \
	X(SIGN_INS_TOO_OFTEN, "sign_ins_too_often")                                                \
	X(SIGN_OUT_FAILED, "sign_out_failed")                                                      \
	X(QUERIES_TOO_OFTEN, "queries_too_often")                                                  \
	X(TREE_IMPORTING, "tree_importing")                                                        \
	X(FILE_FAULTS, "file_faults")                                                              \
	X(LIST_CHANGED, "list_changed")                                                            \
	X(DAYS_REVERSED, "days_reversed")                                                          \
	X(PURPOSE_MISSING, "purpose_missing")                                                      \
	/* matters */                                                                              \
	X(MATTER_UNKNOWN, "matter_unknown")                                                        \
	X(MATTER_NUMBER_UNKNOWN, "matter_number_unknown")                                          \
	X(MATTER_NOT_NAMED, "matter_not_named")                                                    \
	X(MATTER_OLD_OR_NEW, "matter_old_or_new")                                                  \
	X(QUERY_CODE_UNKNOWN, "query_code_unknown")                                                \
	X(COMPETENT_UNKNOWN, "competent_unknown")                                                  \
	X(NAME_MISSING, "name_missing")                                                            \
	X(CONTACT_MISSING, "contact_missing")                                                      \
	X(ADDRESS_MISSING, "address_missing")                                                      \
	X(SUBJECT_MISSING, "subject_missing")                                                      \
	X(REQUEST_MISSING, "request_missing")                                                      \
	/* where a matter can go and when */                                                       \
	X(UNIT_UNKNOWN, "unit_unknown")                                                            \
	X(JOINT_FIRST, "joint_first")                                                              \
	X(JOINT_FIRST_OF_TWO, "joint_first_of_two")                                                \
	X(ELSEWHERE, "elsewhere")                                                                  \
	X(ELSEWHERE_OF_TWO, "elsewhere_of_two")                                                    \
	X(TIME_PAST, "time_past")                                                                  \
	X(TIME_TOO_NEAR, "time_too_near")                                                          \
	X(TIME_NOT_OPEN, "time_not_open")                                                          \
	X(NO_RECEPTION, "no_reception")                                                            \
	X(TAKEN_RECEIVER, "taken_receiver")                                                        \
	X(TAKEN_ROOM, "taken_room")                                                                \
	X(TAKEN_VILLAGE_ROOM, "taken_village_room")                                                \
	X(TAKEN_LINE, "taken_line")                                                                \
	X(TAKEN_RECORDING, "taken_recording")                                                      \
	/* visits */                                                                               \
	X(VISIT_UNKNOWN, "visit_unknown")                                                          \
	X(VISIT_REQUESTED, "visit_requested")                                                      \
	X(VISIT_SCHEDULED, "visit_scheduled")                                                      \
	X(VISIT_CHECKED_IN, "visit_checked_in")                                                    \
	X(VISIT_CONSENTED, "visit_consented")                                                      \
	X(VISIT_LIVE, "visit_live")                                                                \
	X(VISIT_CLOSED, "visit_closed")                                                            \
	X(VISIT_FILED, "visit_filed")                                                              \
	X(VISIT_CANCELLED, "visit_cancelled")                                                      \
	X(VISIT_NO_SHOW, "visit_no_show")                                                          \
	X(CHECK_IN_TOO_EARLY, "check_in_too_early")                                                \
	X(CHECK_IN_TOO_LATE, "check_in_too_late")                                                  \
	X(CANCEL_REASON_MISSING, "cancel_reason_missing")                                          \
	X(NOTICE_CHANGED, "notice_changed")                                                        \
	X(ONLY_WITHDRAWAL, "only_withdrawal")                                                      \
	X(REPLY_MISSING, "reply_missing")                                                          \
	X(MINUTES_MISSING, "minutes_missing")                                                      \
	X(COMMITMENT_NONE, "commitment_none")                                                      \
	X(COMMITMENT_WITHOUT_ACT, "commitment_without_act")                                        \
	X(COMMITMENT_PAST, "commitment_past")                                                      \
	X(COMMITMENT_UNIT, "commitment_unit")                                                      \
	X(CLOSING_CHANGED, "closing_changed")                                                      \
	X(MERGED_TOO_LONG, "merged_too_long")                                                      \
	/* calls */                                                                                \
	X(HEARING_NOT_AGREED, "hearing_not_agreed")                                                \
	X(SEATS_FULL, "seats_full")                                                                \
	X(SEAT_USED_BY_STAFF, "seat_used_by_staff")                                                \
	X(JOINS_TOO_OFTEN, "joins_too_often")                                                      \
	X(NOT_IN_CALL, "not_in_call")                                                              \
	X(SEAT_NOT_IN_CALL, "seat_not_in_call")                                                    \
	X(SEAT_MOVED, "seat_moved")                                                                \
	X(SEAT_TAKEN_OVER, "seat_taken_over")                                                      \
	X(SERVICE_AWAY, "service_away")                                                            \
	X(SERVICE_LOST, "service_lost")                                                            \
	X(SERVICE_SILENT, "service_silent")                                                        \
	X(SERVICE_REFUSED, "service_refused")                                                      \
	X(ROOM_UNKNOWN, "room_unknown")                                                            \
	X(BACKFILL_TOO_LATE, "backfill_too_late")                                                  \
	X(BACKFILL_NO_SEAT, "backfill_no_seat")                                                    \
	X(BACKFILL_NOT_CONSENTED, "backfill_not_consented")                                        \
	X(BACKFILL_CONSENT_CHANGED, "backfill_consent_changed")                                    \
	X(BACKFILL_NO_RECORDING, "backfill_no_recording")                                          \
	X(BACKFILL_SERVICE_AWAY, "backfill_service_away")                                          \
	X(BACKFILL_NOT_TAKEN, "backfill_not_taken")                                                \
	/* recordings and media servers */                                                         \
	X(RECORDING_UNKNOWN, "recording_unknown")                                                  \
	X(RECORDING_ON, "recording_on")                                                            \
	X(RECORDING_NOT_FILED, "recording_not_filed")                                              \
	X(RECORDING_EMPTY, "recording_empty")                                                      \
	X(RECORDING_NOT_REGISTERED, "recording_not_registered")                                    \
	X(AUDIT_VERIFYING, "audit_verifying")                                                      \
	X(RECORDING_VERIFYING, "recording_verifying")                                              \
	X(RECORDING_NOT_VERIFIED, "recording_not_verified")                                        \
	X(ACCESS_ENDED, "access_ended")                                                            \
	X(RECORDING_SIGN_IN, "recording_sign_in")                                                  \
	X(READS_TOO_MANY, "reads_too_many")                                                        \
	X(READERS_TOO_MANY, "readers_too_many")                                                    \
	X(FILE_UNREADABLE, "file_unreadable")                                                      \
	X(FILE_UNKNOWN, "file_unknown")                                                            \
	X(PART_NUMBER_TAKEN, "part_number_taken")                                                  \
	X(PART_OF_ANOTHER_VISIT, "part_of_another_visit")                                          \
	X(PART_SEAL_FOREIGN, "part_seal_foreign")                                                  \
	X(PART_KEPT_TOO_OFTEN, "part_kept_too_often")                                              \
	X(PART_NOT_CONSENTED, "part_not_consented")                                                \
	X(ARCHIVE_FULL, "archive_full")                                                            \
	X(ARCHIVE_REFUSED, "archive_refused")                                                      \
	X(SERVER_UNKNOWN, "server_unknown")                                                        \
	X(SERVER_NAME_DIFFERS, "server_name_differs")                                              \
	X(VISIT_OF_ANOTHER_SERVER, "visit_of_another_server")

#define AS_WHY(name, word) WHY_##name,
enum why { WHY_NONE, WHYS(AS_WHY) WHY_COUNT };
#undef AS_WHY

extern const char *const why_words[WHY_COUNT + 1]; /* "" for WHY_NONE; NULL at the end */
extern const char *const why_keys[WHY_COUNT];      /* of their sentences: "why.missing" */

#endif
