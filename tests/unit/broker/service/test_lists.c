/* Lists by pages: every row once, whatever comes meanwhile, in the subtree and nowhere else. */
#include "broker/service/house/records.h"
#include "broker/service/matter/matters.h"
#include "broker/service/media/quality.h"
#include "broker/service/recording/recordings.h"
#include "broker/store/quality_rows.h"
#include "broker/store/recording_rows.h"
#include "tests/unit/broker/service/service.h"

#define MADE      120 /* more than one page of any list here */
#define MEANWHILE 3

static const char list_staff[] = "account,name,roles,node,unit,password\n"
				 "archive1,档案员甲,archivist,990101000000,,scrypt$00$00\n"
				 "archive2,档案员乙,archivist,990101101202,,scrypt$00$00\n"
				 "audit1,审计员,auditor,990000000000,,scrypt$00$00\n"
				 "system1,管理员,sysadmin,990101000000,,scrypt$00$00\n"
				 "duty1,值班员,duty,990101000000,,scrypt$00$00\n"
				 "watch1,督查员,supervisor,990101000000,,scrypt$00$00\n";

static enum err add_staff(struct call *c, const void *in)
{
	static struct import i;

	i = (struct import){ .now = NOW, .key = c->rules->data_key };
	(void)in;
	return import_staff(c->db, text_of(list_staff), &i);
}

static int made; /* in all, so that each has times and numbers of its own */

/* A matter with a visit, its recording and a window of its quality. Two begin at the same time. */
static enum err add_one(struct call *c)
{
	struct matter_new m = { TEXT("林谷雨"),   TEXT("10012345678"),
				TEXT("1组"),      TEXT("机耕路被挖断"),
				TEXT("请恢复。"), made % 3,
				TEXT("") };
	struct matter matter;
	struct instant starts = { NOW.ms + made / 2 * MINUTE_MS };
	struct visit v = { .id = id_new(c->now),
			   .village = c->who->node,
			   .unit = 2,
			   .state = VISIT_SCHEDULED,
			   .slot = { starts, { starts.ms + 1 } },
			   .booked_by = c->who->staff };
	struct recording r = { .id = id_new(c->now), .visit = v.id, .zero = starts };

	TRY(matter_register(c, &m, &matter));
	v.matter = matter.id;
	v.number = arena_format(c->arena, "V%d", made);
	snprintf(v.query_code, sizeof(v.query_code), "Q%d", made++);
	TRY(visit_add(c->db, &v));
	TRY(recording_add(c->db, &r));
	return quality_add(c->db,
			   &(struct quality_row){ .visit = v.id, .at = starts, .leg = r.id });
}

static enum err add_rows(struct call *c, const void *in)
{
	for (int n = *(const int *)in; n > 0; n--)
		TRY(add_one(c));
	return ERR_OK;
}

static void add(struct house *h, const char *account, int n)
{
	CHECK_EQ(ERR_OK, house_write(h, account, add_rows, &n, NULL));
}

static struct house *a_full_house(void)
{
	struct house *h = house_new();

	made = 0;
	CHECK_EQ(ERR_OK, house_write(h, NULL, add_staff, NULL, NULL));
	add(h, "clerk1", MADE);
	add(h, "clerk2", 2);
	return h;
}

/* What the pages of a list told. */
struct walk {
	struct house *house;
	const char *account;
	struct id seen[3 * MADE];
	int n;
	int pages;
};

/* No row twice. */
static void see(struct walk *w, struct id id)
{
	for (int i = 0; i < w->n; i++)
		CHECK(!id_equals(w->seen[i], id));
	CHECK(w->n < 3 * MADE);
	w->seen[w->n++] = id;
}

/* Before the next page others come. */
static bool go_on(struct walk *w, struct text next)
{
	w->pages++;
	CHECK(w->pages < 100);
	if (next.n)
		add(w->house, "clerk1", MEANWHILE);
	return next.n > 0;
}

