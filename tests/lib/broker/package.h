/*
 * Makes journals and packages without media, for tests of the chain, the manifest and the
 * archive. Static functions, so that tests of one room need no library.
 */
#ifndef TESTS_LIB_BROKER_PACKAGE_H
#define TESTS_LIB_BROKER_PACKAGE_H

#include "broker/common/seal/chain.h"
#include "broker/common/seal/manifest.h"
#include "tests/lib/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAKER __attribute__((unused)) static

#define PACKAGE_CHUNKS_MAX 400

MAKER struct id package_id(unsigned n)
{
	struct id id;

	snprintf(id.text, sizeof(id.text), "01JZ11111111111111111111%02u", n % 100);
	return id;
}

/* A key and certificate for `subject` with this one use below a CA that is there: <name>.key,
 * <name>.pem. */
MAKER struct signer *package_cert(const char *folder, const char *ca, const char *name,
				  const char *subject, const char *use)
{
	struct signer *s = NULL;
	char line[2000], key[300], cert[300];

	snprintf(line, sizeof(line),
		 "cd %s && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
		 "%s.key -out %s.csr -subj /CN=%s 2>/dev/null && echo extendedKeyUsage=%s >%s.ext "
		 "&& openssl x509 -req -in %s.csr -CA ca-%s.pem -CAkey ca-%s.key -CAcreateserial "
		 "-extfile %s.ext -out %s.pem -days 30 2>/dev/null",
		 folder, name, name, subject, use, name, name, ca, ca, name, name);
	CHECK_EQ(0, system(line));
	snprintf(key, sizeof(key), "%s/%s.key", folder, name);
	snprintf(cert, sizeof(cert), "%s/%s.pem", folder, name);
	CHECK_EQ(ERR_OK, signer_load(key, cert, &s));
	return s;
}

/* One that seals the recordings of the media server "test", and its CA: ca-<name>.pem. */
#define PACKAGE_SERVER "test"
MAKER struct signer *package_signer(const char *folder, const char *name)
{
	char line[1000];

	snprintf(line, sizeof(line),
		 "cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
		 "-keyout ca-%s.key -out ca-%s.pem -subj /CN=test-ca -days 30 2>/dev/null",
		 folder, name, name);
	CHECK_EQ(0, system(line));
	return package_cert(folder, name, name, "media:" PACKAGE_SERVER, SEAL_PURPOSE);
}

/* A journal in memory, and where each chunk stands in it. */
struct chain_maker {
	struct chain_head head;
	uint8_t *at;
	size_t n;
	size_t starts[PACKAGE_CHUNKS_MAX + 1]; /* of each chunk, then the end */
	uint32_t chunks;
	struct sha256 previous;
};

MAKER void chain_add(struct chain_maker *m, enum chain_kind kind, enum chain_end end,
		     struct signer *signer)
{
	uint8_t room[2000], payload[300];
	struct sink s, p;
	struct chain_chunk c = { .kind = kind,
				 .visit = m->head.visit,
				 .part = m->head.part,
				 .number = m->chunks,
				 .wall = { 1790000000000 + m->chunks * 1000 },
				 .monotonic_us = m->chunks * 1000000,
				 .previous = m->previous };

	sink_init(&p, payload, sizeof(payload));
	if (kind == CHAIN_SEAL)
		CHECK_EQ(ERR_OK, chain_seal_format(&m->head, &c, end, signer, &p));
	else
		for (uint32_t i = 0; i < 40 + m->chunks % 7; i++)
			sink_u8(&p, (uint8_t)(i * 37 + m->chunks));
	c.length = (uint32_t)p.n;
	sink_init(&s, room, sizeof(room));
	chain_chunk_format(&c, &s);
	sink_add(&s, payload, p.n);
	m->previous = sha256_of(sink_bytes(&s));
	sink_add(&s, m->previous.at, SHA256_BYTES);
	m->at = realloc(m->at, m->n + s.n);
	memcpy(m->at + m->n, room, s.n);
	m->starts[m->chunks++] = m->n;
	m->n += s.n;
	m->starts[m->chunks] = m->n;
}

/* What a package is of; the visit may be left empty. */
struct package {
	struct id visit;
	struct id recording;
	uint32_t part;
	struct text media;                      /* of its film; empty: video/mp4 */
	uint8_t film;                           /* another value: other content */
	const struct manifest_carried *carried; /* one, or NULL */
	off_t more;                             /* bytes of nothing behind its film */
};

