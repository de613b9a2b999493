/* The archive's readers: which parts there are, their manifests, ranges of their files. */
#include "broker/archive/archive.h"

#include "broker/archive/shelf.h"
#include "broker/common/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const archive_fault_words[ARCHIVE_FAULT_COUNT + 1] = {
	[ARCHIVE_CHANGED] = "changed",
	[ARCHIVE_MISSING] = "missing",
	[ARCHIVE_REORDERED] = "reordered",
	[ARCHIVE_REMOVED] = "removed",
	[ARCHIVE_BAD_SIGNATURE] = "bad_signature",
	[ARCHIVE_UNKNOWN_FILE] = "unknown_file",
	[ARCHIVE_UNFILED] = "unfiled",
	[ARCHIVE_CONFLICT] = "conflict",
	[ARCHIVE_NOT_WHOLE] = "not_whole",
	[ARCHIVE_AWAITED] = "awaited",
};

enum err archive_new(const char *folder, const char *ca_path, struct archive **out)
{
	OWN(archive) a = calloc(1, sizeof(*a));

	if (!a)
		abort();
	TRY(text_copy(text_of(folder), a->folder, sizeof(a->folder)));
	TRY(text_copy(text_of(ca_path), a->ca_path, sizeof(a->ca_path)));
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return ERR_DISK;
	*out = archive_give(&a);
	return ERR_OK;
}

void archive_free(struct archive *a)
{
	free(a);
}

static int by_number(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

enum err archive_parts(struct archive *a, struct id recording, uint32_t *parts, int *n)
{
	char path[SHELF_PATH_MAX];
	int found = 0;

	TRY(shelf_recording(a, recording, path));
	DIR *dir = opendir(path);
	if (!dir)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	for (struct dirent *d; found < ARCHIVE_PARTS_MAX && (d = readdir(dir));) {
		if (shelf_is_part(d->d_name, &parts[found]))
			found++;
	}
	closedir(dir);
	if (found == 0)
		return ERR_NOT_FOUND;
	qsort(parts, (size_t)found, sizeof(*parts), by_number);
	*n = found;
	return ERR_OK;
}

enum err archive_conflicts(struct archive *a, struct id recording, struct arena *arena,
			   struct list *out)
{
	struct list found;

	TRY(shelf_list_conflicts(a, recording, arena, &found));
	struct archive_conflict *rows = (struct archive_conflict *)found.items;
	size_t n = 0;
	for (size_t i = 0; i < found.n; i++) {
		struct archive_conflict row = rows[i];
		char path[SHELF_PATH_MAX];
		struct sealed s;

		TRY(shelf_conflict(a, recording, row.part, row.copy, path));
		if (shelf_load_sealed(a, path, arena, &s))
			continue;
		const struct manifest_file *files = s.manifest.files.items;
		for (size_t k = 0; k < s.manifest.files.n; k++)
			row.bytes += files[k].bytes;
		row.digest = s.digest;
		memcpy(row.signer, s.signer, sizeof(row.signer));
		rows[n++] = row;
	}
	*out = (struct list){ rows, n };
	return ERR_OK;
}

enum err archive_manifest(struct archive *a, struct id recording, uint32_t part,
			  struct arena *arena, struct archive_part *out)
{
	char path[SHELF_PATH_MAX];
	struct sealed s;

	TRY(shelf_part(a, recording, part, path));
	TRY(shelf_load_sealed(a, path, arena, &s));
	if (!s.is_sealed || !id_equals(s.manifest.recording, recording) || s.manifest.part != part)
		return ERR_BROKEN_SEAL;
	*out = (struct archive_part){ .part = part, .digest = s.digest, .manifest = s.manifest };
	memcpy(out->signer, s.signer, sizeof(out->signer));
	return ERR_OK;
}

enum err archive_open(struct archive *a, struct id recording, uint32_t part, struct text file,
		      struct archive_file *out)
{
	OWN(arena) arena = arena_new();
	char path[SHELF_PATH_MAX];
	struct manifest m;
	struct text json;
	struct archive_file f;

	TRY(shelf_part(a, recording, part, path));
	TRY(shelf_load(path, MANIFEST_FILE, MANIFEST_BYTES_MAX, arena, &json));
	TRY(manifest_parse(json, arena, &m));
	const struct manifest_file *named = manifest_find(&m, file);
	if (!named)
		return ERR_NOT_FOUND;
	TRY(text_copy(named->media, f.media, sizeof(f.media)));
	TRY(shelf_open(path, file, &f.fd));
	f.bytes = named->bytes;
	*out = f;
	return ERR_OK;
}

enum err archive_read(const struct archive_file *f, int64_t offset, void *at, size_t n, size_t *got)
{
	if (offset < 0)
		return ERR_BAD_INPUT;
	return file_read_at(f->fd, (uint64_t)offset, at, n, got);
}

void archive_close(struct archive_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}
