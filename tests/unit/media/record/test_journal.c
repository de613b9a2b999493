/* A journal comes back as it was written, also when the disk fails or the writer dies. */
#include "media/record/journal.h"

#include "media/record/journal_read.h"
#include "media/record/parts.h"
#include "tests/lib/broker/package.h"

#include <errno.h>

static struct signer *signer;
static int writes_left;
static bool writes_half;

static ssize_t failing_write(int fd, const void *at, size_t n)
{
	if (writes_left-- > 0)
		return write(fd, at, n);
	if (writes_half && n > 1) {
		writes_half = false;
		return write(fd, at, n / 2);
	}
	errno = ENOSPC;
	return -1;
}

static int failing_sync(int fd)
{
	if (writes_left > 0)
		return fdatasync(fd);
	errno = EIO;
	return -1;
}

static const struct disk failing = { failing_write, fdatasync };
static const struct disk unsyncing = { write, failing_sync };

static struct journal_options options(const struct disk *disk)
{
	static char folder[300];
	struct journal_options o = { folder, { { 3 } }, NULL, disk };

	if (!signer)
		signer = package_signer(test_folder(), "media");
	snprintf(folder, sizeof(folder), "%s/journal", test_folder());
	mkdir(folder, 0700);
	o.signer = signer;
	return o;
}

static struct journal_part part_of(unsigned visit)
{
	return (struct journal_part){
		package_id(visit), package_id(visit + 40), { 1000 }, true, true
	};
}

static struct journal *opened(const struct journal_options *o, unsigned visit)
{
	struct journal_part p = part_of(visit);
	struct journal *j;

	CHECK_EQ(ERR_OK, journal_open(o, &p, (struct instant){ 2000 }, 0, &j));
	return j;
}

static void write_second(struct journal *j, int second)
{
	uint8_t packet[300];
	struct entry e = { .kind = ENTRY_RTP,
			   .at_us = second * 1000000,
			   .packet = { packet, sizeof(packet) } };

	memset(packet, second, sizeof(packet));
	for (int i = 0; i < 50; i++)
		CHECK_EQ(ERR_OK, journal_add(j, &e));
}

static enum err cut(struct journal *j, int second)
{
	return journal_cut(j, (struct instant){ 2000 + second * 1000 }, second * 1000000);
}

/* Packets in the journal; -1: it is broken. */
static int packets_in(const char *path, struct journal_end *end)
{
	struct secret_key master = { { 3 } };
	OWN(journal_reader) r = NULL;
	struct entry e;
	enum err err;
	int n = 0;

	if (journal_reader_open(path, &master, &r))
		return -1;
	while (!(err = journal_reader_next(r, &e)))
		n += e.kind == ENTRY_RTP;
	*end = journal_reader_end(r);
	return err == ERR_NOT_FOUND ? n : -1;
}

static struct chain_report walk(const char *path)
{
	struct chain_listener nobody = { 0 };
	struct chain_report r;
	int fd = open(path, O_RDONLY);

	CHECK_EQ(ERR_OK, chain_check(fd, signer_cert(signer), nobody, &r));
	close(fd);
	return r;
}

static void a_journal_comes_back_as_it_was(void)
{
	struct journal_options o = options(NULL);
	OWN(journal) j = opened(&o, 1);
	struct journal_end end;

	for (int i = 1; i <= 130; i++) {
		write_second(j, i);
		CHECK_EQ(ERR_OK, cut(j, i));
	}
	CHECK_EQ(ERR_OK, journal_close(j, (struct instant){ 200000 }, 131000000));
	CHECK_EQ(130 * 50, packets_in(journal_path(j), &end));
	CHECK_EQ(CHAIN_CLOSED, end.end);
	CHECK_EQ(131000000, end.till_us);
	struct chain_report r = walk(journal_path(j));
	CHECK_EQ(0, r.findings);
	CHECK_EQ(3, r.heads);
	CHECK(sha256_equals(r.last, end.head) && r.chunks == end.chunks);
}

static void nothing_of_it_can_be_read_without_the_key(void)
{
	struct journal_options o = options(NULL);
	OWN(journal) j = opened(&o, 2);
	struct secret_key other = { { 4 } };
	OWN(journal_reader) r = NULL;
	char text[] = "a very plain secret";
	struct entry e = { .kind = ENTRY_CHAPTER, .chapter = text_of(text) };
	char line[700];

	CHECK_EQ(ERR_OK, journal_add(j, &e));
	CHECK_EQ(ERR_OK, cut(j, 1));
	CHECK_EQ(ERR_CRYPTO, journal_reader_open(journal_path(j), &other, &r));
	snprintf(line, sizeof(line), "grep -q 'plain secret' %s", journal_path(j));
	CHECK(system(line) != 0);
}

