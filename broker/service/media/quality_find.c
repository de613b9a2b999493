/* quality.save, quality.find: windows of five seconds, never who sat there. */
#include "broker/service/media/quality.h"

#include "broker/common/talk/flow.h"
#include "broker/service/after.h"
#include "broker/service/message.h"
#include "broker/service/scope.h"
#include "broker/store/quality_rows.h"

#define RECENT_MS MINUTE_MS

static enum err quality_save(struct call *c, const void *in)
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

/* The two ids behind the time of a window. */
static enum err read_after(struct call *c, const struct after *after, struct quality_page *p)
{
	struct text visit = after->rest, leg = { NULL, 0 };

	if (!after->is_set)
		return ERR_OK;
	if (visit.n != 2 * ID_LENGTH)
		return after_refuse(c);
	leg = (struct text){ visit.at + ID_LENGTH, ID_LENGTH };
	visit.n = ID_LENGTH;
	if (id_parse(visit, &p->after_visit) || id_parse(leg, &p->after_leg))
		return after_refuse(c);
	p->from = (struct instant){ after->number };
	return ERR_OK;
}

static enum err quality_find(struct call *c, const void *in)
{
	const struct quality_find_in *m = in;
	struct quality_find_out *out = c->out;
	struct quality_page page = { .visit = m->visit, .from = m->from, .most = QUALITY_PAGE };
	struct after after;
	struct list rows;
	size_t n = 0;

	if (!id_is_set(m->visit) && !m->from.ms)
		page.from.ms = c->now.ms - RECENT_MS;
	TRY(after_parse(c, m->after, &after));
	TRY(read_after(c, &after, &page));
	TRY(quality_list(c->db, &page, c->arena, &rows));
	const struct quality_row *all = rows.items;
	struct quality_line *lines = ARENA_LIST(c->arena, struct quality_line, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		if (scope_has(c, all[i].village))
			lines[n++] = line_of(&all[i]);
	out->windows = (struct list){ lines, n };
	if (rows.n == QUALITY_PAGE)
		out->next = arena_format(c->arena, "%lld.%s%s", (long long)all[rows.n - 1].at.ms,
					 all[rows.n - 1].visit.text, all[rows.n - 1].leg.text);
	return ERR_OK;
}

static const struct field quality_find_in_fields[] = {
	F(quality_find_in, visit, ID, OPTIONAL, .help = "left out: every visit of the scope"),
	F(quality_find_in, from, INSTANT, OPTIONAL,
	  .help = "left out: the last minute, of a visit its whole time"),
	AFTER(quality_find_in),
	{ 0 },
};

static const struct field quality_line_fields[] = {
	F(quality_line, visit, ID),
	F(quality_line, number, TEXT),
	F(quality_line, leg, ID),
	F(quality_line, at, INSTANT, .help = "end of the window of five seconds"),
	F(quality_line, rtt_ms, INT, .min = -1, .max = 3600000, .help = "-1: not known"),
	F(quality_line, grade, WORD, .words = quality_words),
	FO(quality_line, up, flow, .help = "from the leg to the media server"),
	FO(quality_line, down, flow),
	{ 0 },
};

static const struct field quality_find_out_fields[] = {
	FL(quality_find_out, windows, quality_line, QUALITY_PAGE),
	NEXT(quality_find_out),
	{ 0 },
};

const struct message quality_find_message = {
	.name = "quality.find",
	.kind = MESSAGE_READ,
	.roles = ROLE_SYSADMIN,
	IN(quality_find),
	OUT(quality_find),
	.run = quality_find,
	.errors = CAN(NOT_FOUND),
	.help = "What the links of legs were like, in windows of five seconds.",
};

const struct message quality_save_message = {
	.name = "quality.save",
	.kind = MESSAGE_WRITE,
	.in_size = sizeof(struct quality_save_in),
	.run = quality_save,
};
