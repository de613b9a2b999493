/* A file of any bytes gives settings that print and read back, or faults. */
#include "broker/common/form/settings.h"

#include <stdlib.h>

struct conf {
	int64_t port;
	int64_t grace;
	int64_t room;
	bool demo;
	char name[SETTING_TEXT_SIZE];
};

static const struct setting table[] = {
	SETTING(conf, "net", "port", INT, port, "8443", "1", "65535", "TCP port"),
	SETTING(conf, "net", "grace", TIME, grace, "30s", "0ms", NULL, "grace"),
	SETTING(conf, "disk", "room", SIZE, room, "2G", "0", NULL, "room"),
	SETTING(conf, "disk", "demo", BOOL, demo, "no", NULL, NULL, "demo"),
	SETTING(conf, "disk", "name", TEXT, name, "", NULL, NULL, "name"),
	{ 0 },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) a = arena_new();
	struct buffer faults, one, two;
	struct conf c, d;
	struct text file = { (const char *)data, size };

	buffer_init(&faults, a), buffer_init(&one, a), buffer_init(&two, a);
	settings_init(table, &c), settings_init(table, &d);
	if (settings_parse(table, file, "f", &c, &faults)) {
		if (faults.n == 0)
			abort();
		return 0;
	}
	settings_print(table, &c, &one);
	if (settings_parse(table, buffer_text(&one), "f", &d, &faults))
		abort();
	settings_print(table, &d, &two);
	if (!text_equals(buffer_text(&one), buffer_text(&two)))
		abort();
	return 0;
}
