/* The messages: one sorted table of what can be sent, one of what only the broker itself starts,
 * one of what it asks of media servers. */
#include "broker/wire/message.h"

#include "broker/service/house/records.h"
#include "broker/service/house/upkeep.h"
#include "broker/service/matter/matters.h"
#include "broker/service/media/media.h"
#include "broker/service/media/quality.h"
#include "broker/service/recording/recordings.h"
#include "broker/service/session/sessions.h"
#include "broker/service/visit/bookings.h"
#include "broker/service/visit/terminals.h"
#include "broker/service/visit/visits.h"
#include "broker/wire/tables.h"

#include <stdlib.h>
#include <string.h>

#define READ  MESSAGE_READ
#define WRITE MESSAGE_WRITE
#define STUDY MESSAGE_STUDY
#define LIVE  MESSAGE_LIVE

#define VISIT_PEOPLE  (ROLE_CLERK | ROLE_DUTY | ROLE_OFFICIAL | ROLE_RECORDER)
#define DESK          (ROLE_CLERK | ROLE_DUTY)
#define MATTER_PEOPLE (VISIT_PEOPLE | ROLE_ARCHIVIST | ROLE_SUPERVISOR)
#define NONE          NULL, 0
#define IN(x)         x##_in_fields, sizeof(struct x##_in)
#define OUT(x)        x##_out_fields, sizeof(struct x##_out)
#define VISIT_IN      visit_in_fields, sizeof(struct visit_in)

