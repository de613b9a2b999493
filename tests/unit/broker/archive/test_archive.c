/* A package goes in whole or not at all, and everything that is done to it later is found. */
#include "tests/unit/broker/archive/bench.h"

static void a_package_goes_in_and_verifies(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	struct archive_part m;

	put(&b);
	put(&b); /* the same again is no fault */
	struct archive_findings f = verify(&b, a);
	CHECK(f.ok && f.list.n == 0 && f.bytes > 2500000);
	CHECK_EQ(ERR_OK, archive_manifest(b.archive, b.recording, 1, a, &m));
	CHECK_EQ(3, m.manifest.files.n);
	archive_free(b.archive);
}

static void a_broken_package_stays_out(void)
{
	struct bench b = bench_new();
	uint32_t parts[ARCHIVE_PARTS_MAX];
	int n;

	flip(b.from, "leg-1.mp4", 1500000);
	CHECK_EQ(ERR_BROKEN_SEAL, say(&b));
	flip(b.from, "leg-1.mp4", 1500000);
	flip(b.from, "manifest.json", 40);
	CHECK(say(&b) != ERR_OK);
	flip(b.from, "manifest.json", 40);
	CHECK_EQ(ERR_NOT_FOUND, archive_parts(b.archive, b.recording, parts, &n));
	CHECK_EQ(ERR_BAD_INPUT, put_under(b.archive, b.from, terms_of(package_id(99), 1)));
	CHECK_EQ(ERR_BAD_INPUT, put_under(b.archive, b.from, terms_of(b.recording, 2)));
	CHECK_EQ(ERR_NOT_FOUND, put_under(b.archive, "/nowhere", terms_of(b.recording, 1)));
	put(&b);
	archive_free(b.archive);
}

static void unknown_and_missing_files_are_refused(void)
{
	struct bench b = bench_new();
	char path[700], away[700];

	file_save(b.from, "more.txt", "x", 1);
	CHECK_EQ(ERR_BAD_INPUT, say(&b));
	snprintf(path, sizeof(path), "%s/more.txt", b.from);
	CHECK_EQ(0, unlink(path));
	snprintf(path, sizeof(path), "%s/gapmap.json", b.from);
	snprintf(away, sizeof(away), "%s/../gapmap.json", b.from);
	CHECK_EQ(0, rename(path, away));
	CHECK_EQ(ERR_BAD_INPUT, say(&b));
	CHECK_EQ(0, symlink(away, path));
	CHECK_EQ(ERR_BAD_INPUT, say(&b));
	archive_free(b.archive);
}

static void a_package_of_a_stranger_is_refused(void)
{
	struct bench b = bench_new();
	struct signer *stranger = package_signer(test_folder(), "stranger");

	package_make(b.from, stranger, b.recording, 1);
	CHECK_EQ(ERR_BROKEN_SEAL, say(&b));
	signer_free(stranger);
	archive_free(b.archive);
}

static void a_flipped_bit_in_a_film_is_found(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();

	put(&b);
	flip(b.shelf, "leg-1.mp4", (1 << 20) + 77);
	struct archive_findings f = verify(&b, a);
	CHECK_EQ(ARCHIVE_CHANGED, only(&f)->what);
	CHECK_EQ(1 << 20, only(&f)->offset);
	CHECK(text_is(only(&f)->file, "leg-1.mp4") && only(&f)->part == 1);
	archive_free(b.archive);
}

static void a_flipped_bit_in_a_journal_is_found_with_its_chunk(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	struct chain_maker c = chain_make(signer, 25, b.recording, 1);

	put(&b);
	flip(b.shelf, "journal.xqj", (off_t)c.starts[9] + CHAIN_HEADER_BYTES + 3);
	struct archive_findings f = verify(&b, a);
	CHECK_EQ(ARCHIVE_CHANGED, only(&f)->what);
	CHECK_EQ(9, only(&f)->chunk);
	CHECK_EQ((int64_t)c.starts[9], only(&f)->offset);
	free(c.at);
	archive_free(b.archive);
}

/* The journal on the shelf with chunks 4 and 5 in another order, or without 4. */
static void rewrite_journal(struct bench *b, bool keep)
{
	char path[700];
	struct chain_maker c = { 0 };
	static uint8_t whole[1 << 16], out[1 << 16];

	snprintf(path, sizeof(path), "%s/journal.xqj", b->shelf);
	int fd = open(path, O_RDONLY);
	size_t n = (size_t)read(fd, whole, sizeof(whole));
	close(fd);
	struct chain_maker shape = chain_make(signer, 25, b->recording, 1);
	memcpy(c.starts, shape.starts, sizeof(c.starts));
	size_t a = c.starts[4], z = c.starts[5], e = c.starts[6], at = a;
	memcpy(out, whole, a);
	memcpy(out + at, whole + z, e - z);
	at += e - z;
	if (keep) {
		memcpy(out + at, whole + a, z - a);
		at += z - a;
	}
	memcpy(out + at, whole + e, n - e);
	at += n - e;
	file_save(b->shelf, "journal.xqj", out, at);
	free(shape.at);
}

