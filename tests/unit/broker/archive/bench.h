/*
 * An archive and a package for each test of the archive's room.
 */
#ifndef TESTS_UNIT_BROKER_ARCHIVE_BENCH_H
#define TESTS_UNIT_BROKER_ARCHIVE_BENCH_H

#include "broker/archive/pool.h"
#include "tests/lib/broker/package.h"

MAKER struct signer *signer;

/* A fresh archive, package and recording for each test. */
struct bench {
	struct archive *archive;
	struct id recording;
	char from[300];
	char shelf[400]; /* where part 1 comes to stand */
};

MAKER struct bench bench_new(void)
{
	static unsigned count;
	struct bench b = { .recording = package_id(10 + count++) };
	char ca[300], folder[300];

	if (!signer)
		signer = package_signer(test_folder(), "media");
	snprintf(ca, sizeof(ca), "%s/ca-media.pem", test_folder());
	snprintf(folder, sizeof(folder), "%s/archive", test_folder());
	snprintf(b.from, sizeof(b.from), "%s/package-%u", test_folder(), count);
	snprintf(b.shelf, sizeof(b.shelf), "%s/%s/part-0001", folder, b.recording.text);
	CHECK_EQ(ERR_OK, archive_new(folder, ca, &b.archive));
	package_make(b.from, signer, b.recording, 1);
	return b;
}

MAKER const struct archive_terms *terms_of(struct id recording, uint32_t part)
{
	static struct archive_terms t;

	t = (struct archive_terms){ package_id(1),           recording, part, true, true,
				    "media:" PACKAGE_SERVER, false };
	return &t;
}

MAKER enum err put_under(struct archive *a, const char *from, const struct archive_terms *t)
{
	OWN(arena) arena = arena_new();
	struct archive_taken taken;

	return archive_put(a, from, t, arena, &taken);
}

/* What the archive says to the bench's package. */
MAKER enum err say(struct bench *b)
{
	return put_under(b->archive, b->from, terms_of(b->recording, 1));
}

MAKER struct archive_findings verify(struct bench *b, struct arena *a)
{
	struct archive_findings f;

	CHECK_EQ(ERR_OK, archive_verify(b->archive, b->recording, a, NULL, &f));
	return f;
}

MAKER void put(struct bench *b)
{
	CHECK_EQ(ERR_OK, say(b));
}

MAKER void flip(const char *folder, const char *name, off_t at)
{
	char path[700];
	uint8_t x;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = open(path, O_RDWR);
	CHECK_EQ(1, pread(fd, &x, 1, at));
	x ^= 1;
	CHECK_EQ(1, pwrite(fd, &x, 1, at));
	close(fd);
}

MAKER const struct archive_finding *only(const struct archive_findings *f)
{
	const struct archive_finding *x = f->list.items;

	CHECK_EQ(1, f->list.n);
	CHECK(!f->ok && x->part == 1 && x->say.key);
	return x;
}

#endif
