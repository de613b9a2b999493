/* The word for the link of a leg. */
#include "broker/core/quality.h"

#include <stddef.h>

const char *const quality_words[] = { "good", "fair", "poor", NULL };

/* From these values on. */
struct limits {
	int64_t lost_permille;
	int64_t jitter_ms;
	int64_t frozen_ms;
	int64_t rtt_ms;
};

static const struct limits fair = { 20, 40, 200, 300 };
static const struct limits poor = { 100, 100, 1000, 800 };

static int reaches(const struct flow *f, const struct limits *l)
{
	return f->lost_permille >= l->lost_permille || f->jitter_ms >= l->jitter_ms ||
	       f->frozen_ms >= l->frozen_ms;
}

static int is_at_least(const struct quality *q, const struct limits *l)
{
	return q->rtt_ms >= l->rtt_ms || reaches(&q->up, l) || reaches(&q->down, l);
}

enum quality_grade quality_grade(const struct quality *q)
{
	if (is_at_least(q, &poor))
		return QUALITY_POOR;
	return is_at_least(q, &fair) ? QUALITY_FAIR : QUALITY_GOOD;
}