static void walk_recordings(struct walk *w, struct recording_find_in in)
{
	struct recording_find_out out = { 0 };

	do {
		out = (struct recording_find_out){ 0 };
		CHECK_EQ(ERR_OK,
			 house_read(w->house, w->account, recording_find_message.run, &in, &out));
		for (size_t i = 0; i < out.recordings.n; i++)
			see(w, ((const struct recording_line *)out.recordings.items)[i].recording);
		in.after = out.next;
	} while (go_on(w, out.next));
}

static void walk_matters(struct walk *w, const char *words)
{
	struct matter_find_in in = { .text = text_of(words) };
	struct matter_find_out out = { 0 };

	do {
		out = (struct matter_find_out){ 0 };
		CHECK_EQ(ERR_OK,
			 house_read(w->house, w->account, matter_find_message.run, &in, &out));
		for (size_t i = 0; i < out.matters.n; i++)
			see(w, ((const struct matter_line *)out.matters.items)[i].matter);
		in.after = out.next;
	} while (go_on(w, out.next));
}

static void walk_visits(struct walk *w)
{
	struct visit_list_in in = { .day = TEXT("2026-05-12") };
	struct visit_list_out out = { 0 };

	do {
		out = (struct visit_list_out){ 0 };
		CHECK_EQ(ERR_OK,
			 house_read(w->house, w->account, visit_list_message.run, &in, &out));
		for (size_t i = 0; i < out.visits.n; i++)
			see(w, ((const struct visit_summary *)out.visits.items)[i].visit);
		in.after = out.next;
	} while (go_on(w, out.next));
}

/* A visit of the first matter of the house, a millisecond newer than the one before: ids of one
 * millisecond have no order. */
static enum err add_visit(struct call *c, const void *in)
{
	struct visit v = { .id = id_new((struct instant){ NOW.ms + made }),
			   .matter = *(const struct id *)in,
			   .unit = 2,
			   .village = c->who->node,
			   .booked_by = c->who->staff,
			   .slot = { { NOW.ms + made }, { NOW.ms + made + 1 } } };

	v.number = arena_format(c->arena, "V%d", made);
	snprintf(v.query_code, sizeof(v.query_code), "Q%d", made++);
	return visit_add(c->db, &v);
}

static void the_visits_of_a_matter_are_told_once_the_newest_first(void)
{
	OWN(house) h = house_new();
	struct walk w = { h, "clerk1" };
	struct matter_get_in in = { .matter = h->matters[0] };
	struct matter_get_out out = { 0 };

	made = 0;
	while (made < MATTER_VISITS + 20)
		CHECK_EQ(ERR_OK, house_write(h, "clerk1", add_visit, &in.matter, NULL));
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", matter_get_message.run, &in, &out));
	CHECK(out.visits.n == MATTER_VISITS && out.next.n);
	for (size_t i = 0; i < out.visits.n; i++)
		see(&w, ((const struct matter_visit *)out.visits.items)[i].visit);
	in.after = out.next;
	out = (struct matter_get_out){ 0 };
	CHECK_EQ(ERR_OK,
		 house_write(h, "clerk1", add_visit, &in.matter, NULL)); /* before the first */
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", matter_get_message.run, &in, &out));
	CHECK(out.visits.n == 20 && !out.next.n);
	for (size_t i = 0; i < out.visits.n; i++)
		see(&w, ((const struct matter_visit *)out.visits.items)[i].visit);
}

static void recordings_are_told_once_while_others_come(void)
{
	OWN(house) h = a_full_house();
	struct walk all = { h, "archive1" }, kind = { h, "archive1" }, unit = { h, "official1" },
		    few = { h, "archive2" }, node = { h, "archive1" };

	walk_recordings(&all, (struct recording_find_in){ 0 });
	CHECK_EQ(MADE + 2, all.n); /* newer ones come before the first page */
	CHECK_EQ(3, all.pages);
	walk_recordings(&few, (struct recording_find_in){ 0 });
	CHECK_EQ(2, few.n);
	walk_recordings(&node, (struct recording_find_in){ .node = TEXT("990101101202") });
	CHECK_EQ(2, node.n);
	walk_recordings(&kind, (struct recording_find_in){ .kind = MATTER_REPORT + 1 });
	CHECK(kind.n > MADE / 3 && kind.n < MADE / 3 + 10);
	walk_recordings(&unit, (struct recording_find_in){ 0 });
	CHECK(unit.n > MADE);
}

