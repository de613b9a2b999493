/* The walk over a journal finds every change and says where it is. */
#include "broker/common/seal/chain.h"

#include "tests/lib/broker/package.h"

#include <sys/mman.h>

#define FINDINGS 64

struct findings {
	struct chain_finding list[FINDINGS];
	int n;
};

static struct signer *signer;
static char cert_path[300];

static struct signer *signer_of_all(void)
{
	if (!signer)
		signer = package_signer(test_folder(), "one");
	snprintf(cert_path, sizeof(cert_path), "%s/one.pem", test_folder());
	return signer;
}

static void on_found(void *owner, const struct chain_finding *f)
{
	struct findings *all = owner;

	if (all->n < FINDINGS)
		all->list[all->n++] = *f;
}

static struct findings walk(const uint8_t *at, size_t n, struct chain_report *r)
{
	struct findings f = { 0 };
	struct chain_listener listener = { on_found, &f };
	int fd = memfd_create("journal", 0);

	CHECK_EQ((int64_t)n, write(fd, at, n));
	CHECK_EQ(ERR_OK, chain_check(fd, signer_cert(signer), listener, r));
	CHECK_EQ(f.n < FINDINGS ? f.n : FINDINGS, r->findings < FINDINGS ? r->findings : FINDINGS);
	close(fd);
	return f;
}

static struct chain_maker made(int chunks)
{
	return chain_make(signer_of_all(), chunks, package_id(3), 1);
}

/* Pieces of the file, by chunk, in another order. */
static uint8_t *rearrange(const struct chain_maker *m, const int *order, int count, size_t *n)
{
	uint8_t *out = malloc(m->n * 2);

	memcpy(out, m->at, CHAIN_HEAD_BYTES);
	*n = CHAIN_HEAD_BYTES;
	for (int i = 0; i < count; i++) {
		size_t length = m->starts[order[i] + 1] - m->starts[order[i]];
		memcpy(out + *n, m->at + m->starts[order[i]], length);
		*n += length;
	}
	return out;
}

static void a_whole_journal_has_no_findings(void)
{
	struct chain_maker m = made(25);
	struct chain_report r;

	struct findings f = walk(m.at, m.n, &r);
	CHECK_EQ(0, f.n);
	CHECK_EQ(CHAIN_CLOSED, r.end);
	CHECK_EQ(28, r.chunks);
	CHECK_EQ(3, r.heads);
	CHECK_EQ((int64_t)m.n, r.bytes);
	CHECK(sha256_equals(m.previous, r.last));
	free(m.at);
}

static void every_flipped_bit_is_found(void)
{
	struct chain_maker m = made(12);
	struct chain_report r;

	for (size_t i = 0; i < m.n; i++) {
		m.at[i] ^= (uint8_t)(1u << i % 8);
		CHECK(walk(m.at, m.n, &r).n > 0);
		m.at[i] ^= (uint8_t)(1u << i % 8);
	}
	free(m.at);
}

static void a_flipped_bit_is_found_with_its_chunk_and_offset(void)
{
	struct chain_maker m = made(25);
	struct chain_report r;

	m.at[m.starts[7] + CHAIN_HEADER_BYTES + 5] ^= 4;
	struct findings f = walk(m.at, m.n, &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_CHANGED, f.list[0].fault);
	CHECK_EQ(7, f.list[0].chunk);
	CHECK_EQ((int64_t)m.starts[7], f.list[0].offset);
	free(m.at);
}

static void a_changed_length_hides_no_later_chunk(void)
{
	struct chain_maker m = made(25);
	struct chain_report r;

	m.at[m.starts[7] + CHAIN_HEADER_BYTES - SHA256_BYTES - 3] ^= 1; /* of the length */
	struct findings f = walk(m.at, m.n, &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_CHANGED, f.list[0].fault);
	CHECK_EQ(7, f.list[0].chunk);
	CHECK_EQ(27, r.chunks);
	free(m.at);
}