static void parts_get_the_next_free_number(void)
{
	struct journal_options o = options(NULL);
	uint32_t numbers[3];

	for (int i = 0; i < 3; i++) {
		OWN(journal) j = opened(&o, 3);
		numbers[i] = journal_number(j);
		if (i == 1) /* filed: its number is not used again */
			CHECK_EQ(ERR_OK, journal_remove(o.folder, package_id(3), 2));
	}
	CHECK_EQ(1, numbers[0]);
	CHECK_EQ(2, numbers[1]);
	CHECK_EQ(3, numbers[2]);
}

static void a_part_knows_when_the_one_before_was_cut_off(void)
{
	struct journal_options o = options(NULL);
	OWN(journal) one = opened(&o, 4);

	CHECK_EQ(ERR_OK, cut(one, 7));
	CHECK_EQ(9000, parts_end_before(o.folder, package_id(4), 2).ms);
	CHECK_EQ(ERR_OK, journal_remove(o.folder, package_id(4), 1));
	CHECK_EQ(9000, parts_end_before(o.folder, package_id(4), 2).ms);
	OWN(journal) two = opened(&o, 4);
	CHECK_EQ(ERR_OK, journal_close(two, (struct instant){ 9500 }, 1));
	CHECK_EQ(0, parts_end_before(o.folder, package_id(4), 3).ms);
}

/* The file ends anywhere: what stands before is kept, signed and closed. */
static void recovery_keeps_every_whole_chunk(void)
{
	struct journal_options o = options(NULL);
	OWN(journal) j = opened(&o, 5);
	struct chain_head head;
	struct journal_end end;
	static uint8_t copy[1 << 18];
	char path[JOURNAL_PATH_MAX];
	bool recovered;

	for (int i = 1; i <= 5; i++) {
		write_second(j, i);
		CHECK_EQ(ERR_OK, cut(j, i));
	}
	int fd = open(journal_path(j), O_RDONLY);
	ssize_t n = read(fd, copy, sizeof(copy));
	close(fd);
	snprintf(path, sizeof(path), "%s/cut.xqj", test_folder());
	for (ssize_t size = n - 1; size > n - 20000; size -= 4999) {
		file_save(test_folder(), "cut.xqj", copy, (size_t)size);
		int before = packets_in(path, &end);
		CHECK(before >= 0 && before % 50 == 0);
		CHECK_EQ(ERR_OK, journal_recover(&o, path, &head, &recovered));
		CHECK(recovered && head.part == 1);
		CHECK_EQ(before, packets_in(path, &end));
		CHECK_EQ(CHAIN_RECOVERED, end.end);
		CHECK_EQ(0, walk(path).findings);
	}
	CHECK_EQ(ERR_OK, journal_recover(&o, path, &head, &recovered));
	CHECK_EQ(0, truncate(path, 20));
	CHECK_EQ(ERR_TRUNCATED, journal_recover(&o, path, &head, &recovered));
}

/* Killed while it was made: nothing of which anybody has heard, and nothing half is kept. */
static void a_part_that_never_began_is_nothing(void)
{
	struct journal_options o = options(NULL);
	OWN(journal) j = opened(&o, 40);
	struct chain_head head;
	struct stat st;
	bool recovered;
	uint8_t x = 0xff;

	CHECK_EQ(0, stat(journal_path(j), &st));
	CHECK_EQ(ERR_OK, journal_recover(&o, journal_path(j), &head, &recovered));
	CHECK(recovered);
	for (off_t size = st.st_size - 1; size > 0; size -= 20) {
		CHECK_EQ(0, truncate(journal_path(j), size));
		CHECK_EQ(ERR_TRUNCATED, journal_recover(&o, journal_path(j), &head, &recovered));
	}
	OWN(journal) damaged = opened(&o, 41);
	write_second(damaged, 1);
	CHECK_EQ(ERR_OK, cut(damaged, 1));
	int fd = open(journal_path(damaged), O_RDWR);
	CHECK_EQ(1, pwrite(fd, &x, 1, CHAIN_HEAD_BYTES + 5));
	close(fd);
	CHECK_EQ(0, stat(journal_path(damaged), &st));
	off_t whole = st.st_size;
	CHECK_EQ(ERR_BROKEN_SEAL, journal_recover(&o, journal_path(damaged), &head, &recovered));
	CHECK_EQ(0, stat(journal_path(damaged), &st));
	CHECK_EQ(whole, st.st_size);
}

