/* The table of notifications that are in no outbox. */
#include "broker/wire/notices.h"

#include "broker/common/talk/media_messages.h"
#include "broker/common/talk/terminal_messages.h"
#include "broker/core/quality.h"

/* Of a description nothing is read or written by the offsets. */
#define M(name_, kind_, ...)                                                                       \
	{                                                                                          \
		.name = #name_, .kind = FIELD_##kind_, __VA_ARGS__                                 \
	}

static const struct field lost_fields[] = {
	M(cursor, INT), M(name, TEXT), M(at, INSTANT), M(visit, ID), { 0 },
};

static const struct field progress_fields[] = {
	M(message, TEXT, .help = "the method that is being answered"),
	M(done, INT),
	M(of, INT),
	{ 0 },
};

static const struct field leg_fields[] = {
	M(leg, ID),
	M(epoch, INT),
	M(place, INT),
	M(seat, TEXT, .help = "empty: not known yet"),
	M(name, TEXT, .help = "of the seat"),
	M(state, TEXT, .words = media_leg_words),
	M(muted, BOOL, OPTIONAL),
	M(camera_off, BOOL, OPTIONAL),
	M(shows, BOOL, OPTIONAL),
	M(speaks, BOOL, OPTIONAL),
	M(step, TEXT, OPTIONAL, .words = media_step_words, .help = "left out: full"),
	M(still_ms, INT, OPTIONAL),
	M(picture, TEXT, OPTIONAL, .words = media_picture_words, .help = "left out: shared"),
	M(quality, TEXT, OPTIONAL, .words = quality_words),
	{ 0 },
};

static const struct field report_fields[] = {
	M(visit, ID),
	M(recording, BOOL),
	M(durable_age_ms, INT),
	M(why, TEXT, OPTIONAL, .words = err_words,
	  .help = "it should be recorded and is not; left out: it is, or need not be"),
	M(legs, LIST, .max = 100, .of = leg_fields),
	{ 0 },
};

static const struct notice notices[] = {
	{ "leg.again", leg_again_fields, "This leg should join again, with a higher epoch." },
	{ "media.lost", lost_fields, "The media server of a visit that is watched is gone." },
	{ "study.progress", progress_fields, "How far the answer to a long request is." },
	{ "visit.report", report_fields, "How the legs and the recording of a live visit are." },
};

const struct notice *notice_at(size_t i)
{
	return i < sizeof(notices) / sizeof(notices[0]) ? &notices[i] : NULL;
}
