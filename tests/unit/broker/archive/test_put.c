/* What comes in: nothing half, nothing that does not fit, nothing beyond the folder. */
#include "tests/unit/broker/archive/bench.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

/* Names in the recording's folder, those of an unfinished put too. */
static int names_on_shelf(const struct bench *b)
{
	char path[400];
	int n = 0;

	snprintf(path, sizeof(path), "%s", b->shelf);
	*strrchr(path, '/') = '\0';
	DIR *dir = opendir(path);
	if (!dir)
		return 0;
	for (struct dirent *d; (d = readdir(dir));)
		n += strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
	closedir(dir);
	return n;
}

/* The put meets the limit of a file's size, as it would a full disk. */
static enum err say_within(struct bench *b, rlim_t bytes)
{
	struct rlimit usual, low;

	CHECK_EQ(0, getrlimit(RLIMIT_FSIZE, &usual));
	low = (struct rlimit){ bytes, usual.rlim_max };
	CHECK_EQ(0, setrlimit(RLIMIT_FSIZE, &low));
	enum err e = say(b);
	CHECK_EQ(0, setrlimit(RLIMIT_FSIZE, &usual));
	return e;
}

static void a_full_disk_says_so_and_leaves_nothing_half(void)
{
	struct bench b = bench_new();
	enum err e = ERR_DISK_FULL;
	int failed = 0;

	signal(SIGXFSZ, SIG_IGN);
	for (rlim_t room = 64; e == ERR_DISK_FULL; room += room / 2, failed++) {
		e = say_within(&b, room);
		CHECK(e == ERR_OK || e == ERR_DISK_FULL);
		CHECK_EQ(e == ERR_OK, names_on_shelf(&b));
	}
	CHECK_EQ(ERR_OK, e);
	CHECK(failed > 20); /* the journal, the film and the seal were each cut somewhere */
	archive_free(b.archive);
}

static void what_a_killed_put_left_does_not_hinder_the_next(void)
{
	struct bench b = bench_new();
	char path[500];
	uint32_t parts[ARCHIVE_PARTS_MAX];
	int n;

	snprintf(path, sizeof(path), "%s", b.shelf);
	*strrchr(path, '/') = '\0';
	CHECK_EQ(0, mkdir(path, 0700));
	strcat(path, "/.part-0001.coming");
	CHECK_EQ(0, mkdir(path, 0700));
	file_save(path, "journal.xqj", "half", 4);
	CHECK_EQ(ERR_NOT_FOUND, archive_parts(b.archive, b.recording, parts, &n));
	put(&b);
	CHECK_EQ(1, names_on_shelf(&b));
	archive_free(b.archive);
}

static void a_package_of_another_visit_is_refused(void)
{
	struct bench b = bench_new();
	struct archive_terms t = *terms_of(b.recording, 1);

	t.visit = package_id(2);
	CHECK_EQ(ERR_BAD_INPUT, put_under(b.archive, b.from, &t));
	CHECK_EQ(0, names_on_shelf(&b));
	archive_free(b.archive);
}

static enum err say_media(struct bench *b, struct text media, bool video, bool audio)
{
	struct archive_terms t = *terms_of(b->recording, 1);

	t.video = video;
	t.audio = audio;
	package_make_of(b->from, signer,
			&(struct package){ .recording = b->recording, .part = 1, .media = media });
	return put_under(b->archive, b->from, &t);
}

static void nothing_that_consent_does_not_cover_comes_in(void)
{
	struct bench b = bench_new();

	CHECK_EQ(ERR_FORBIDDEN, say_media(&b, TEXT("video/mp4"), false, true));
	CHECK_EQ(ERR_FORBIDDEN, say_media(&b, TEXT("image/jpeg"), false, true));
	CHECK_EQ(ERR_FORBIDDEN, say_media(&b, TEXT("audio/mp4"), true, false));
	CHECK_EQ(ERR_FORBIDDEN, say_media(&b, TEXT("video/webm"), false, false));
	CHECK_EQ(0, names_on_shelf(&b));
	CHECK_EQ(ERR_OK, say_media(&b, TEXT("audio/mp4"), false, true));
	archive_free(b.archive);
}

