/* The manifest as JSON by tables, and the digests of the files that it names. */
#include "broker/common/seal/manifest.h"

#include "broker/common/base/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FAR_MS         (INT64_C(400) * DAY_MS)
#define SIZE_MAX_BYTES (INT64_C(1) << 42)
#define BLOCKS_MAX     (SIZE_MAX_BYTES / MANIFEST_BLOCK)

static const char *const kind_words[] = {
	[MANIFEST_JOURNAL] = "journal",
	[MANIFEST_GAPMAP] = "gapmap",
	[MANIFEST_MEDIA] = "media",
	[MANIFEST_POSTER] = "poster",
	NULL,
};

static const struct field size_fields[] = {
	F(manifest_size, width, INT, .max = 16384),
	F(manifest_size, height, INT, .max = 16384),
	F(manifest_size, frames, INT, .max = INT32_MAX),
	{ 0 },
};

static const struct field video_fields[] = {
	F(manifest_video, codec, TEXT, .max = 20),
	F(manifest_video, width, INT, .max = 16384),
	F(manifest_video, height, INT, .max = 16384),
	F(manifest_video, frames, INT, .max = INT32_MAX),
	F(manifest_video, rate_mhz, INT, .max = 1000000, .help = "frames in 1000 s"),
	F(manifest_video, sizes, LIST, .optional = true, .max = MANIFEST_SIZES_MAX,
	  .of = size_fields, .item_size = sizeof(struct manifest_size)),
	{ 0 },
};

static const struct field audio_fields[] = {
	F(manifest_audio, codec, TEXT, .max = 20),
	F(manifest_audio, rate, INT, .max = 384000),
	F(manifest_audio, channels, INT, .max = 64),
	F(manifest_audio, packets, INT, .max = INT32_MAX),
	{ 0 },
};

static const struct field file_fields[] = {
	F(manifest_file, name, TEXT, .max = MANIFEST_NAME_MAX),
	F(manifest_file, kind, WORD, .words = kind_words),
	F(manifest_file, leg, ID, .optional = true),
	F(manifest_file, seat, TEXT, .optional = true, .max = 64),
	F(manifest_file, seat_name, TEXT, .optional = true, .max = 256),
	F(manifest_file, media, TEXT, .max = 40),
	F(manifest_file, document, BOOL, .optional = true),
	F(manifest_file, offset_ms, INT, .min = -FAR_MS, .max = FAR_MS),
	F(manifest_file, duration_ms, INT, .max = FAR_MS),
	F(manifest_file, bytes, INT, .max = SIZE_MAX_BYTES),
	F(manifest_file, video, LIST, .max = 1, .of = video_fields,
	  .item_size = sizeof(struct manifest_video)),
	F(manifest_file, audio, LIST, .max = 1, .of = audio_fields,
	  .item_size = sizeof(struct manifest_audio)),
	F(manifest_file, sha256, TEXT, .max = 2 * SHA256_BYTES),
	F(manifest_file, blocks, TEXTS, .max = BLOCKS_MAX, .help = "SHA-256 of each MiB"),
	{ 0 },
};

static const struct field gap_fields[] = {
	F(manifest_gap, from_ms, INT, .min = -FAR_MS, .max = FAR_MS),
	F(manifest_gap, till_ms, INT, .min = -FAR_MS, .max = FAR_MS),
	F(manifest_gap, leg, ID, .optional = true),
	F(manifest_gap, media, TEXT, .max = 20),
	F(manifest_gap, why, TEXT, .max = 40),
	F(manifest_gap, packets, INT, .max = INT32_MAX),
	{ 0 },
};

static const struct field chapter_fields[] = {
	F(manifest_chapter, at_ms, INT, .min = -FAR_MS, .max = FAR_MS),
	F(manifest_chapter, text, TEXT, .optional = true, .max = 512),
	F(manifest_chapter, kind, TEXT, .optional = true, .max = 40),
	F(manifest_chapter, leg, ID, .optional = true),
	F(manifest_chapter, seat, TEXT, .optional = true, .max = 64),
	F(manifest_chapter, name, TEXT, .optional = true, .max = 256),
	{ 0 },
};

