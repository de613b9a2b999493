/* Recovers parts that were not closed. */
#include "media/record/broken.h"

#include "broker/common/base/log.h"

#include <stdio.h>
#include <string.h>

void broken_keep(struct broken *b, const char *path)
{
	if (b->n < BROKEN_MAX)
		snprintf(b->paths[b->n++], JOURNAL_PATH_MAX, "%s", path);
}

enum err broken_recover(const struct journal_options *o, const char *path, struct told *told)
{
	struct recorder_event e = { .kind = RECORDER_CLOSED };
	struct chain_head head;

	TRY(journal_recover(o, path, &head, &e.recovered));
	e.visit = head.visit;
	e.recording = head.recording;
	e.part = head.part;
	snprintf(e.path, sizeof(e.path), "%s", path);
	log_info("recorder.part_closed", "visit=%s part=%u recovered=%d", e.visit.text, e.part,
		 e.recovered);
	told_add(told, &e);
	return ERR_OK;
}

void broken_retry(struct broken *b, const struct journal_options *o, struct told *told)
{
	int kept = 0;

	for (int i = 0; i < b->n; i++) {
		if (!broken_recover(o, b->paths[i], told))
			continue;
		memmove(b->paths[kept++], b->paths[i], JOURNAL_PATH_MAX);
	}
	b->n = kept;
}
