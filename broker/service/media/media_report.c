/* media.report: what a media server tells twice a second; the desk keeps it, nothing is stored. */
#include "broker/common/talk/media_messages.h"
#include "broker/service/message.h"

const struct message media_report_message = {
	.name = "media.report",
	.kind = MESSAGE_LIVE,
	.roles = ROLE_MEDIA,
	IN(media_report),
	.help = "Twice a second: recordings and legs of the visits on a media server.",
	.note = NOTE_REPORT,
};
