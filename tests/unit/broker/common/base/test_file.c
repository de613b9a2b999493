/* Reading at an offset, syncing and removing folders. */
#include "broker/common/base/file.h"

#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_of(const char *name, char out[512])
{
	snprintf(out, 512, "%s/%s", test_folder(), name);
	return out;
}

static int file_with(const char *path, const char *what)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	CHECK(fd >= 0);
	CHECK_EQ((ssize_t)strlen(what), write(fd, what, strlen(what)));
	return fd;
}

static void what_is_behind_the_end_is_not_read(void)
{
	char path[512], at[16] = "";
	size_t got = 99;
	int fd = file_with(path_of("f", path), "0123456789");

	CHECK_EQ(ERR_OK, file_read_at(fd, 2, at, 4, &got));
	CHECK(got == 4 && !memcmp(at, "2345", 4));
	CHECK_EQ(ERR_OK, file_read_at(fd, 7, at, sizeof(at), &got));
	CHECK(got == 3 && !memcmp(at, "789", 3));
	CHECK_EQ(ERR_OK, file_read_at(fd, 10, at, sizeof(at), &got));
	CHECK_EQ(0, got);
	close(fd);
	CHECK_EQ(ERR_DISK, file_read_at(fd, 0, at, 1, &got));
}

static void a_full_disk_is_told_from_a_broken_one(void)
{
	static const int full[] = { ENOSPC, EDQUOT, EFBIG };

	for (size_t i = 0; i < sizeof(full) / sizeof(full[0]); i++) {
		errno = full[i];
		CHECK_EQ(ERR_DISK_FULL, file_err());
	}
	errno = EIO;
	CHECK_EQ(ERR_DISK, file_err());
}

static void a_folder_goes_with_its_files(void)
{
	char folder[512], file[512];
	struct stat st;

	CHECK_EQ(0, mkdir(path_of("d", folder), 0700));
	close(file_with(path_of("d/one", file), "1"));
	close(file_with(path_of("d/.two", file), "2"));
	CHECK_EQ(ERR_OK, folder_sync(folder));
	CHECK_EQ(ERR_OK, folder_remove(folder));
	CHECK(stat(folder, &st) < 0);
	CHECK_EQ(ERR_OK, folder_remove(folder)); /* it is not there */
	CHECK_EQ(ERR_DISK, folder_sync(folder));
}

static void a_folder_with_folders_stays(void)
{
	char folder[512], inner[512];

	CHECK_EQ(0, mkdir(path_of("e", folder), 0700));
	CHECK_EQ(0, mkdir(path_of("e/inner", inner), 0700));
	CHECK_EQ(ERR_DISK, folder_remove(folder));
	CHECK_EQ(ERR_OK, folder_remove(inner));
	CHECK_EQ(ERR_OK, folder_remove(folder));
}

static const struct test tests[] = {
	T(what_is_behind_the_end_is_not_read),
	T(a_full_disk_is_told_from_a_broken_one),
	T(a_folder_goes_with_its_files),
	T(a_folder_with_folders_stays),
};
RUN_TESTS(tests)