static void matters_are_told_once_while_others_come(void)
{
	OWN(house) h = a_full_house();
	struct walk all = { h, "watch1" }, few = { h, "clerk2" }, none = { h, "watch1" };

	walk_matters(&all, "机耕路");
	CHECK_EQ(MADE + 3, all.n); /* one of the house is called so too */
	CHECK_EQ(3, all.pages);
	walk_matters(&few, "机耕路");
	CHECK_EQ(2, few.n);
	walk_matters(&none, "路机");
	CHECK_EQ(0, none.n);
}

static void visits_are_told_once_while_others_come(void)
{
	OWN(house) h = a_full_house();
	struct walk unit = { h, "official1" }, all = { h, "duty1" }, few = { h, "clerk2" };

	walk_visits(&unit);
	CHECK_EQ(MADE + 2 + MEANWHILE, unit.n); /* later ones come behind */
	CHECK_EQ(2, unit.pages);
	walk_visits(&all);
	CHECK_EQ(MADE + 2 + 2 * MEANWHILE, all.n);
	walk_visits(&few);
	CHECK_EQ(2, few.n);
}

static void windows_of_quality_are_told_once(void)
{
	OWN(house) h = a_full_house();
	struct quality_find_in in = { .from = NOW };
	struct quality_find_out out = { 0 };
	int n = 0, pages = 0;

	add(h, "clerk1", QUALITY_PAGE);
	do {
		out = (struct quality_find_out){ 0 };
		CHECK_EQ(ERR_OK, house_read(h, "system1", quality_find_message.run, &in, &out));
		n += (int)out.windows.n;
		in.after = out.next;
		pages++;
	} while (out.next.n);
	CHECK_EQ(MADE + 2 + QUALITY_PAGE, n);
	CHECK_EQ(2, pages);
}

static void the_audit_says_when_more_follows(void)
{
	OWN(house) h = a_full_house();
	struct audit_find_in in = { .limit = 100 };
	struct audit_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "audit1", audit_find_message.run, &in, &out));
	CHECK_EQ(100, out.entries.n);
	CHECK_EQ(100, out.next);
	in.after = out.next;
	out = (struct audit_find_out){ 0 };
	CHECK_EQ(ERR_OK, house_read(h, "audit1", audit_find_message.run, &in, &out));
	CHECK_EQ(MADE + 2 - 100, out.entries.n);
	CHECK_EQ(0, out.next);
}

static void a_page_that_is_none_of_ours_is_refused(void)
{
	static const char *const bad[] = {
		"x", "12", ".", "12.x", "-1.01J", "9999999999999999999.x", "1.990101000000"
	};
	OWN(house) h = a_full_house();
	struct recording_find_out found;
	struct visit_list_out visits;
	struct matter_get_out matter;
	struct tree_get_out tree;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct recording_find_in r = { .after = text_of(bad[i]) };
		struct visit_list_in v = { .day = TEXT("2026-05-12"), .after = text_of(bad[i]) };
		struct tree_get_in t = { text_of(bad[i]) };
		struct matter_get_in g = { .matter = h->matters[0], .after = text_of(bad[i]) };

		CHECK_EQ(ERR_BAD_INPUT,
			 house_read(h, "archive1", recording_find_message.run, &r, &found));
		CHECK_EQ(ERR_BAD_INPUT,
			 house_read(h, "clerk1", visit_list_message.run, &v, &visits));
		CHECK_EQ(ERR_BAD_INPUT, house_read(h, "clerk1", tree_get_message.run, &t, &tree));
		CHECK_EQ(ERR_BAD_INPUT,
			 house_read(h, "clerk1", matter_get_message.run, &g, &matter));
		CHECK_EQ(WHY_LIST_CHANGED, h->call.fault.why);
	}
}

