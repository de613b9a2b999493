/* Who reads what residents say: who handles the matter at once, others in scope for a purpose that
 * the resident is told of. */
#include "broker/service/house/records.h"
#include "broker/service/matter/matters.h"
#include "tests/unit/broker/service/service.h"

static const char watchers[] = "account,name,roles,node,unit,password\n"
			       "archive1,档案员甲,archivist,990101000000,,scrypt$00$00\n"
			       "desk1,区窗口,clerk,990101000000,,scrypt$00$00\n"
			       "duty1,值班员,duty,990101000000,,scrypt$00$00\n"
			       "city1,市长乙,official,990000000000,C01,scrypt$00$00\n"
			       "watch1,督查员,supervisor,990101000000,,scrypt$00$00\n"
			       "watch2,镇督查员,supervisor,990101101202,,scrypt$00$00\n";

static enum err add_watchers(struct call *c, const void *in)
{
	static struct import i;

	i = (struct import){ .now = NOW, .key = c->rules->data_key };
	(void)in;
	return import_staff(c->db, text_of(watchers), &i);
}

static struct house *a_watched_house(void)
{
	struct house *h = house_new();

	CHECK_EQ(ERR_OK, house_write(h, NULL, add_watchers, NULL, NULL));
	return h;
}

static struct matter_get_out got(struct house *h, const char *account)
{
	struct matter_get_in in = { .matter = h->matters[0] };
	struct matter_get_out out = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, account, matter_get_message.run, &in, &out));
	CHECK(out.number.n && text_is(out.subject, "机耕路被挖断") &&
	      text_is(out.state, "registered"));
	return out;
}

static bool is_closed(const struct matter_get_out *m)
{
	return !m->petitioner_name.n && !m->contact.n && !m->address.n && !m->request.n;
}

static bool is_read(const struct matter_get_out *m)
{
	return text_is(m->petitioner_name, "林谷雨") && m->contact.n &&
	       text_is(m->address, "鹿尾村1组") && m->request.n;
}

static void its_desk_and_the_unit_that_decides_read_a_matter(void)
{
	OWN(house) h = a_watched_house();
	struct matter_get_out desk = got(h, "clerk1"), unit = got(h, "town1");

	CHECK(is_read(&desk) && text_is(desk.contact, "10012345678"));
	CHECK(is_read(&unit) && text_is(unit.contact, "100****5678"));
}

static void a_unit_reads_it_when_it_receives_the_resident(void)
{
	OWN(house) h = a_watched_house();
	struct matter_get_out before = got(h, "official1");

	CHECK(is_closed(&before));
	booked(h, 1);
	struct matter_get_out after = got(h, "official1"), recorder = got(h, "recorder1");
	CHECK(is_read(&after) && is_read(&recorder));
}

/* Booking is no way round the purpose that the resident is told of. */
static void who_books_it_from_above_does_not_handle_it(void)
{
	OWN(house) h = a_watched_house();
	struct visit_book_in in = { h->matters[0], h->district, slot_at(1), TEXT("") };
	struct visit_book_out out = { 0 };
	struct visit_get_out seen = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "desk1", visit_book_message.run, &in, &out));
	struct visit_in visit = { out.visit };
	struct matter_get_out above = got(h, "desk1"), unit = got(h, "official1");
	CHECK(is_closed(&above) && is_read(&unit));
	CHECK_EQ(ERR_OK, house_read(h, "desk1", visit_get_message.run, &visit, &seen));
	CHECK(!seen.summary.petitioner_name.n && !seen.request.n);
}

static void a_unit_whose_visit_was_cancelled_reads_it_no_more(void)
{
	OWN(house) h = a_watched_house();
	struct visit_cancel_in in = { booked(h, 1).visit, TEXT("来访人改期") };
	struct visit_state_out state = { 0 };

	CHECK_EQ(ERR_OK, house_write(h, "clerk1", visit_cancel_message.run, &in, &state));
	struct matter_get_out unit = got(h, "official1"), desk = got(h, "clerk1");
	CHECK(is_closed(&unit) && is_read(&desk));
}

static void offices_above_see_number_subject_and_state(void)
{
	static const char *const accounts[] = { "city1", "watch1", "archive1", "duty1" };
	OWN(house) h = a_watched_house();
	struct matter_find_in in = { .text = TEXT("机耕路") };

	booked(h, 1);
	for (int i = 0; i < 4; i++) {
		struct matter_get_out above = got(h, accounts[i]);
		struct matter_find_out list = { 0 };

		CHECK(is_closed(&above) && above.visits.n == 1);
		CHECK_EQ(ERR_OK, house_read(h, accounts[i], matter_find_message.run, &in, &list));
		const struct matter_line *line = list.matters.items;
		CHECK(list.matters.n == 1 && line->number.n && line->subject.n);
		CHECK(!line->petitioner_name.n);
	}
}

