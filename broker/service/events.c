/* The table of events. */
#include "broker/service/events.h"

#include "broker/core/visit.h"

const struct field visit_news_fields[] = {
	F(visit_news, state, TEXT, .words = visit_state_words),
	{ 0 },
};

const struct field sheet_news_fields[] = {
	F(sheet_news, version, INT),
	F(sheet_news, writer, TEXT, OPTIONAL,
	  .help = "as in the save; the window need not read it"),
	F(sheet_news, name, TEXT),
	{ 0 },
};

static const struct field no_news_fields[] = {
	{ 0 },
};

#define AS_KIND(name, data, help) { name, data##_fields, help },
#define AS_WORD(name, data, help) name,

static const struct event_kind kinds[] = { EVENTS(AS_KIND) };
const char *const event_words[] = { EVENTS(AS_WORD) NULL };

#define COUNT (sizeof(kinds) / sizeof(kinds[0]))

const struct event_kind *event_kind_at(size_t i)
{
	return i < COUNT ? &kinds[i] : NULL;
}

bool event_is_known(struct text name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (text_is(name, kinds[i].name))
			return true;
	return false;
}
