/* The usual numbers, and the notice. */
#include "broker/service/rules.h"

void rules_init(struct rules *r)
{
	*r = (struct rules){
		.times = {
			.lead_min_days = 1,
			.lead_max_days = 30,
			.check_in_early_ms = HOUR_MS,
			.check_in_late_ms = 15 * MINUTE_MS,
			.session_ms = 12 * HOUR_MS,
			.lock_ms = 30 * MINUTE_MS,
			.lock_after = 5,
			.grant_ms = 2 * HOUR_MS,
		},
		.room = {
			.record_lanes = 64,
			.unit_lanes = 1,
			.uplink_lanes = 2,
			.stage_slots = 5,
		},
	};
}

enum err rules_take_notice(struct rules *r, struct text file)
{
	struct text version = text_trim(text_next(&file, '\n'));
	struct text notice = text_trim(file);

	if (!version.n || text_length(version) > 40 || !text_is_clean(version, false) ||
	    !notice.n || !text_is_clean(notice, true))
		return ERR_BAD_INPUT;
	r->notice_version = version;
	r->notice = notice;
	return ERR_OK;
}