static void a_desk_above_sees_a_visit_without_what_was_said(void)
{
	OWN(house) h = a_watched_house();
	struct visit_in in = { booked(h, 1).visit };
	struct visit_list_in day = { .day = TEXT("2026-05-12") };
	struct visit_get_out above = { 0 }, own = { 0 };
	struct visit_list_out list = { 0 };

	CHECK_EQ(ERR_OK, house_read(h, "duty1", visit_get_message.run, &in, &above));
	CHECK(above.summary.number.n && above.summary.subject.n && above.summary.state.n);
	CHECK(!above.summary.petitioner_name.n && !above.request.n && !above.query_code.n);
	CHECK_EQ(ERR_OK, house_read(h, "duty1", visit_list_message.run, &day, &list));
	CHECK_EQ(1, list.visits.n);
	CHECK(!((const struct visit_summary *)list.visits.items)->petitioner_name.n);
	CHECK_EQ(ERR_OK, house_read(h, "clerk1", visit_get_message.run, &in, &own));
	CHECK(text_is(own.summary.petitioner_name, "林谷雨") && own.request.n && own.query_code.n);
}

static enum err open_matter(struct house *h, const char *account, const char *purpose,
			    struct matter_open_out *out)
{
	struct matter_open_in in = { h->matters[0], text_of(purpose) };

	*out = (struct matter_open_out){ 0 };
	return house_write(h, account, matter_open_message.run, &in, out);
}

static void who_opens_it_for_a_purpose_is_told_to_the_resident(void)
{
	OWN(house) h = a_watched_house();
	struct query_get_in query = { booked(h, 1).query_code };
	struct query_get_out told = { 0 };
	struct matter_open_out out;

	CHECK_EQ(ERR_OK, open_matter(h, "watch1", "核对答复期限", &out));
	CHECK(text_is(out.petitioner_name, "林谷雨") && text_is(out.contact, "10012345678"));
	CHECK(text_is(out.address, "鹿尾村1组") && out.request.n);
	h->now.ms += 5000;
	CHECK_EQ(ERR_OK, open_matter(h, "city1", "市里协调", &out));
	CHECK_EQ(ERR_OK, house_read(h, NULL, query_get_message.run, &query, &told));
	const struct query_watched *w = told.watched.items;
	CHECK(told.watched.n == 2 && !told.watched_more && !told.recorded);
	CHECK(text_is(w[0].what, "matter") && text_is(w[0].role, "official"));
	CHECK(text_is(w[0].place, "岚川市信访办") && text_is(w[0].purpose, "市里协调"));
	CHECK(w[0].at.ms == h->now.ms && text_is(w[1].purpose, "核对答复期限"));
	CHECK(text_is(w[1].place, "青榆区") && text_is(w[1].role, "supervisor"));
	CHECK_EQ(2, house_count(
			    "SELECT count(*) FROM audit WHERE act = 'matter.open' AND purpose <> ''"
			    " AND staff <> '' AND result = 'ok'"));
}

static void without_purpose_or_scope_nothing_opens(void)
{
	OWN(house) h = a_watched_house();
	struct query_get_in query = { booked(h, 1).query_code };
	struct query_get_out told = { 0 };
	struct matter_open_out out;

	CHECK_EQ(ERR_BAD_INPUT, open_matter(h, "watch1", "  ", &out));
	CHECK(strcmp(h->call.fault.field, "purpose") == 0 && !out.petitioner_name.n);
	CHECK_EQ(ERR_FORBIDDEN, open_matter(h, "watch2", "看看", &out));
	CHECK(!out.petitioner_name.n);
	CHECK_EQ(1, house_count("SELECT count(*) FROM audit WHERE act = 'matter.open' AND purpose ="
				" '看看' AND result = 'forbidden'"));
	CHECK_EQ(ERR_OK, house_read(h, NULL, query_get_message.run, &query, &told));
	CHECK_EQ(0, told.watched.n);
}

static const struct test tests[] = {
	T(its_desk_and_the_unit_that_decides_read_a_matter),
	T(a_unit_reads_it_when_it_receives_the_resident),
	T(who_books_it_from_above_does_not_handle_it),
	T(a_unit_whose_visit_was_cancelled_reads_it_no_more),
	T(offices_above_see_number_subject_and_state),
	T(a_desk_above_sees_a_visit_without_what_was_said),
	T(who_opens_it_for_a_purpose_is_told_to_the_resident),
	T(without_purpose_or_scope_nothing_opens),
};
RUN_TESTS(tests)