static void a_removed_chunk_is_found(void)
{
	struct chain_maker m = made(8);
	int order[] = { 0, 1, 2, 3, 5, 6, 7, 8 };
	struct chain_report r;
	size_t n;

	uint8_t *at = rearrange(&m, order, 8, &n);
	struct findings f = walk(at, n, &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_REMOVED, f.list[0].fault);
	CHECK_EQ(4, f.list[0].chunk);
	CHECK_EQ((int64_t)m.starts[4], f.list[0].offset);
	free(at);
	free(m.at);
}

static void reordered_chunks_are_found(void)
{
	struct chain_maker m = made(8);
	int order[] = { 0, 1, 2, 4, 3, 5, 6, 7, 8 };
	struct chain_report r;
	size_t n;

	uint8_t *at = rearrange(&m, order, 9, &n);
	struct findings f = walk(at, n, &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_REORDERED, f.list[0].fault);
	CHECK_EQ(3, f.list[0].chunk);
	free(at);
	free(m.at);
}

static void a_chunk_that_stands_twice_is_found(void)
{
	struct chain_maker m = made(8);
	int order[] = { 0, 1, 2, 3, 3, 4, 5, 6, 7, 8 };
	struct chain_report r;
	size_t n;

	uint8_t *at = rearrange(&m, order, 10, &n);
	struct findings f = walk(at, n, &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_REORDERED, f.list[0].fault);
	free(at);
	free(m.at);
}

static void every_shorter_file_is_found(void)
{
	struct chain_maker m = made(12);
	struct chain_report r;

	for (size_t n = 0; n < m.n; n += 7)
		CHECK(walk(m.at, n, &r).n > 0);
	struct findings f = walk(m.at, m.n - 1, &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_TRUNCATED, f.list[0].fault);
	CHECK_EQ((int64_t)m.starts[m.chunks - 1], f.list[0].offset);
	free(m.at);
}

static void a_missing_end_is_found_also_at_a_chunk(void)
{
	struct chain_maker m = made(12);
	struct chain_report r;

	struct findings f = walk(m.at, m.starts[6], &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_TRUNCATED, f.list[0].fault);
	CHECK_EQ(6, f.list[0].chunk);
	free(m.at);
}

static void a_head_signed_by_another_is_found(void)
{
	signer_of_all();
	struct signer *other = package_signer(test_folder(), "two");
	struct chain_maker m = chain_make(other, 5, package_id(3), 1);
	struct chain_report r;

	struct findings f = walk(m.at, m.n, &r);
	CHECK(f.n >= 1);
	CHECK_EQ(CHAIN_BAD_SIGNATURE, f.list[0].fault);
	CHECK_EQ(5, f.list[0].chunk);
	signer_free(other);
	free(m.at);
}

/* Somebody replaces a chunk and makes its hash fit: the next one names another. */
static void a_replaced_chunk_breaks_the_chain(void)
{
	struct chain_maker m = made(8);
	struct chain_report r;
	size_t from = m.starts[3], till = m.starts[4];

	m.at[from + CHAIN_HEADER_BYTES] ^= 1;
	struct sha256 d = sha256_of((struct bytes){ m.at + from, till - from - SHA256_BYTES });
	memcpy(m.at + till - SHA256_BYTES, d.at, SHA256_BYTES);
	struct findings f = walk(m.at, m.n, &r);
	CHECK_EQ(1, f.n);
	CHECK_EQ(CHAIN_CHANGED, f.list[0].fault);
	CHECK_EQ(4, f.list[0].chunk);
	free(m.at);
}

static const struct test tests[] = {
	T(a_whole_journal_has_no_findings),
	T(every_flipped_bit_is_found),
	T(a_flipped_bit_is_found_with_its_chunk_and_offset),
	T(a_changed_length_hides_no_later_chunk),
	T(a_removed_chunk_is_found),
	T(reordered_chunks_are_found),
	T(a_chunk_that_stands_twice_is_found),
	T(every_shorter_file_is_found),
	T(a_missing_end_is_found_also_at_a_chunk),
	T(a_head_signed_by_another_is_found),
	T(a_replaced_chunk_breaks_the_chain),
};
RUN_TESTS(tests)
