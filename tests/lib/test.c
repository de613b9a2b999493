/* The test frame: runs a table of tests, each ended by its first failed check. */
#include "tests/lib/test.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static jmp_buf failed;
static char folder[64];

void test_check(int holds, const char *what, const char *file, int line)
{
	if (holds)
		return;
	printf("  %s:%d: does not hold: %s\n", file, line, what);
	longjmp(failed, 1);
}

void test_check_int(int64_t expected, int64_t actual, const char *what, const char *file, int line)
{
	if (expected == actual)
		return;
	printf("  %s:%d: %s is %lld, expected %lld\n", file, line, what, (long long)actual,
	       (long long)expected);
	longjmp(failed, 1);
}

void test_check_text(const char *expected, const char *actual, const char *what, const char *file,
		     int line)
{
	if (actual && strcmp(expected, actual) == 0)
		return;
	printf("  %s:%d: %s is \"%s\", expected \"%s\"\n", file, line, what,
	       actual ? actual : "(null)", expected);
	longjmp(failed, 1);
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	return remove(path);
}

static void remove_folder(void)
{
	nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *test_folder(void)
{
	if (folder[0])
		return folder;
	snprintf(folder, sizeof folder, "/tmp/xinqiao-test-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	atexit(remove_folder);
	return folder;
}

static int is_chosen(const char *name, int argc, char **argv)
{
	if (argc < 2)
		return 1;
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return 1;
	return 0;
}

static int passes(const struct test *t)
{
	if (setjmp(failed))
		return 0;
	t->run();
	return 1;
}

int tests_main(const struct test *tests, size_t n, int argc, char **argv)
{
	int good = 0, bad = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < n; i++) {
		if (!is_chosen(tests[i].name, argc, argv))
			continue;
		int ok = passes(&tests[i]);
		printf("%s %s\n", ok ? "ok  " : "FAIL", tests[i].name);
		good += ok;
		bad += !ok;
	}
	printf("%d passed, %d failed\n", good, bad);
	return bad ? 1 : 0;
}
