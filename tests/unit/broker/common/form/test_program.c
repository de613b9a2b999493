/* Options of a command line; open files. */
#include "broker/common/form/program.h"
#include "tests/lib/test.h"

#include <sys/resource.h>

struct parsed {
	const char *file;
	bool print;
};

static bool parse(int argc, char **argv, struct parsed *out)
{
	const struct program_option options[] = {
		{ "--file", &out->file, NULL },
		{ "--print", NULL, &out->print },
		{ 0 },
	};

	*out = (struct parsed){ 0 };
	return program_read_options(argc, argv, options);
}

static void options_are_read_in_any_order(void)
{
	char *none[] = { "p" }, *both[] = { "p", "--print", "--file", "a" },
	     *twice[] = { "p", "--file", "a", "--file", "--print" };
	struct parsed p;

	CHECK(parse(1, none, &p) && !p.file && !p.print);
	CHECK(parse(4, both, &p) && p.print);
	CHECK_TEXT("a", p.file);
	CHECK(parse(5, twice, &p) && !p.print);
	CHECK_TEXT("--print", p.file);
}

static void what_is_no_option_is_refused(void)
{
	char *unknown[] = { "p", "--fill", "a" }, *missing[] = { "p", "--print", "--file" },
	     *bare[] = { "p", "a" };
	struct parsed p;

	CHECK(!parse(3, unknown, &p));
	CHECK(!parse(3, missing, &p));
	CHECK(!parse(2, bare, &p));
}

static void as_many_files_as_allowed(void)
{
	struct rlimit files;

	CHECK_EQ(0, getrlimit(RLIMIT_NOFILE, &files));
	files.rlim_cur = 64;
	CHECK_EQ(0, setrlimit(RLIMIT_NOFILE, &files));
	program_raise_files(65);
	CHECK_EQ(0, getrlimit(RLIMIT_NOFILE, &files));
	CHECK_EQ(files.rlim_max, files.rlim_cur);
}

static const struct test tests[] = {
	T(options_are_read_in_any_order),
	T(what_is_no_option_is_refused),
	T(as_many_files_as_allowed),
};
RUN_TESTS(tests)