static const struct message messages[] = {
	{ "audit.find", READ, ROLE_AUDITOR, IN(audit_find), OUT(audit_find), audit_find,
	  "Entries of the audit chain after a number, oldest first." },
	{ "audit.verify", STUDY, ROLE_AUDITOR, NONE, OUT(audit_verify), audit_verify,
	  "Recomputes the audit chain, checks its signed heads and says where it is broken." },
	{ "booking.discard", WRITE, DESK, IN(booking_discard), NONE, booking_discard,
	  "Throws away the booking form that the caller has begun." },
	{ "booking.get", READ, DESK, NONE, OUT(booking_get), booking_get,
	  "The booking form that the caller has begun; nobody else is ever given it." },
	{ "booking.save", WRITE, DESK, IN(booking_save), OUT(booking_save), booking_save,
	  "Keeps the booking form as far as it is filled in, sealed, for a day." },
	{ "closing.get", READ, ROLE_OFFICIAL | ROLE_DUTY, VISIT_IN, OUT(closing_get), closing_get,
	  "The closing of a visit that is being drafted by those who may close it." },
	{ "closing.save", WRITE, ROLE_OFFICIAL | ROLE_DUTY, IN(closing_save), OUT(closing_save),
	  closing_save, "Keeps the drafted closing, merged with what others saved since." },
	{ "consent.record", WRITE, DESK, IN(consent_record), OUT(consent_record), consent_record,
	  "Keeps the resident's three answers with the version of the notice that was heard." },
	{ "event.since", READ, ROLE_STAFF, IN(event_since), OUT(event_since), event_since,
	  "The events after a cursor that concern the caller." },
	{ "ice.list", READ, VISIT_PEOPLE | ROLE_TERMINAL, VISIT_IN, OUT(ice_list), ice_list,
	  "TURN servers and a password that ends by itself, for a leg of a live visit." },
	{ "matter.find", READ, MATTER_PEOPLE, IN(matter_find), OUT(matter_find), matter_find,
	  "Matters in scope by number or words of the subject, newest first." },
	{ "matter.get", READ, MATTER_PEOPLE, IN(matter_get), OUT(matter_get), matter_get,
	  "A matter with its visits, by id or number." },
	{ "matter.open", WRITE, MATTER_PEOPLE, IN(matter_open), OUT(matter_open), matter_open,
	  "The personal fields of a matter that others handle, for a purpose. Audited; the resident sees "
	  "it." },
	{ "media.drain", WRITE, ROLE_SYSADMIN, IN(media_drain), NONE, media_drain,
	  "A media server gets no new visits any more, or gets them again. Audited." },
	{ "media.list", READ, ROLE_SYSADMIN, IN(media_list), OUT(media_list), media_list_all,
	  "Every media server that ever registered, with its visits." },
	{ "media.register", WRITE, ROLE_MEDIA, IN(media_register), OUT(media_register),
	  media_register, "A media server offers itself and names the visits it holds." },
	{ "media.report", LIVE, ROLE_MEDIA, IN(media_report), NONE, NULL,
	  "Twice a second: recordings and legs of the visits on a media server." },
	{ "minutes.get", READ, VISIT_PEOPLE, VISIT_IN, OUT(minutes_get), minutes_get,
	  "The minutes of a visit with their time marks and version." },
	{ "minutes.save", WRITE, VISIT_PEOPLE, IN(minutes_save), OUT(minutes_save), minutes_save,
	  "Saves the minutes and their time marks, merged by lines with what others saved since." },
	{ "notice.get", READ, VISIT_PEOPLE, NONE, OUT(notice_get), notice_get,
	  "The notice that is read to residents now, and its version." },
	{ "quality.find", READ, ROLE_SYSADMIN, IN(quality_find), OUT(quality_find), quality_find,
	  "What the links of legs were like, in windows of five seconds." },
	{ "query.get", READ, ROLE_ANYONE, IN(query_get), OUT(query_get), query_get,
	  "What a resident may know with the code on the slip; no personal data." },
	{ "recording.deliver", WRITE, ROLE_MEDIA, IN(recording_deliver), NONE, recording_deliver,
	  "A sealed part is ready; answered when the archive has it and has read it back." },
	{ "recording.find", READ, ROLE_ARCHIVIST | ROLE_OFFICIAL | ROLE_SUPERVISOR,
	  IN(recording_find), OUT(recording_find), recording_find,
	  "Recordings in scope, newest first." },
	{ "recording.get", WRITE, ROLE_ARCHIVIST | ROLE_OFFICIAL, IN(recording_get),
	  OUT(recording_get), recording_get,
	  "Opens a recording with a purpose: its files may be read for two hours. Audited." },
	{ "recording.started", WRITE, ROLE_MEDIA, IN(recording_started), NONE, recording_started,
	  "The journal of a part has begun." },
	{ "recording.verify", WRITE, ROLE_ARCHIVIST | ROLE_AUDITOR, IN(recording_get),
	  OUT(recording_verify), recording_verify,
	  "Reads every byte of a recording and says where it is not as sealed. Audited." },
	{ "rpc.discover", READ, ROLE_ANYONE, NONE, NONE, NULL, "This document (OpenRPC 1.3)." },
	{ "session.get", READ, ROLE_ANYONE, NONE, OUT(session_get), session_get,
	  "Who is signed in." },
	{ "slot.find", READ, DESK, IN(slot_find), OUT(slot_find), slot_find,
	  "Slots of the receptions of a unit, and which are free." },
	{ "target.list", READ, DESK | ROLE_OFFICIAL, IN(target_list), OUT(target_list), target_list,
	  "Units that may hear a matter, and why the others may not (Art. 20)." },
	{ "terminal.visit", READ, ROLE_TERMINAL, NONE, OUT(terminal_visit), terminal_visit,
	  "The visit of the terminal's room: the live one, or who is here and waits." },
	{ "tree.get", READ, ROLE_STAFF, IN(tree_get), OUT(tree_get), tree_get,
	  "The nodes of the caller's scope, each before those below it." },
	{ "tree.import", WRITE, ROLE_SYSADMIN, IN(tree_import), OUT(tree_import), tree_import,
	  "Replaces the tree by a CSV file, or names every fault of it." },
	{ "visit.admit", WRITE, ROLE_OFFICIAL | ROLE_DUTY, VISIT_IN, OUT(visit_state),
	  visit_admit, "Lets the resident in: the visit is live, recording as consented." },
	{ "visit.backfill", WRITE, ROLE_TERMINAL, IN(visit_backfill), OUT(visit_backfill),
	  visit_backfill, "A piece of what a terminal recorded while its link was down, marked as late in "
	  "the recording; answered when it is in a journal." },
	{ "visit.book", WRITE, DESK, IN(visit_book), OUT(visit_book), visit_book,
	  "Registers a new matter, where it is one, and claims everything its visit needs; or nothing." },
	{ "visit.camera", WRITE, VISIT_PEOPLE, IN(visit_camera), NONE, visit_camera,
	  "Says that the caller turned the camera off or on: an empty picture is then no loss." },
	{ "visit.cancel", WRITE, DESK | ROLE_OFFICIAL, IN(visit_cancel), OUT(visit_state),
	  visit_cancel, "Gives back what a visit held." },
	{ "visit.check_in", WRITE, DESK, VISIT_IN, OUT(visit_check_in), visit_check_in,
	  "The resident is here; answers the notice to read aloud." },
	{ "visit.close", WRITE, ROLE_OFFICIAL | ROLE_DUTY, IN(visit_close), OUT(visit_state),
	  visit_close,
	  "Ends a visit with outcome, reply and commitments; files its minutes as they were saved." },
	{ "visit.get", READ, VISIT_PEOPLE, VISIT_IN, OUT(visit_get), visit_get,
	  "Everything about a visit that the caller may know." },
	{ "visit.join", WRITE, VISIT_PEOPLE | ROLE_TERMINAL, IN(visit_join), OUT(visit_join),
	  visit_join, "Connects the caller's seat: one SDP offer, one answer. Asked again it is the ICE "
	  "restart: the same leg with a higher epoch, new names and keys." },
	{ "visit.leave", WRITE, VISIT_PEOPLE | ROLE_TERMINAL, IN(visit_leave), NONE, visit_leave,
	  "Ends the caller's leg." },
	{ "visit.list", READ, VISIT_PEOPLE, IN(visit_list), OUT(visit_list), visit_list,
	  "The visits of some days, in order." },
	{ "visit.move", WRITE, DESK, IN(visit_move), OUT(visit_move), visit_move,
	  "Moves a visit to another slot, or leaves it where it is." },
	{ "visit.mute", WRITE, ROLE_OFFICIAL | ROLE_DUTY, IN(visit_mute), NONE, visit_mute,
	  "Silences a seat for everybody and the recording, or lets it speak again. Audited." },
	{ "visit.undo_check_in", WRITE, DESK, VISIT_IN, OUT(visit_state), visit_undo_check_in,
	  "Takes a check-in back, until the resident has answered after the notice. Audited." },
};

