/* A manifest comes back as it was written; what does not fit is refused. */
#include "broker/common/seal/manifest.h"

#include "tests/lib/broker/package.h"

#include <sys/mman.h>

static const char digest[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/* One file of three bytes with this name and block count. */
static struct text written(struct arena *a, const char *name, size_t blocks)
{
	static struct text sums[4];
	static struct manifest_file file;
	static struct manifest_gap gap;
	static struct manifest_chapter chapter = { 5, { "鹿鸣溪镇 加入", 19 } };
	struct buffer b;

	for (int i = 0; i < 4; i++)
		sums[i] = text_of(digest);
	gap = (struct manifest_gap){ -5, 40, { "" }, TEXT("audio"), TEXT("lost"), 2 };
	file = (struct manifest_file){ .name = text_of(name),
				       .kind = MANIFEST_MEDIA,
				       .leg = package_id(4),
				       .media = TEXT("video/mp4"),
				       .bytes = 3,
				       .sha256 = text_of(digest),
				       .blocks = { sums, blocks } };
	struct manifest m = { .version = 1,
			      .visit = package_id(1),
			      .recording = package_id(2),
			      .part = 1,
			      .program = TEXT("p"),
			      .files = { &file, 1 },
			      .gaps = { &gap, 1 },
			      .chapters = { &chapter, 1 },
			      .zero = { 7 },
			      .made = { 8 },
			      .journal = { 3, text_of(digest), true } };
	buffer_init(&b, a);
	manifest_format(&m, &b);
	return buffer_text(&b);
}

static void a_manifest_comes_back_as_it_was(void)
{
	OWN(arena) a = arena_new();
	struct manifest m;

	CHECK_EQ(ERR_OK, manifest_parse(written(a, "leg-1.mp4", 1), a, &m));
	const struct manifest_file *f = manifest_find(&m, TEXT("leg-1.mp4"));
	CHECK(f && f->bytes == 3 && f->kind == MANIFEST_MEDIA && f->video.n == 0);
	CHECK(id_equals(package_id(4), f->leg));
	const struct manifest_gap *g = m.gaps.items;
	CHECK(g->from_ms == -5 && text_is(g->why, "lost") && !id_is_set(g->leg));
	const struct manifest_chapter *c = m.chapters.items;
	CHECK(text_is(c->text, "鹿鸣溪镇 加入"));
	CHECK(m.journal.recovered && m.zero.ms == 7);
}

static void names_with_a_way_out_are_refused(void)
{
	static const char *const bad[] = { "../x", "a/b",        ".hidden", "manifest.json",
					   "a b",  "signer.pem", "名字" };
	OWN(arena) a = arena_new();
	struct manifest m;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(ERR_BAD_INPUT, manifest_parse(written(a, bad[i], 1), a, &m));
}

static void a_list_of_blocks_must_fit_the_size(void)
{
	OWN(arena) a = arena_new();
	struct manifest m;

	CHECK_EQ(ERR_BAD_INPUT, manifest_parse(written(a, "x", 0), a, &m));
	CHECK_EQ(ERR_BAD_INPUT, manifest_parse(written(a, "x", 2), a, &m));
}

static void unknown_versions_and_members_are_refused(void)
{
	OWN(arena) a = arena_new();
	struct manifest m;
	struct text t = written(a, "x", 1);
	char *copy = arena_copy(a, t);

	char *version = strstr(copy, "\"version\":1");
	CHECK(version != NULL);
	version[10] = '3';
	CHECK(manifest_parse((struct text){ copy, t.n }, a, &m) != ERR_OK);
	version[10] = '1';
	memcpy(version, "\"versiom\":1", 11);
	CHECK(manifest_parse((struct text){ copy, t.n }, a, &m) != ERR_OK);
}

static void a_changed_byte_is_found_in_its_block(void)
{
	OWN(arena) a = arena_new();
	size_t n = 3 * MANIFEST_BLOCK + 77;
	uint8_t *at = calloc(1, n), x = 1;
	struct manifest_file f = { 0 };
	uint64_t offset;
	int fd = memfd_create("file", 0);

	CHECK_EQ((int64_t)n, write(fd, at, n));
	CHECK_EQ(ERR_OK, manifest_digest(fd, a, &f));
	CHECK_EQ(4, f.blocks.n);
	CHECK_EQ(ERR_OK, manifest_check_file(fd, &f, NULL, &offset));
	CHECK_EQ(1, pwrite(fd, &x, 1, 2 * MANIFEST_BLOCK + 5));
	CHECK_EQ(ERR_BROKEN_SEAL, manifest_check_file(fd, &f, NULL, &offset));
	CHECK_EQ(2 * MANIFEST_BLOCK, offset);
	x = 0;
	CHECK_EQ(1, pwrite(fd, &x, 1, 2 * MANIFEST_BLOCK + 5));
	CHECK_EQ(1, pwrite(fd, &x, 1, (off_t)n)); /* one byte more */
	CHECK_EQ(ERR_BROKEN_SEAL, manifest_check_file(fd, &f, NULL, &offset));
	CHECK_EQ(0, ftruncate(fd, (off_t)n - 1));
	CHECK_EQ(ERR_BROKEN_SEAL, manifest_check_file(fd, &f, NULL, &offset));
	close(fd);
	free(at);
}

static const struct test tests[] = {
	T(a_manifest_comes_back_as_it_was),      T(names_with_a_way_out_are_refused),
	T(a_list_of_blocks_must_fit_the_size),   T(unknown_versions_and_members_are_refused),
	T(a_changed_byte_is_found_in_its_block),
};
RUN_TESTS(tests)