static void a_removed_and_a_reordered_chunk_are_found(void)
{
	struct bench b = bench_new(), other = bench_new();
	OWN(arena) a = arena_new();

	put(&b);
	rewrite_journal(&b, false);
	struct archive_findings f = verify(&b, a);
	CHECK_EQ(ARCHIVE_REMOVED, only(&f)->what);
	CHECK_EQ(4, only(&f)->chunk);
	put(&other);
	rewrite_journal(&other, true);
	f = verify(&other, a);
	CHECK_EQ(ARCHIVE_REORDERED, only(&f)->what);
	CHECK_EQ(4, only(&f)->chunk);
	archive_free(b.archive);
	archive_free(other.archive);
}

static void missing_and_unknown_files_and_parts_are_found(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	char path[700], moved[700];

	put(&b);
	snprintf(path, sizeof(path), "%s/leg-1.mp4", b.shelf);
	CHECK_EQ(0, unlink(path));
	file_save(b.shelf, "stray", "x", 1);
	struct archive_findings f = verify(&b, a);
	const struct archive_finding *l = f.list.items;
	CHECK_EQ(2, f.list.n);
	CHECK_EQ(ARCHIVE_UNKNOWN_FILE, l[0].what);
	CHECK_EQ(ARCHIVE_MISSING, l[1].what);
	snprintf(moved, sizeof(moved), "%s", b.shelf);
	moved[strlen(moved) - 1] = '2';
	CHECK_EQ(0, rename(b.shelf, moved)); /* part-0002, part 1 is gone */
	f = verify(&b, a);
	l = f.list.items;
	CHECK(l[0].what == ARCHIVE_MISSING && l[0].part == 1);
	archive_free(b.archive);
}

static void only_whole_names_are_parts(void)
{
	static const char *const strays[] = { "part-2",     "part-00003", "part--004",
					      "part-0005x", "part-0000",  ".part-0006.coming" };
	struct bench b = bench_new();
	uint32_t parts[ARCHIVE_PARTS_MAX];
	char path[500];
	int n;

	put(&b);
	for (size_t i = 0; i < sizeof(strays) / sizeof(strays[0]); i++) {
		snprintf(path, sizeof(path), "%s/../%s", b.shelf, strays[i]);
		CHECK_EQ(0, mkdir(path, 0700));
	}
	CHECK_EQ(ERR_OK, archive_parts(b.archive, b.recording, parts, &n));
	CHECK(n == 1 && parts[0] == 1);
	archive_free(b.archive);
}

static void a_forged_manifest_is_found(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	struct archive_part m;

	put(&b);
	flip(b.shelf, "manifest.sig", 20);
	struct archive_findings f = verify(&b, a);
	CHECK_EQ(ARCHIVE_BAD_SIGNATURE, only(&f)->what);
	CHECK_EQ(ERR_BROKEN_SEAL, archive_manifest(b.archive, b.recording, 1, a, &m));
	archive_free(b.archive);
}

static void ranges_are_read_and_other_names_refused(void)
{
	struct bench b = bench_new();
	struct archive_file f;
	uint8_t at[100];
	size_t got;

	put(&b);
	CHECK_EQ(ERR_OK, archive_open(b.archive, b.recording, 1, TEXT("leg-1.mp4"), &f));
	CHECK_TEXT("video/mp4", f.media);
	CHECK_EQ(ERR_OK, archive_read(&f, 1000, at, 100, &got));
	CHECK_EQ(100, got);
	CHECK_EQ((uint8_t)(1000 * 31 + (1000 >> 9)), at[0]);
	CHECK_EQ(ERR_OK, archive_read(&f, f.bytes - 10, at, 100, &got));
	CHECK_EQ(10, got);
	archive_close(&f);
	CHECK_EQ(ERR_NOT_FOUND, archive_open(b.archive, b.recording, 1, TEXT("../x"), &f));
	CHECK_EQ(ERR_NOT_FOUND, archive_open(b.archive, b.recording, 1, TEXT("signer.pem"), &f));
	CHECK_EQ(ERR_NOT_FOUND, archive_open(b.archive, b.recording, 2, TEXT("leg-1.mp4"), &f));
	archive_free(b.archive);
}

static const struct test tests[] = {
	T(a_package_goes_in_and_verifies),
	T(a_broken_package_stays_out),
	T(unknown_and_missing_files_are_refused),
	T(a_package_of_a_stranger_is_refused),
	T(a_flipped_bit_in_a_film_is_found),
	T(a_flipped_bit_in_a_journal_is_found_with_its_chunk),
	T(a_removed_and_a_reordered_chunk_are_found),
	T(missing_and_unknown_files_and_parts_are_found),
	T(only_whole_names_are_parts),
	T(a_forged_manifest_is_found),
	T(ranges_are_read_and_other_names_refused),
};
RUN_TESTS(tests)
