/* Settings by a table. */
#include "broker/common/form/settings.h"

#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>

struct conf {
	int64_t port;
	int64_t grace;
	int64_t room;
	bool demo;
	char name[SETTING_TEXT_SIZE];
	char path[SETTING_TEXT_SIZE];
};

static const struct setting table[] = {
	SETTING(conf, "net", "port", INT, port, "8443", "1", "65535", "TCP port for browsers"),
	SETTING(conf, "net", "grace", TIME, grace, "30s", "1s", "1h",
		"how long a lost leg may come back"),
	SETTING(conf, "disk", "room", SIZE, room, "2G", "1M", NULL, "least free room"),
	SETTING(conf, "disk", "demo", BOOL, demo, "no", NULL, NULL, "show that it is a demo"),
	SETTING(conf, "disk", "name", TEXT, name, "", NULL, NULL, "name of the node"),
	SETTING(conf, "disk", "path", TEXT, path, "data/#1", NULL, NULL, "folder"),
	{ 0 },
};

static void defaults_come_from_the_table(void)
{
	struct conf c;

	settings_init(table, &c);
	CHECK_EQ(8443, c.port);
	CHECK_EQ(30000, c.grace);
	CHECK_EQ(INT64_C(2) << 30, c.room);
	CHECK(!c.demo);
	CHECK_TEXT("", c.name);
	CHECK_TEXT("data/#1", c.path);
}

static void a_file_changes_what_it_names(void)
{
	OWN(arena) a = arena_new();
	struct buffer faults;
	struct conf c;

	buffer_init(&faults, a);
	settings_init(table, &c);
	CHECK_EQ(ERR_OK, settings_parse(table,
					TEXT("# all\r\n[net]\r\ngrace=3min # short\n\n"
					     "[disk]\n demo = yes\nname = 岚川市 1\n"),
					"f", &c, &faults));
	CHECK_TEXT("", faults.at);
	CHECK_EQ(180000, c.grace);
	CHECK_EQ(8443, c.port);
	CHECK(c.demo);
	CHECK_TEXT("岚川市 1", c.name);
}

static void all_faults_are_told_at_once_with_their_lines(void)
{
	OWN(arena) a = arena_new();
	struct buffer faults;
	struct conf c;

	buffer_init(&faults, a);
	settings_init(table, &c);
	CHECK_EQ(ERR_BAD_SETTING,
		 settings_parse(table,
				TEXT("port = 1\n[net]\nport = 0\ngrace = 30\ngrase = 1s\n"
				     "[dsik]\nroom = 1M\n[disk]\nroom = 1T\ndemo = true\n"
				     "nonsense\n[disk\nroom = 5M\nname = \xff\n"),
				"f", &c, &faults));
	CHECK_TEXT(
		"f:1: unknown key port\n"
		"f:3: port = 0 is too small, from 1 to 65535\n"
		"f:4: grace = 30 must be a time such as 250ms, 30s, 3min, 1h, 60d, from 1s to 1h\n"
		"f:5: unknown key grase\n"
		"f:6: unknown section [dsik]\n"
		"f:9: room = 1T must be a size such as 512, 64k, 10M, 2G, from 1M\n"
		"f:10: demo = true must be yes or no\n"
		"f:11: a setting is written key = value\n"
		"f:12: a section is written [name]\n"
		"f:13: room = 5M is set twice, from 1M\n"
		"f:14: not a line of UTF-8 text\n",
		faults.at);
}

static void a_printed_table_reads_back_and_prints_the_same(void)
{
	OWN(arena) a = arena_new();
	struct buffer one, two, faults;
	struct conf c, d;

	settings_init(table, &c);
	c.grace = 90500;
	c.room = (INT64_C(10) << 20) + 1;
	buffer_init(&one, a), buffer_init(&two, a), buffer_init(&faults, a);
	settings_print(table, &c, &one);
	settings_init(table, &d);
	CHECK_EQ(ERR_OK, settings_parse(table, buffer_text(&one), "f", &d, &faults));
	CHECK_EQ(90500, d.grace);
	CHECK_EQ(c.room, d.room);
	settings_print(table, &d, &two);
	CHECK_TEXT(one.at, two.at);
	CHECK(strstr(one.at, "[net]\n\n# TCP port for browsers (from 1 to 65535)\nport = 8443\n"));
	CHECK(strstr(one.at, "\nname =\n"));
}

static void a_file_that_is_not_there_is_told(void)
{
	OWN(arena) a = arena_new();
	struct buffer faults;
	struct conf c;

	buffer_init(&faults, a);
	CHECK_EQ(ERR_BAD_SETTING, settings_load(table, "/nowhere/x.conf", &c, &faults));
	CHECK_TEXT("/nowhere/x.conf: cannot be opened: No such file or directory\n", faults.at);
}

static void a_file_is_loaded(void)
{
	OWN(arena) a = arena_new();
	struct buffer faults;
	struct conf c;
	char path[200];

	snprintf(path, sizeof(path), "%s/x.conf", test_folder());
	FILE *f = fopen(path, "w");
	fputs("[net]\nport = 99\n", f);
	fclose(f);
	buffer_init(&faults, a);
	settings_init(table, &c);
	CHECK_EQ(ERR_OK, settings_load(table, path, &c, &faults));
	CHECK_EQ(99, c.port);
}

static const struct test tests[] = {
	T(defaults_come_from_the_table),
	T(a_file_changes_what_it_names),
	T(all_faults_are_told_at_once_with_their_lines),
	T(a_printed_table_reads_back_and_prints_the_same),
	T(a_file_that_is_not_there_is_told),
	T(a_file_is_loaded),
};
RUN_TESTS(tests)
