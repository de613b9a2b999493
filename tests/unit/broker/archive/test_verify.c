/* Wherever a bit flips, verify says in which file, where in it, and in a sentence. */
#include "tests/unit/broker/archive/bench.h"

static off_t size_of(const char *folder, const char *name)
{
	char path[700];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	CHECK_EQ(0, stat(path, &st));
	return st.st_size;
}

/* Where each chunk begins and, behind the last one, the end. */
struct starts {
	int64_t at[PACKAGE_CHUNKS_MAX];
	int n;
};

static struct starts starts_of(const char *folder)
{
	OWN(chain_reader) reader = NULL;
	struct starts s = { .n = 0 };
	struct chain_record r;
	char path[700];

	snprintf(path, sizeof(path), "%s/journal.xqj", folder);
	int fd = open(path, O_RDONLY);
	CHECK_EQ(ERR_OK, chain_reader_new(fd, &reader));
	while (!chain_reader_next(reader, &r)) {
		s.at[s.n++] = (int64_t)r.offset;
		s.at[s.n] = (int64_t)r.end;
	}
	close(fd);
	return s;
}

/* The chunk in which a byte of the journal lies. */
static int chunk_at(const struct starts *s, int64_t at)
{
	int chunk = 0;

	while (at >= s->at[chunk + 1])
		chunk++;
	return chunk;
}

static void each_flipped_bit_of_a_journal_is_found_in_its_chunk(void)
{
	struct bench b = bench_new();

	put(&b);
	struct starts s = starts_of(b.shelf);
	for (off_t at = CHAIN_HEAD_BYTES; at < s.at[s.n - 1]; at += 61) {
		OWN(arena) a = arena_new();
		flip(b.shelf, "journal.xqj", at);
		struct archive_findings f = verify(&b, a);
		flip(b.shelf, "journal.xqj", at);
		const struct archive_finding *x = only(&f);
		CHECK_EQ(ARCHIVE_CHANGED, x->what);
		CHECK_EQ(chunk_at(&s, at), x->chunk);
		CHECK_EQ(s.at[x->chunk], x->offset);
		CHECK(text_is(x->file, "journal.xqj"));
	}
	archive_free(b.archive);
}

/* The last one closes the part, so the part is open as well. */
static void a_flipped_bit_of_the_closing_chunk_is_found(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();

	put(&b);
	struct starts s = starts_of(b.shelf);
	flip(b.shelf, "journal.xqj", s.at[s.n] - 1);
	struct archive_findings f = verify(&b, a);
	const struct archive_finding *x = f.list.items;
	CHECK_EQ(2, f.list.n);
	CHECK(x[0].what == ARCHIVE_CHANGED && x[0].chunk == s.n - 1);
	CHECK_EQ(s.at[s.n - 1], x[0].offset);
	CHECK_EQ(ARCHIVE_REMOVED, x[1].what);
	archive_free(b.archive);
}

static void each_flipped_bit_of_a_journal_head_is_found(void)
{
	struct bench b = bench_new();

	put(&b);
	for (off_t at = 0; at < CHAIN_HEAD_BYTES; at += 7) {
		OWN(arena) a = arena_new();
		flip(b.shelf, "journal.xqj", at);
		struct archive_findings f = verify(&b, a);
		flip(b.shelf, "journal.xqj", at);
		const struct archive_finding *x = f.list.items;
		CHECK(!f.ok && f.list.n > 0 && x->say.key);
		CHECK(text_is(x->file, "journal.xqj") && x->offset <= 0);
	}
	archive_free(b.archive);
}

static void each_flipped_bit_of_a_film_is_found_in_its_mebibyte(void)
{
	struct bench b = bench_new();

	put(&b);
	off_t n = size_of(b.shelf, "leg-1.mp4");
	for (off_t at = 0; at < n; at += 333333) {
		OWN(arena) a = arena_new();
		flip(b.shelf, "leg-1.mp4", at);
		struct archive_findings f = verify(&b, a);
		flip(b.shelf, "leg-1.mp4", at);
		CHECK_EQ(ARCHIVE_CHANGED, only(&f)->what);
		CHECK_EQ(at / MANIFEST_BLOCK * MANIFEST_BLOCK, only(&f)->offset);
		CHECK(text_is(only(&f)->file, "leg-1.mp4") && only(&f)->chunk == -1);
	}
	archive_free(b.archive);
}

static void a_cut_and_a_longer_film_are_found_in_their_last_mebibyte(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	char path[700];
	struct archive_findings f;

	put(&b);
	off_t n = size_of(b.shelf, "leg-1.mp4");
	snprintf(path, sizeof(path), "%s/leg-1.mp4", b.shelf);
	CHECK_EQ(0, truncate(path, n + 1));
	f = verify(&b, a);
	CHECK_EQ(ARCHIVE_CHANGED, only(&f)->what);
	CHECK_EQ(n / MANIFEST_BLOCK * MANIFEST_BLOCK, only(&f)->offset);
	CHECK_EQ(0, truncate(path, MANIFEST_BLOCK + 100));
	f = verify(&b, a);
	CHECK_EQ(ARCHIVE_CHANGED, only(&f)->what);
	CHECK_EQ(MANIFEST_BLOCK, only(&f)->offset);
	archive_free(b.archive);
}

