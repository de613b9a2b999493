/* quality.save, quality.find: windows of five seconds, never who sat there. */
#include "broker/service/quality.h"

#include "broker/service/scope.h"
#include "broker/store/quality_rows.h"

#define RECENT_MS MINUTE_MS

enum err quality_save(struct call *c, const void *in)
{
	const struct quality_save_in *m = in;
	enum err e = quality_add(c->db, &(struct quality_row){
		.visit = m->visit,
		.at = c->now,
		.leg = m->leg,
		.quality = m->quality,
	});

	/* The same millisecond twice, or a visit that this broker does not know: nothing to keep. */
	return e == ERR_DUPLICATE || e == ERR_NOT_FOUND ? ERR_OK : e;
}

static struct quality_line line_of(const struct quality_row *q)
{
	return (struct quality_line){
		.visit = q->visit,
		.number = q->number,
		.leg = q->leg,
		.at = q->at,
		.rtt_ms = q->quality.rtt_ms,
		.grade = (int)quality_grade(&q->quality),
		.up = q->quality.up,
		.down = q->quality.down,
	};
}

static enum err find(struct call *c, const struct quality_find_in *m, struct list *rows)
{
	struct instant from = m->from;

	if (id_is_set(m->visit))
		return quality_list(c->db, m->visit, from, c->arena, rows);
	if (!from.ms)
		from.ms = c->now.ms - RECENT_MS;
	return quality_list_all(c->db, from, c->arena, rows);
}

enum err quality_find(struct call *c, const void *in)
{
	struct quality_find_out *out = c->out;
	struct list rows;
	size_t n = 0;

	TRY(find(c, in, &rows));
	const struct quality_row *all = rows.items;
	struct quality_line *lines = ARENA_LIST(c->arena, struct quality_line, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		if (scope_has(c, all[i].village))
			lines[n++] = line_of(&all[i]);
	out->windows = (struct list){ lines, n };
	return ERR_OK;
}
