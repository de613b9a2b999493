/* The disk fills and gets room again: an error while it is full, nothing answered is lost, and
 * the same writer goes on. The disk is a small tmpfs in a mount namespace of our own. */
#include "tests/lib/broker/booking.h"
#include "tests/lib/test.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DISK_BYTES "size=64m"
#define LEFT_BYTES (3 << 20) /* of it, when the others have taken theirs */
#define PADDING    60000     /* bytes of each booking's event */
#define MOST       1000

static char ids[MOST][ID_LENGTH];
static int kept;

/* False: neither root nor a user namespace may mount here. */
static bool mount_disk(char folder[200])
{
	snprintf(folder, 200, "%s/disk", test_folder());
	mkdir(folder, 0700);
	if (unshare(CLONE_NEWNS) && unshare(CLONE_NEWUSER | CLONE_NEWNS))
		return false;
	mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	return mount("none", folder, "tmpfs", 0, DISK_BYTES) == 0;
}

static void take_room(const char *folder)
{
	char path[220];
	struct statvfs disk;

	CHECK_EQ(0, statvfs(folder, &disk));
	off_t left = (off_t)(disk.f_bavail * disk.f_bsize);
	CHECK(left > LEFT_BYTES);
	snprintf(path, sizeof(path), "%s/other", folder);
	int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	CHECK(fd >= 0);
	CHECK_EQ(0, posix_fallocate(fd, 0, left - LEFT_BYTES));
	close(fd);
}

static void give_room(const char *folder)
{
	char path[220];

	snprintf(path, sizeof(path), "%s/other", folder);
	CHECK_EQ(0, unlink(path));
}

/* One booking on a slot of its own, answered. */
static enum err book(struct writer *w, struct mailbox *answers, size_t padding)
{
	static int slot;
	struct booking b;
	void *done;

	booking_init_alone(&b, answers, 50, slot++);
	b.padding = padding;
	CHECK_EQ(ERR_OK, writer_post(w, &b.job));
	CHECK_EQ(1, mailbox_wait(answers, &done, 1, -1));
	if (b.job.result == ERR_OK && kept < MOST)
		memcpy(ids[kept++], b.visit.text, ID_LENGTH);
	return b.job.result;
}

static void check_kept(const char *path)
{
	CHECK_EQ(0, bookings_missing(path, ids, kept));
	CHECK_EQ(kept, bookings_kept(path));
	CHECK_EQ(0, bookings_half(path));
	CHECK(bookings_are_whole(path, kept));
}

static void a_full_disk_refuses_loses_nothing_and_needs_no_restart(void)
{
	struct mailbox *answers = mailbox_new(4);
	char folder[200], path[220];
	enum err e = ERR_OK;
	struct writer *w;

	CHECK(mount_disk(folder));
	snprintf(path, sizeof(path), "%s/store.db", folder);
	CHECK_EQ(ERR_OK, writer_new(path, NULL, &w));
	for (int round = 0; round < 3; round++) {
		take_room(folder);
		while ((e = book(w, answers, PADDING)) == ERR_OK && kept < MOST)
			;
		CHECK_EQ(ERR_DISK_FULL, e);
		for (int i = 0; i < 20; i++)
			CHECK_EQ(ERR_DISK_FULL, book(w, answers, PADDING));
		/* What is read while it is full is right. */
		check_kept(path);
		give_room(folder);
		CHECK_EQ(ERR_OK, book(w, answers, PADDING));
		check_kept(path);
	}
	printf("  %d bookings kept, %lld commits failed\n", kept,
	       (long long)writer_count(w).failed_commits);
	CHECK(writer_count(w).failed_commits > 60);
	writer_free(w);
	CHECK_EQ(ERR_OK, writer_new(path, NULL, &w));
	CHECK_EQ(ERR_OK, book(w, answers, 0));
	check_kept(path);
	writer_free(w);
	mailbox_free(answers);
	umount2(folder, MNT_DETACH);
}

static const struct test tests[] = {
	T(a_full_disk_refuses_loses_nothing_and_needs_no_restart),
};
RUN_TESTS(tests)