static void a_changed_manifest_or_signer_is_found(void)
{
	static const char *const names[] = { "manifest.json", "manifest.sig", "signer.pem" };
	struct bench b = bench_new();

	put(&b);
	for (int i = 0; i < 3; i++) {
		OWN(arena) a = arena_new();
		off_t at = size_of(b.shelf, names[i]) / 2;
		flip(b.shelf, names[i], at);
		struct archive_findings f = verify(&b, a);
		flip(b.shelf, names[i], at);
		const struct archive_finding *x = f.list.items;
		CHECK(!f.ok && f.list.n > 0 && x->say.key);
		CHECK(text_is(x->file, "manifest.json"));
	}
	archive_free(b.archive);
}

/* The certificate of the part is that of a CA that we do not know: all is signed anew. */
static void a_part_signed_anew_by_a_stranger_is_found(void)
{
	struct bench b = bench_new();
	struct signer *stranger = package_signer(test_folder(), "forger");
	OWN(arena) a = arena_new();

	put(&b);
	package_make(b.shelf, stranger, b.recording, 1);
	struct archive_findings f = verify(&b, a);
	CHECK_EQ(ARCHIVE_BAD_SIGNATURE, only(&f)->what);
	signer_free(stranger);
	archive_free(b.archive);
}

static void findings_name_the_part(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	char second[400];

	put(&b);
	package_make(b.from, signer, b.recording, 2);
	CHECK_EQ(ERR_OK, put_under(b.archive, b.from, terms_of(b.recording, 2)));
	CHECK(verify(&b, a).ok);
	snprintf(second, sizeof(second), "%s", b.shelf);
	second[strlen(second) - 1] = '2';
	flip(second, "gapmap.json", 3);
	struct archive_findings f = verify(&b, a);
	const struct archive_finding *x = f.list.items;
	CHECK(f.list.n == 1 && x->part == 2 && text_is(x->file, "gapmap.json"));
	CHECK_EQ(2, f.seals.n);
	archive_free(b.archive);
}

static void a_verification_tells_how_far_it_is_and_can_be_stopped(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	struct archive_progress p = { 0 };
	struct archive_findings f;

	put(&b);
	CHECK_EQ(ERR_OK, archive_verify(b.archive, b.recording, a, &p, &f));
	CHECK(p.bytes == f.bytes && f.bytes > 2500000);
	p.stop = true;
	CHECK_EQ(ERR_STOPPING, archive_verify(b.archive, b.recording, a, &p, &f));
	archive_free(b.archive);
}

/* Parts that came late stand beside the others: between the two rows nothing is missing. */
static void late_parts_are_counted_apart(void)
{
	static const uint32_t late[] = { 501, 503 };
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	char from[400];

	put(&b);
	for (size_t i = 0; i < 2; i++) {
		snprintf(from, sizeof(from), "%s-%u", b.from, late[i]);
		package_make(from, signer, b.recording, late[i]);
		CHECK_EQ(ERR_OK, put_under(b.archive, from, terms_of(b.recording, late[i])));
	}
	struct archive_findings f = verify(&b, a);
	const struct archive_finding *x = f.list.items;
	CHECK_EQ(1, f.list.n);
	CHECK(x->what == ARCHIVE_MISSING && x->part == 502);
	archive_free(b.archive);
}

/* Sealed well, and yet not what was carried: the manifest itself says so. */
static void less_than_was_carried_is_never_whole(void)
{
	struct manifest_carried c = { .leg = package_id(2),
				      .media = TEXT("video"),
				      .seat_name = TEXT("鹿尾村"),
				      .packets = 500,
				      .ms = 60000 };
	static const struct {
		int64_t journaled, filmed;
		bool is_whole;
	} cases[] = {
		{ 500, 500, true },  /* all of it */
		{ 500, 495, true },  /* the last picture was cut off */
		{ 499, 499, false }, /* the journal lacks one and no gap says dropped */
		{ 500, 0, false },   /* a gap was told, but nothing is left to see */
		{ 0, 0, false },     /* a leg without a tape */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		OWN(arena) a = arena_new();
		struct bench b = bench_new();
		c.journaled = cases[i].journaled;
		c.filmed = cases[i].filmed;
		package_make_of(
			b.from, signer,
			&(struct package){ .recording = b.recording, .part = 1, .carried = &c });
		put(&b);
		struct archive_findings f = verify(&b, a);
		CHECK_EQ(cases[i].is_whole, f.ok);
		if (!f.ok) {
			const struct archive_finding *x = only(&f);
			CHECK_EQ(ARCHIVE_NOT_WHOLE, x->what);
			CHECK(x->part == 1 && text_starts(x->say.arguments[0].text, "鹿尾村"));
		}
		archive_free(b.archive);
	}
}

static const struct test tests[] = {
	T(less_than_was_carried_is_never_whole),
	T(late_parts_are_counted_apart),
	T(each_flipped_bit_of_a_journal_is_found_in_its_chunk),
	T(a_flipped_bit_of_the_closing_chunk_is_found),
	T(each_flipped_bit_of_a_journal_head_is_found),
	T(each_flipped_bit_of_a_film_is_found_in_its_mebibyte),
	T(a_cut_and_a_longer_film_are_found_in_their_last_mebibyte),
	T(a_changed_manifest_or_signer_is_found),
	T(a_part_signed_anew_by_a_stranger_is_found),
	T(findings_name_the_part),
	T(a_verification_tells_how_far_it_is_and_can_be_stopped),
};
RUN_TESTS(tests)