static const struct message internal[] = {
	{ "audit.keep", STUDY, 0, NONE, NONE, audit_keep_heads, NULL },
	{ "audit.sign", WRITE, 0, NONE, NULL, sizeof(struct audit_sign_out), audit_sign_head, NULL },
	{ "leg.gone", WRITE, 0, NULL, sizeof(struct leg_gone_in), NONE, leg_gone, NULL },
	{ "media.gone", WRITE, 0, NULL, sizeof(struct media_gone_in), NONE, media_gone, NULL },
	{ "quality.save", WRITE, 0, NULL, sizeof(struct quality_save_in), NONE, quality_save, NULL },
	{ "recording.filed", WRITE, 0, NULL, sizeof(struct finished), NONE, recording_filed, NULL },
	{ "recording.read", READ, 0, NULL, sizeof(struct recording_read_in), NONE, recording_read,
	  NULL },
	{ "recording.verified", WRITE, 0, NULL, sizeof(struct finished), OUT(recording_verify),
	  recording_verified, NULL },
	{ "session.close", WRITE, 0, NULL, sizeof(struct session_close_in), NONE, session_close,
	  NULL },
	{ "session.ended", READ, 0, NULL, sizeof(struct session_ended_in), NULL,
	  sizeof(struct session_ended_out), session_ended, NULL },
	{ "session.fail", WRITE, 0, NULL, sizeof(struct session_open_in), NULL,
	  sizeof(struct session_fail_out), session_fail, NULL },
	{ "session.find", READ, 0, NULL, sizeof(struct session_find_in), NULL,
	  sizeof(struct session_find_out), session_find, NULL },
	{ "session.load", READ, 0, NULL, sizeof(struct session_load_in), NULL,
	  sizeof(struct session_load_out), session_load, NULL },
	{ "session.open", WRITE, 0, NULL, sizeof(struct session_open_in), NULL,
	  sizeof(struct session_open_out), session_open, NULL },
	{ "store.upkeep", WRITE, 0, NULL, sizeof(struct store_upkeep), NULL,
	  sizeof(struct store_upkeep), store_upkeep, NULL },
	{ "visit.backfilled", WRITE, 0, NULL, sizeof(struct finished), OUT(visit_backfill),
	  visit_backfilled, NULL },
	{ "visit.joined", WRITE, 0, NULL, sizeof(struct finished), OUT(visit_join), visit_joined,
	  NULL },
	{ "visit.seats", READ, 0, NULL, sizeof(struct visit_seats_in), NULL,
	  sizeof(struct visit_seats_out), visit_seats, NULL },
	{ "visit.sweep", WRITE, 0, NONE, NULL, sizeof(struct visit_sweep_out), visit_sweep, NULL },
};

static const struct media_message media_messages[] = {
	{ "leg.backfill", leg_backfill_in_fields, leg_backfill_out_fields,
	  sizeof(struct leg_backfill_out) },
	{ "leg.camera", leg_camera_in_fields, NULL, 0 },
	{ "leg.close", leg_close_in_fields, NULL, 0 },
	{ "leg.mute", leg_mute_in_fields, NULL, 0 },
	{ "leg.open", leg_open_in_fields, leg_open_out_fields, sizeof(struct leg_open_out) },
	{ "stage.close", stage_close_in_fields, NULL, 0 },
	{ "stage.open", stage_open_in_fields, stage_open_out_fields, sizeof(struct stage_open_out) },
	{ "stage.record", stage_record_in_fields, NULL, 0 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int compare(const void *name, const void *message)
{
	const struct text *t = name;
	const char *other = ((const struct message *)message)->name;
	size_t n = strlen(other);
	int order = memcmp(t->at, other, t->n < n ? t->n : n);

	if (order)
		return order;
	return t->n < n ? -1 : t->n > n;
}

const struct message *message_find(struct text name)
{
	if (!name.n)
		return NULL;
	return bsearch(&name, messages, COUNT(messages), sizeof(messages[0]), compare);
}

const struct message *message_find_internal(const char *name)
{
	struct text t = text_of(name);

	return bsearch(&t, internal, COUNT(internal), sizeof(internal[0]), compare);
}

const struct media_message *message_find_media(const char *name)
{
	for (size_t i = 0; i < COUNT(media_messages); i++)
		if (strcmp(media_messages[i].name, name) == 0)
			return &media_messages[i];
	return NULL;
}

const struct message *message_at(size_t i, size_t *n)
{
	*n = COUNT(messages);
	return i < COUNT(messages) ? &messages[i] : NULL;
}