static const struct field carried_fields[] = {
	F(manifest_carried, leg, ID, .optional = true),
	F(manifest_carried, seat_name, TEXT, .optional = true, .max = 256),
	F(manifest_carried, media, TEXT, .max = 20),
	F(manifest_carried, packets, INT, .max = INT64_MAX / 2),
	F(manifest_carried, bytes, INT, .max = INT64_MAX / 2),
	F(manifest_carried, ms, INT, .max = FAR_MS),
	F(manifest_carried, journaled, INT, .max = INT64_MAX / 2),
	F(manifest_carried, filmed, INT, .max = INT64_MAX / 2),
	{ 0 },
};

static const struct field journal_fields[] = {
	F(manifest_journal, chunks, INT, .max = INT32_MAX),
	F(manifest_journal, head, TEXT, .max = 2 * SHA256_BYTES),
	F(manifest_journal, recovered, BOOL),
	{ 0 },
};

static const struct field manifest_fields[] = {
	F(manifest, version, INT, .min = 1, .max = MANIFEST_VERSION),
	F(manifest, visit, ID),
	F(manifest, recording, ID),
	F(manifest, part, INT, .min = 1, .max = 9999),
	F(manifest, late, BOOL, .optional = true),
	F(manifest, zero, INSTANT),
	F(manifest, from_ms, INT, .min = -FAR_MS, .max = FAR_MS),
	F(manifest, till_ms, INT, .min = -FAR_MS, .max = FAR_MS),
	F(manifest, made, INSTANT),
	F(manifest, program, TEXT, .max = 200),
	F(manifest, journal, OBJECT, .of = journal_fields,
	  .item_size = sizeof(struct manifest_journal)),
	F(manifest, files, LIST, .max = MANIFEST_FILES_MAX, .of = file_fields,
	  .item_size = sizeof(struct manifest_file)),
	F(manifest, gaps, LIST, .max = MANIFEST_GAPS_MAX, .of = gap_fields,
	  .item_size = sizeof(struct manifest_gap)),
	F(manifest, chapters, LIST, .max = MANIFEST_NOTES_MAX, .of = chapter_fields,
	  .item_size = sizeof(struct manifest_chapter)),
	F(manifest, notes, TEXTS, .max = MANIFEST_NOTES_MAX),
	F(manifest, carried, LIST, .optional = true, .max = MANIFEST_CARRIED_MAX,
	  .of = carried_fields, .item_size = sizeof(struct manifest_carried)),
	{ 0 },
};

/* The gap map alone. */
struct gap_file {
	struct list gaps;
};

static const struct field gap_file_fields[] = {
	F(gap_file, gaps, LIST, .max = MANIFEST_GAPS_MAX, .of = gap_fields,
	  .item_size = sizeof(struct manifest_gap)),
	{ 0 },
};

void manifest_format(const struct manifest *m, struct buffer *out)
{
	fields_format(manifest_fields, m, out);
}

void manifest_format_gaps(const struct manifest *m, struct buffer *out)
{
	struct gap_file f = { m->gaps };

	fields_format(gap_file_fields, &f, out);
}

bool manifest_name_is_safe(struct text name)
{
	static const char others[] = "-_.";

	if (name.n == 0 || name.n > MANIFEST_NAME_MAX || name.at[0] == '.')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || (c && strchr(others, c));
		if (!plain)
			return false;
	}
	return true;
}

const struct manifest_file *manifest_find(const struct manifest *m, struct text name)
{
	const struct manifest_file *files = m->files.items;

	for (size_t i = 0; i < m->files.n; i++) {
		if (text_equals(files[i].name, name))
			return &files[i];
	}
	return NULL;
}

static enum err check_file(const struct manifest *m, const struct manifest_file *f)
{
	const struct text *blocks = f->blocks.items;
	struct sha256 d;

	if (!manifest_name_is_safe(f->name) || manifest_find(m, f->name) != f)
		return ERR_BAD_INPUT;
	if (text_is(f->name, MANIFEST_FILE) || text_is(f->name, MANIFEST_SEAL) ||
	    text_is(f->name, MANIFEST_CERT))
		return ERR_BAD_INPUT;
	if ((uint64_t)f->blocks.n != ((uint64_t)f->bytes + MANIFEST_BLOCK - 1) / MANIFEST_BLOCK)
		return ERR_BAD_INPUT;
	TRY(sha256_parse(f->sha256, &d));
	for (size_t i = 0; i < f->blocks.n; i++)
		TRY(sha256_parse(blocks[i], &d));
	return ERR_OK;
}