/* So many chunks, signed in between, closed. */
MAKER struct chain_maker chain_make_of(struct signer *signer, int chunks, const struct package *of)
{
	struct chain_maker m = { 0 };
	struct sink s;

	m.head = (struct chain_head){ .visit = id_is_set(of->visit) ? of->visit : package_id(1),
				      .recording = of->recording,
				      .part = of->part,
				      .started = { 1790000000000 } };
	m.at = malloc(CHAIN_HEAD_BYTES);
	sink_init(&s, m.at, CHAIN_HEAD_BYTES);
	m.previous = chain_head_format(&m.head, &s);
	m.n = CHAIN_HEAD_BYTES;
	for (int i = 0; i < chunks; i++) {
		chain_add(&m, CHAIN_DATA, CHAIN_GOES_ON, signer);
		if (i % 10 == 9)
			chain_add(&m, CHAIN_SEAL, CHAIN_GOES_ON, signer);
	}
	chain_add(&m, CHAIN_SEAL, CHAIN_CLOSED, signer);
	return m;
}

MAKER void file_save(const char *folder, const char *name, const void *at, size_t n)
{
	char path[700];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0 && write(fd, at, n) == (ssize_t)n);
	close(fd);
}

MAKER struct chain_maker chain_make(struct signer *signer, int chunks, struct id recording,
				    uint32_t part)
{
	return chain_make_of(signer, chunks,
			     &(struct package){ .recording = recording, .part = part });
}

MAKER struct text text_hex(struct sha256 d, struct arena *a)
{
	char hex[65];

	sha256_format(d, hex);
	return (struct text){ arena_copy(a, text_of(hex)), 64 };
}

MAKER void package_add_file(const char *folder, struct arena *a, struct manifest_file *f)
{
	char path[700];

	snprintf(path, sizeof(path), "%s/" TEXT_FMT, folder, TEXT_ARG(f->name));
	int fd = open(path, O_RDONLY);
	CHECK_EQ(ERR_OK, manifest_digest(fd, a, f));
	close(fd);
}

MAKER void package_lengthen(const char *folder, const char *name, off_t n)
{
	char path[700];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	CHECK_EQ(0, truncate(path, n));
}

/* A whole package: a journal of 25 chunks, a gap map, a "film" of 2.5 MiB. */
MAKER void package_make_of(const char *folder, struct signer *signer, const struct package *of)
{
	OWN(arena) a = arena_new();
	struct chain_maker c = chain_make_of(signer, 25, of);
	size_t film_n = (5u << 20) / 2;
	uint8_t *film = malloc(film_n), seal[SIGNATURE_MAX];
	struct manifest_file files[3] = {
		{ .name = TEXT("journal.xqj"),
		  .kind = MANIFEST_JOURNAL,
		  .media = TEXT("application/octet-stream") },
		{ .name = TEXT("gapmap.json"),
		  .kind = MANIFEST_GAPMAP,
		  .media = TEXT("application/json") },
		{ .name = TEXT("leg-1.mp4"),
		  .kind = MANIFEST_MEDIA,
		  .leg = package_id(2),
		  .media = of->media.n ? of->media : TEXT("video/mp4"),
		  .seat = TEXT("village"),
		  .seat_name = TEXT("鹿尾村"),
		  .offset_ms = 1200,
		  .duration_ms = 58000 },
	};
	struct manifest_gap gap = { 20000, 20400, package_id(2), TEXT("video"), TEXT("lost"), 0 };
	struct manifest_chapter chapter = { 1200, TEXT("joined") };
	struct manifest m = { .version = 1,
			      .visit = c.head.visit,
			      .recording = of->recording,
			      .part = of->part,
			      .program = TEXT("test"),
			      .from_ms = (of->part - 1) * 60000,
			      .till_ms = of->part * 60000,
			      .gaps = { &gap, 1 },
			      .chapters = { &chapter, 1 },
			      .carried = { (void *)of->carried, of->carried ? 1 : 0 },
			      .zero = { 1790000000000 },
			      .made = { 1790000000000 } };
	struct buffer b;
	size_t n;

	for (size_t i = 0; i < film_n; i++)
		film[i] = (uint8_t)(i * 31 + (i >> 9) + of->film);
	mkdir(folder, 0700);
	file_save(folder, "journal.xqj", c.at, c.n);
	file_save(folder, "gapmap.json", "{\"gaps\":[]}", 11);
	file_save(folder, "leg-1.mp4", film, film_n);
	if (of->more)
		package_lengthen(folder, "leg-1.mp4", (off_t)film_n + of->more);
	for (int i = 0; i < 3; i++)
		package_add_file(folder, a, &files[i]);
	m.files = (struct list){ files, 3 };
	m.journal = (struct manifest_journal){ c.chunks, text_hex(c.previous, a), false };
	buffer_init(&b, a);
	manifest_format(&m, &b);
	CHECK_EQ(ERR_OK, signer_sign(signer, (struct bytes){ (uint8_t *)b.at, b.n }, seal, &n));
	file_save(folder, "manifest.json", b.at, b.n);
	file_save(folder, "manifest.sig", seal, n);
	file_save(folder, "signer.pem", signer_cert(signer).at, signer_cert(signer).n);
	free(film);
	free(c.at);
}

MAKER void package_make(const char *folder, struct signer *signer, struct id recording,
			uint32_t part)
{
	package_make_of(folder, signer, &(struct package){ .recording = recording, .part = part });
}

#endif
