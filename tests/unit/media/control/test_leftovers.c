/* After a kill between the two removals no package stays behind, and none that is needed goes. */
#include "media/control/leftovers.h"

#include "media/record/journal.h"
#include "tests/lib/broker/package.h"

struct place {
	char journals[300];
	char packages[300];
};

static void make(const char *path, bool folder)
{
	int fd = folder ? mkdir(path, 0700) : open(path, O_CREAT | O_WRONLY, 0600);

	CHECK(fd >= 0);
	if (!folder)
		close(fd);
}

static struct place place_new(const char *name)
{
	struct place p;

	snprintf(p.journals, sizeof(p.journals), "%s/%s-journal", test_folder(), name);
	snprintf(p.packages, sizeof(p.packages), "%s/%s-package", test_folder(), name);
	make(p.journals, true);
	make(p.packages, true);
	return p;
}

static void add_package(const struct place *p, unsigned visit, uint32_t part)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s", p->packages, package_id(visit).text);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/part-%04u", p->packages, package_id(visit).text, part);
	make(path, true);
	strcat(path, "/manifest.json");
	make(path, false);
}

static void add_journal(const struct place *p, unsigned visit, uint32_t part)
{
	char path[JOURNAL_PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", p->journals, package_id(visit).text);
	mkdir(path, 0700);
	CHECK_EQ(ERR_OK, journal_format_path(p->journals, package_id(visit), part, path));
	make(path, false);
}

static bool has_package(const struct place *p, unsigned visit, uint32_t part)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s/part-%04u", p->packages, package_id(visit).text, part);
	return access(path, F_OK) == 0;
}

static void a_package_without_its_journal_goes(void)
{
	struct place p = place_new("goes");

	add_package(&p, 1, 1);
	add_package(&p, 1, 2);
	add_journal(&p, 1, 2);
	add_package(&p, 2, 1);
	CHECK_EQ(2, leftovers_remove(p.journals, p.packages));
	CHECK(!has_package(&p, 1, 1));
	CHECK(has_package(&p, 1, 2));
	CHECK(!has_package(&p, 2, 1));
}

static void what_is_no_package_stays(void)
{
	struct place p = place_new("stays");
	char path[400];

	snprintf(path, sizeof(path), "%s/kept", p.packages);
	make(path, true);
	CHECK_EQ(0, leftovers_remove(p.journals, p.packages));
	CHECK_EQ(0, access(path, F_OK));
	CHECK_EQ(0, leftovers_remove("/nowhere", "/nowhere"));
}

static const struct test tests[] = {
	T(a_package_without_its_journal_goes),
	T(what_is_no_package_stays),
};
RUN_TESTS(tests)
