/*
 * The test frame. A test is a static void function named after the fact it holds; a file lists
 * its tests and ends with RUN_TESTS(tests). Prints one line a test and "N passed, N failed".
 * Arguments choose tests by name.
 */
#ifndef TESTS_LIB_TEST_H
#define TESTS_LIB_TEST_H

#include <stddef.h>
#include <stdint.h>

struct test {
	const char *name;
	void (*run)(void);
};

#define T(function)                                                                                \
	{                                                                                          \
#function, function                                                                \
	}

/* Ends the running test when it does not hold. */
#define CHECK(condition) test_check(!!(condition), #condition, __FILE__, __LINE__)
#define CHECK_EQ(expected, actual)                                                                 \
	test_check_int((int64_t)(expected), (int64_t)(actual), #actual, __FILE__, __LINE__)
#define CHECK_TEXT(expected, actual)                                                               \
	test_check_text((expected), (actual), #actual, __FILE__, __LINE__)

void test_check(int holds, const char *what, const char *file, int line);
void test_check_int(int64_t expected, int64_t actual, const char *what, const char *file, int line);
void test_check_text(const char *expected, const char *actual, const char *what, const char *file,
		     int line);

int tests_main(const struct test *tests, size_t n, int argc, char **argv);

#define RUN_TESTS(tests)                                                                           \
	int main(int argc, char **argv)                                                            \
	{                                                                                          \
		return tests_main(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);            \
	}

/* A fresh directory below the system's temporary one, removed when the program ends. */
const char *test_folder(void);

#endif