static enum err move_village(struct call *c, const void *in)
{
	(void)in;
	save_tree(c->db, "code,level,name_zh,name_en,kind,parent,valid_from,room\n"
			 "000000000000,1,演示国家级节点,Nation,nation,,2025-01-01,yes\n"
			 "990000000000,2,岚川市,City,city,000000000000,2025-01-01,yes\n"
			 "990101000000,3,青榆区,District,district,990000000000,2025-01-01,yes\n"
			 "990102000000,3,石桐区,District,district,990000000000,2025-01-01,yes\n"
			 "990101101000,4,鹿鸣溪镇,Town,town,990101000000,2025-01-01,yes\n"
			 "990101101201,5,鹿尾村,Village,village,990102000000,2025-01-01,yes\n"
			 "990101101202,5,石磨坳村,Village,village,990101101000,2025-01-01,yes\n");
	return ERR_OK;
}

/* A village that comes to another district takes what it has with it. */
static void lists_follow_a_village_that_moves(void)
{
	OWN(house) h = a_full_house();
	struct walk matters = { h, "watch1" }, recordings = { h, "archive1" },
		    visits = { h, "duty1" };
	struct tree *before = h->tree;

	CHECK_EQ(ERR_OK, house_write(h, NULL, move_village, NULL, NULL));
	CHECK_EQ(ERR_OK, tree_load(reader_start(h->reader), &h->tree));
	CHECK_EQ(ERR_OK, reader_stop(h->reader));
	walk_matters(&matters, "机耕路");
	CHECK_EQ(2, matters.n);
	walk_recordings(&recordings, (struct recording_find_in){ 0 });
	CHECK_EQ(2, recordings.n);
	walk_visits(&visits);
	CHECK_EQ(2, visits.n);
	CHECK_EQ(MADE, house_count("SELECT count(*) FROM recording_scope WHERE scope = "
				   "'990102000000'"));
	CHECK_EQ(MADE + 1, house_count("SELECT count(*) FROM matter_search WHERE matter_search"
				       " MATCH 'scope : \"' || char(57344) || '990102000000\"'"));
	tree_free(before);
}

static void a_visit_that_moves_is_listed_at_its_new_time(void)
{
	OWN(house) h = house_new();
	struct visit_book_out booking = booked(h, 1);
	struct visit_move_in move = { booking.visit, slot_at(2) };
	struct visit_move_out moved = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_move_message.run, &move, &moved));
	CHECK_EQ(5, house_count("SELECT count(*) FROM visit_scope"));
	CHECK_EQ(5, house_count("SELECT count(*) FROM visit_scope AS s JOIN visit AS v ON v.id ="
				" s.visit AND v.starts = s.starts"));
}

static enum err add_act(struct call *c, const void *in)
{
	return audit_add(c->db, &(struct audit_entry){ .at = c->now,
						       .role = TEXT("clerk"),
						       .act = text_of(in),
						       .result = TEXT("ok") });
}

static void an_act_of_another_version_is_told_as_other(void)
{
	OWN(house) h = house_new();
	struct audit_find_in in = { .limit = 2 };
	struct audit_find_out out = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, NULL, add_staff, NULL, NULL));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", add_act, "matter.create", NULL));
	CHECK_EQ(ERR_OK, house_write(h, "clerk1", add_act, "visit.teleport", NULL));
	CHECK_EQ(ERR_OK, house_read(h, "audit1", audit_find_message.run, &in, &out));
	const struct audit_line *l = out.entries.items;
	CHECK(out.entries.n == 2 && text_is(l[0].act, "matter.create") &&
	      text_is(l[1].act, "other"));
}

static const struct test tests[] = {
	T(the_visits_of_a_matter_are_told_once_the_newest_first),
	T(an_act_of_another_version_is_told_as_other),
	T(recordings_are_told_once_while_others_come),
	T(matters_are_told_once_while_others_come),
	T(visits_are_told_once_while_others_come),
	T(windows_of_quality_are_told_once),
	T(the_audit_says_when_more_follows),
	T(a_page_that_is_none_of_ours_is_refused),
	T(lists_follow_a_village_that_moves),
	T(a_visit_that_moves_is_listed_at_its_new_time),
};
RUN_TESTS(tests)
