/* Whose seals the archive takes, and what becomes of a second package for the same part. */
#include "tests/unit/broker/archive/bench.h"

/* The bench's package again, sealed by this certificate of the same CA. */
static enum err say_sealed_by(struct bench *b, const char *name, const char *subject,
			      const char *use)
{
	struct signer *other = package_cert(test_folder(), "media", name, subject, use);

	package_make(b->from, other, b->recording, 1);
	signer_free(other);
	return say(b);
}

static void only_a_seal_made_for_recordings_of_that_server_is_taken(void)
{
	struct bench b = bench_new();
	uint32_t parts[ARCHIVE_PARTS_MAX];
	int n;

	CHECK_EQ(ERR_BROKEN_SEAL, say_sealed_by(&b, "kiosk", "kiosk:990101101201-1", "clientAuth"));
	CHECK_EQ(ERR_BROKEN_SEAL, say_sealed_by(&b, "line", "media:test", "clientAuth"));
	CHECK_EQ(ERR_BROKEN_SEAL,
		 say_sealed_by(&b, "both", "media:test", "clientAuth," SEAL_PURPOSE));
	CHECK_EQ(ERR_BROKEN_SEAL, say_sealed_by(&b, "other", "media:other", SEAL_PURPOSE));
	CHECK_EQ(ERR_NOT_FOUND, archive_parts(b.archive, b.recording, parts, &n));
	CHECK_EQ(ERR_OK, say_sealed_by(&b, "own", "media:test", SEAL_PURPOSE));
	archive_free(b.archive);
}

/* A seal that was good when it was filed must stay one that is made for it. */
static void a_part_that_another_key_sealed_anew_does_not_verify(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	struct signer *line;

	put(&b);
	line = package_cert(test_folder(), "media", "line2", "media:test", "clientAuth");
	package_make(b.shelf, line, b.recording, 1);
	signer_free(line);
	struct archive_findings found = verify(&b, a);
	CHECK_EQ(ARCHIVE_BAD_SIGNATURE, only(&found)->what);
	archive_free(b.archive);
}

/* Put under the terms of a part that was filed. */
static enum err say_again(struct bench *b, uint8_t film)
{
	struct archive_terms t = *terms_of(b->recording, 1);

	t.filed = true;
	if (film)
		package_make_of(
			b->from, signer,
			&(struct package){ .recording = b->recording, .part = 1, .film = film });
	return put_under(b->archive, b->from, &t);
}

static size_t kept(struct bench *b, struct arena *a)
{
	struct list found;

	CHECK_EQ(ERR_OK, archive_conflicts(b->archive, b->recording, a, &found));
	return found.n;
}

static struct sha256 standing(struct bench *b, struct arena *a)
{
	struct archive_part part;

	CHECK_EQ(ERR_OK, archive_manifest(b->archive, b->recording, 1, a, &part));
	return part.digest;
}

static void another_package_of_a_filed_part_is_kept_beside_it(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();

	put(&b);
	struct sha256 filed = standing(&b, a);
	CHECK_EQ(ERR_OK, say_again(&b, 0));
	CHECK_EQ(0, kept(&b, a));
	CHECK_EQ(ERR_DUPLICATE, say_again(&b, 1));
	CHECK_EQ(ERR_DUPLICATE, say_again(&b, 0));
	CHECK_EQ(1, kept(&b, a));
	CHECK(sha256_equals(filed, standing(&b, a)));
	for (uint8_t i = 2; i <= ARCHIVE_CONFLICTS_MAX; i++)
		CHECK_EQ(ERR_DUPLICATE, say_again(&b, i));
	CHECK_EQ(ERR_TOO_MANY, say_again(&b, ARCHIVE_CONFLICTS_MAX + 1));
	CHECK_EQ(ARCHIVE_CONFLICTS_MAX, kept(&b, a));
	struct archive_findings found = verify(&b, a);
	CHECK(found.ok); /* each as it was sealed; that they are there is for the broker to say */
	CHECK_EQ(1 + ARCHIVE_CONFLICTS_MAX, found.seals.n);
	archive_free(b.archive);
}

static void what_was_never_filed_makes_room_for_the_part(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();

	put(&b);
	struct sha256 first = standing(&b, a);
	package_make_of(b.from, signer,
			&(struct package){ .recording = b.recording, .part = 1, .film = 9 });
	put(&b);
	CHECK(!sha256_equals(first, standing(&b, a)));
	CHECK_EQ(1, kept(&b, a));
	archive_free(b.archive);
}

static void a_part_of_another_server_is_never_put_in_its_place(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	struct archive_terms t = *terms_of(b.recording, 1);
	uint32_t parts[ARCHIVE_PARTS_MAX];
	int n;

	t.aside = true;
	CHECK_EQ(ERR_DUPLICATE, put_under(b.archive, b.from, &t));
	CHECK_EQ(ERR_NOT_FOUND, archive_parts(b.archive, b.recording, parts, &n));
	CHECK_EQ(1, kept(&b, a));
	put(&b);
	archive_free(b.archive);
}

/* Two servers with one number that neither told of: the first may be on its way to be filed. */
static void what_another_server_sealed_stays_where_nobody_claimed_the_number(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	struct archive_terms t = *terms_of(b.recording, 1);

	put(&b);
	struct sha256 first = standing(&b, a);
	t.unclaimed = true;
	snprintf(t.signer, sizeof(t.signer), "media:second");
	CHECK_EQ(ERR_BROKEN_SEAL, say_sealed_by(&b, "second", "media:second", SEAL_PURPOSE));
	CHECK_EQ(ERR_DUPLICATE, put_under(b.archive, b.from, &t));
	CHECK(sha256_equals(first, standing(&b, a)));
	CHECK_EQ(1, kept(&b, a));
	archive_free(b.archive);
}

static void damage_of_what_is_kept_beside_is_found(void)
{
	struct bench b = bench_new();
	OWN(arena) a = arena_new();
	char path[500];

	put(&b);
	CHECK_EQ(ERR_DUPLICATE, say_again(&b, 1));
	snprintf(path, sizeof(path), "%s/../conflict-0001-1", b.shelf);
	flip(path, "leg-1.mp4", 5);
	struct archive_findings found = verify(&b, a);
	CHECK_EQ(ARCHIVE_CHANGED, only(&found)->what);
	CHECK(text_is(only(&found)->file, "conflict-0001-1/leg-1.mp4"));
	archive_free(b.archive);
}

static const struct test tests[] = {
	T(only_a_seal_made_for_recordings_of_that_server_is_taken),
	T(a_part_that_another_key_sealed_anew_does_not_verify),
	T(another_package_of_a_filed_part_is_kept_beside_it),
	T(what_was_never_filed_makes_room_for_the_part),
	T(a_part_of_another_server_is_never_put_in_its_place),
	T(what_another_server_sealed_stays_where_nobody_claimed_the_number),
	T(damage_of_what_is_kept_beside_is_found),
};
RUN_TESTS(tests)
