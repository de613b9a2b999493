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
			.part_wait_ms = 14 * DAY_MS,
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

static enum err split_notice(struct text file, struct text *version, struct text *notice)
{
	*version = text_trim(text_next(&file, '\n'));
	*notice = text_trim(file);
	if (!version->n || text_length(*version) > 40 || !text_is_clean(*version, false) ||
	    !notice->n || !text_is_clean(*notice, true))
		return ERR_BAD_INPUT;
	return ERR_OK;
}

enum err rules_take_notice(struct rules *r, struct text file)
{
	return split_notice(file, &r->notice_version, &r->notice);
}

enum err rules_take_notice_en(struct rules *r, struct text file)
{
	struct text version;

	TRY(split_notice(file, &version, &r->notice_en));
	return text_equals(version, r->notice_version) ? ERR_OK : ERR_BAD_INPUT;
}