static void every_file_of_a_package_is_asked(void)
{
	static const char *const names[] = { "manifest.json", "manifest.sig", "signer.pem",
					     "journal.xqj",   "gapmap.json",  "leg-1.mp4" };
	struct bench b = bench_new();

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		flip(b.from, names[i], 9);
		CHECK(say(&b) == ERR_BROKEN_SEAL || say(&b) == ERR_BAD_INPUT);
		CHECK_EQ(0, names_on_shelf(&b));
		flip(b.from, names[i], 9);
	}
	put(&b);
	archive_free(b.archive);
}

static void a_journal_of_another_part_is_refused(void)
{
	struct bench b = bench_new();
	struct chain_maker other = chain_make(signer, 25, package_id(98), 1);
	char path[700];

	file_save(b.from, "journal.xqj", other.at, other.n);
	CHECK_EQ(ERR_BROKEN_SEAL, say(&b));
	snprintf(path, sizeof(path), "%s/journal.xqj", b.from);
	CHECK_EQ(0, truncate(path, (off_t)other.starts[20]));
	CHECK_EQ(ERR_BROKEN_SEAL, say(&b));
	CHECK_EQ(0, names_on_shelf(&b));
	free(other.at);
	archive_free(b.archive);
}

static void a_pipe_in_a_package_stops_nobody(void)
{
	struct bench b = bench_new();
	char path[700];

	snprintf(path, sizeof(path), "%s/gapmap.json", b.from);
	CHECK_EQ(0, unlink(path));
	CHECK_EQ(0, mkfifo(path, 0600));
	CHECK_EQ(ERR_BAD_INPUT, say(&b));
	CHECK_EQ(0, names_on_shelf(&b));
	archive_free(b.archive);
}

static void a_package_that_was_damaged_on_the_shelf_is_not_taken_for_the_same(void)
{
	struct bench b = bench_new();

	put(&b);
	flip(b.shelf, "leg-1.mp4", 5);
	CHECK_EQ(ERR_BROKEN_SEAL, say(&b)); /* so the media server keeps the whole one */
	archive_free(b.archive);
}

static void names_from_outside_never_leave_the_folder(void)
{
	static const char *const names[] = { "../leg-1.mp4",   "/etc/passwd", "..",        ".", "",
					     "a/../leg-1.mp4", "./leg-1.mp4", "leg-1.mp4/" };
	struct bench b = bench_new();
	struct archive_file f;
	struct id outside = { "../../../../../../../etc/x" };
	uint32_t parts[ARCHIVE_PARTS_MAX];
	int n;

	put(&b);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		CHECK_EQ(ERR_NOT_FOUND,
			 archive_open(b.archive, b.recording, 1, text_of(names[i]), &f));
	CHECK_EQ(ERR_BAD_INPUT, archive_parts(b.archive, outside, parts, &n));
	CHECK_EQ(ERR_BAD_INPUT, archive_open(b.archive, outside, 1, TEXT("leg-1.mp4"), &f));
	CHECK_EQ(ERR_BAD_INPUT, archive_open(b.archive, b.recording, 0, TEXT("leg-1.mp4"), &f));
	archive_free(b.archive);
}

static void a_link_on_the_shelf_is_not_followed(void)
{
	struct bench b = bench_new();
	struct archive_file f;
	OWN(arena) a = arena_new();
	char path[700];

	put(&b);
	snprintf(path, sizeof(path), "%s/leg-1.mp4", b.shelf);
	CHECK_EQ(0, unlink(path));
	CHECK_EQ(0, symlink("/etc/passwd", path));
	CHECK_EQ(ERR_NOT_FOUND, archive_open(b.archive, b.recording, 1, TEXT("leg-1.mp4"), &f));
	struct archive_findings found = verify(&b, a);
	CHECK_EQ(ARCHIVE_MISSING, only(&found)->what);
	archive_free(b.archive);
}

static const struct test tests[] = {
	T(a_full_disk_says_so_and_leaves_nothing_half),
	T(what_a_killed_put_left_does_not_hinder_the_next),
	T(a_package_of_another_visit_is_refused),
	T(nothing_that_consent_does_not_cover_comes_in),
	T(every_file_of_a_package_is_asked),
	T(a_journal_of_another_part_is_refused),
	T(a_pipe_in_a_package_stops_nobody),
	T(a_package_that_was_damaged_on_the_shelf_is_not_taken_for_the_same),
	T(names_from_outside_never_leave_the_folder),
	T(a_link_on_the_shelf_is_not_followed),
};
RUN_TESTS(tests)