enum err manifest_parse(struct text in, struct arena *a, struct manifest *out)
{
	struct manifest m = { 0 };
	struct fault fault = { 0 };
	struct json json;
	struct sha256 d;

	if (in.n > MANIFEST_BYTES_MAX)
		return ERR_TOO_LARGE;
	TRY(json_parse(in, a, &json));
	TRY(fields_parse(json, manifest_fields, a, &m, &fault));
	const struct manifest_file *files = m.files.items;
	for (size_t i = 0; i < m.files.n; i++)
		TRY(check_file(&m, &files[i]));
	TRY(sha256_parse(m.journal.head, &d));
	*out = m;
	return ERR_OK;
}

static struct text hex_of(struct sha256 d, struct arena *a)
{
	char hex[2 * SHA256_BYTES + 1];

	sha256_format(d, hex);
	struct text t = { hex, 2 * SHA256_BYTES };
	return (struct text){ arena_copy(a, t), t.n };
}

static enum err digest_blocks(int fd, uint8_t *block, struct arena *a, struct manifest_file *f)
{
	OWN(hasher) whole = hasher_new();
	off_t end = lseek(fd, 0, SEEK_END);

	if (end < 0)
		return ERR_DISK;
	if (end > SIZE_MAX_BYTES)
		return ERR_TOO_LARGE;
	size_t most = ((size_t)end + MANIFEST_BLOCK - 1) / MANIFEST_BLOCK;
	struct text *blocks = ARENA_LIST(a, struct text, most + 1);
	size_t n = 0, got = 0;
	uint64_t offset = 0;
	for (; n < most; n++, offset += got) {
		TRY(file_read_at(fd, offset, block, MANIFEST_BLOCK, &got));
		if (got == 0)
			break;
		hasher_add(whole, (struct bytes){ block, got });
		blocks[n] = hex_of(sha256_of((struct bytes){ block, got }), a);
	}
	if (offset != (uint64_t)end)
		return ERR_DISK;
	f->bytes = (int64_t)end;
	f->blocks = (struct list){ blocks, n };
	f->sha256 = hex_of(hasher_get(whole), a);
	return ERR_OK;
}

enum err manifest_digest(int fd, struct arena *a, struct manifest_file *f)
{
	uint8_t *block = malloc(MANIFEST_BLOCK);

	if (!block)
		abort();
	enum err e = digest_blocks(fd, block, a, f);
	free(block);
	return e;
}

static enum err compare_blocks(int fd, uint8_t *block, const struct manifest_file *f,
			       const struct manifest_watch *watch, uint64_t *offset)
{
	OWN(hasher) whole = hasher_new();
	const struct text *blocks = f->blocks.items;
	struct sha256 want;
	size_t got = 0;
	uint64_t at = 0;

	for (size_t i = 0; i < f->blocks.n; i++, at += got) {
		if (watch && watch->stops(watch->owner, got))
			return ERR_STOPPING;
		*offset = at;
		TRY(file_read_at(fd, at, block, MANIFEST_BLOCK, &got));
		TRY(sha256_parse(blocks[i], &want));
		if (!sha256_equals(want, sha256_of((struct bytes){ block, got })))
			return ERR_BROKEN_SEAL;
		hasher_add(whole, (struct bytes){ block, got });
	}
	*offset = at;
	TRY(file_read_at(fd, at, block, MANIFEST_BLOCK, &got));
	TRY(sha256_parse(f->sha256, &want));
	bool same = sha256_equals(want, hasher_get(whole));
	return got == 0 && same && at == (uint64_t)f->bytes ? ERR_OK : ERR_BROKEN_SEAL;
}

enum err manifest_check_file(int fd, const struct manifest_file *f,
			     const struct manifest_watch *watch, uint64_t *offset)
{
	uint8_t *block = malloc(MANIFEST_BLOCK);

	if (!block)
		abort();
	enum err e = compare_blocks(fd, block, f, watch, offset);
	free(block);
	return e;
}