/* Each write in turn fails, some after half of it: the file stays whole up to there. */
static void every_failing_write_leaves_a_whole_file(void)
{
	bool ended = false;
	unsigned visit = 6;

	for (int fail_at = 2; !ended; fail_at++, visit++) { /* to open takes two */
		struct journal_options o = options(&failing);
		struct journal_end end;
		enum err e = ERR_OK;
		int i;

		writes_left = fail_at;
		writes_half = fail_at % 2;
		OWN(journal) j = opened(&o, visit);
		for (i = 1; !e && i <= 6; i++) {
			write_second(j, i);
			e = cut(j, i);
		}
		ended = e == ERR_OK;
		CHECK(ended || e == ERR_DISK_FULL);
		CHECK_EQ((ended ? 6 : i - 2) * 50, packets_in(journal_path(j), &end));
		CHECK(ended || journal_cut(j, (struct instant){ 1 }, 1) == ERR_WRONG_STATE);
	}
}

static void a_failing_sync_ends_the_part(void)
{
	struct journal_options o = options(&unsyncing);

	writes_left = 100;
	OWN(journal) j = opened(&o, 30);
	write_second(j, 1);
	writes_left = 0;
	CHECK_EQ(ERR_DISK, cut(j, 1));
	CHECK_EQ(ERR_WRONG_STATE, cut(j, 2));
}

static void a_flipped_bit_stops_the_reader(void)
{
	struct journal_options o = options(NULL);
	OWN(journal) j = opened(&o, 31);
	struct journal_end end;
	uint8_t x;

	for (int i = 1; i <= 3; i++) {
		write_second(j, i);
		CHECK_EQ(ERR_OK, cut(j, i));
	}
	int fd = open(journal_path(j), O_RDWR);
	CHECK_EQ(1, pread(fd, &x, 1, 20000));
	x ^= 16;
	CHECK_EQ(1, pwrite(fd, &x, 1, 20000));
	close(fd);
	CHECK_EQ(-1, packets_in(journal_path(j), &end));
}

/* A kiosk brings what it kept while the visit goes on. */
static void parts_in_time_and_late_parts_count_for_themselves(void)
{
	struct journal_options o = options(NULL);
	struct journal_part late = part_of(32);
	OWN(journal) first = opened(&o, 32);
	OWN(journal) brought = NULL;

	late.first = JOURNAL_LATE_FIRST;
	CHECK_EQ(ERR_OK, journal_open(&o, &late, (struct instant){ 2000 }, 0, &brought));
	OWN(journal) second = opened(&o, 32);
	CHECK_EQ(1, journal_number(first));
	CHECK_EQ(JOURNAL_LATE_FIRST, journal_number(brought));
	CHECK_EQ(2, journal_number(second));
}

static void part_numbers_end_before_those_of_late_parts(void)
{
	struct journal_options o = options(NULL);
	struct journal_part p = part_of(33);
	OWN(journal) last = NULL;
	OWN(journal) none = NULL;

	p.first = JOURNAL_LATE_FIRST - 1;
	CHECK_EQ(ERR_OK, journal_open(&o, &p, (struct instant){ 2000 }, 0, &last));
	p.first = 1;
	CHECK_EQ(ERR_TOO_MANY, journal_open(&o, &p, (struct instant){ 2000 }, 0, &none));
}

static void a_part_that_is_full_can_be_closed(void)
{
	struct journal_options o = options(NULL);
	struct journal_end end;
	int i = 0;

	o.chunks_max = 20;
	OWN(journal) j = opened(&o, 34);
	do
		write_second(j, ++i);
	while (cut(j, i) == ERR_OK);
	CHECK(i > 10 && i < 20);
	CHECK_EQ(ERR_OK, journal_close(j, (struct instant){ 60000 }, 60000000));
	CHECK_EQ(i * 50, packets_in(journal_path(j), &end));
	CHECK_EQ(0, walk(journal_path(j)).findings);
}

static const struct test tests[] = {
	T(a_journal_comes_back_as_it_was),
	T(nothing_of_it_can_be_read_without_the_key),
	T(parts_get_the_next_free_number),
	T(a_part_knows_when_the_one_before_was_cut_off),
	T(recovery_keeps_every_whole_chunk),
	T(a_part_that_never_began_is_nothing),
	T(every_failing_write_leaves_a_whole_file),
	T(a_failing_sync_ends_the_part),
	T(a_flipped_bit_stops_the_reader),
	T(parts_in_time_and_late_parts_count_for_themselves),
	T(part_numbers_end_before_those_of_late_parts),
	T(a_part_that_is_full_can_be_closed),
};
RUN_TESTS(tests)
