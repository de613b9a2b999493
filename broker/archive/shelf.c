/* Paths of packages, and reading one: its names, its manifest, its seal, its journal. */
#include "broker/archive/shelf.h"

#include "broker/common/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CERT_MAX    (64u << 10)
#define UNKNOWN_MAX 100
#define LISTED_MAX  200 /* packages beside parts that one look takes in */

enum err shelf_join(const char *folder, struct text name, char out[SHELF_PATH_MAX])
{
	int n = snprintf(out, SHELF_PATH_MAX, "%s/" TEXT_FMT, folder, TEXT_ARG(name));

	return n > 0 && n < SHELF_PATH_MAX ? ERR_OK : ERR_TOO_LARGE;
}

enum err shelf_recording(const struct archive *a, struct id recording, char out[SHELF_PATH_MAX])
{
	struct id checked;

	if (id_parse(text_of(recording.text), &checked))
		return ERR_BAD_INPUT;
	return shelf_join(a->folder, text_of(checked.text), out);
}

static void name_part(uint32_t part, char out[24])
{
	snprintf(out, 24, "part-%04u", part);
}

bool shelf_is_part(const char *name, uint32_t *part)
{
	char exact[24];
	unsigned n;

	if (sscanf(name, "part-%4u", &n) != 1)
		return false;
	name_part(n, exact);
	*part = n;
	return n > 0 && strcmp(name, exact) == 0;
}

enum err shelf_part(const struct archive *a, struct id recording, uint32_t part,
		    char out[SHELF_PATH_MAX])
{
	char folder[SHELF_PATH_MAX], name[24];

	if (part < 1 || part > 9999)
		return ERR_BAD_INPUT;
	TRY(shelf_recording(a, recording, folder));
	name_part(part, name);
	return shelf_join(folder, text_of(name), out);
}

void shelf_name_conflict(uint32_t part, uint32_t copy, char out[SHELF_CONFLICT_NAME])
{
	snprintf(out, SHELF_CONFLICT_NAME, "conflict-%04u-%u", part % 10000, copy % 100);
}

enum err shelf_conflict(const struct archive *a, struct id recording, uint32_t part, uint32_t copy,
			char out[SHELF_PATH_MAX])
{
	char folder[SHELF_PATH_MAX], name[SHELF_CONFLICT_NAME];

	TRY(shelf_recording(a, recording, folder));
	shelf_name_conflict(part, copy, name);
	return shelf_join(folder, text_of(name), out);
}

static bool is_conflict(const char *name, struct archive_conflict *out)
{
	char exact[SHELF_CONFLICT_NAME];
	unsigned part, copy;

	if (sscanf(name, "conflict-%4u-%2u", &part, &copy) != 2)
		return false;
	shelf_name_conflict(part, copy, exact);
	*out = (struct archive_conflict){ .part = part, .copy = copy };
	return part > 0 && copy > 0 && strcmp(name, exact) == 0;
}

static int by_place(const void *x, const void *y)
{
	const struct archive_conflict *a = x, *b = y;

	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return (a->copy > b->copy) - (a->copy < b->copy);
}

enum err shelf_list_conflicts(const struct archive *a, struct id recording, struct arena *arena,
			      struct list *out)
{
	struct archive_conflict *found = ARENA_LIST(arena, struct archive_conflict, LISTED_MAX);
	char path[SHELF_PATH_MAX];
	size_t n = 0;

	TRY(shelf_recording(a, recording, path));
	DIR *dir = opendir(path);
	if (!dir)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	for (struct dirent *d; n < LISTED_MAX && (d = readdir(dir));)
		n += is_conflict(d->d_name, &found[n]);
	closedir(dir);
	qsort(found, n, sizeof(*found), by_place);
	*out = (struct list){ found, n };
	return ERR_OK;
}

enum err shelf_open(const char *folder, struct text name, int *fd)
{
	char path[SHELF_PATH_MAX];
	struct stat st;

	if (!manifest_name_is_safe(name))
		return ERR_BAD_INPUT;
	TRY(shelf_join(folder, name, path));
	/* A pipe by that name must not stop the thread. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (*fd < 0)
		return errno == ENOENT || errno == ELOOP || errno == ENOTDIR ? ERR_NOT_FOUND
									     : ERR_DISK;
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode))
		return ERR_OK;
	close(*fd);
	return ERR_NOT_FOUND;
}

static enum err read_whole(int fd, size_t most, struct arena *arena, struct text *out)
{
	struct stat st;
	size_t n = 0;

	if (fstat(fd, &st) < 0)
		return ERR_DISK;
	if ((uint64_t)st.st_size > most)
		return ERR_TOO_LARGE;
	char *at = arena_get(arena, (size_t)st.st_size + 1);
	TRY(file_read_at(fd, 0, at, (size_t)st.st_size, &n));
	if (n < (size_t)st.st_size)
		return ERR_DISK;
	*out = (struct text){ at, n };
	return ERR_OK;
}

enum err shelf_load(const char *folder, const char *name, size_t most, struct arena *arena,
		    struct text *out)
{
	int fd;

	TRY(shelf_open(folder, text_of(name), &fd));
	enum err e = read_whole(fd, most, arena, out);
	close(fd);
	return e;
}

static struct bytes bytes_of(struct text t)
{
	return (struct bytes){ (const uint8_t *)t.at, t.n };
}

enum err shelf_load_sealed(const struct archive *a, const char *folder, struct arena *arena,
			   struct sealed *out)
{
	const char *ca = a->ca_path[0] ? a->ca_path : NULL;
	struct sealed s = { 0 };
	struct text seal;

	TRY(shelf_load(folder, MANIFEST_FILE, MANIFEST_BYTES_MAX, arena, &s.json));
	TRY(manifest_parse(s.json, arena, &s.manifest));
	s.digest = sha256_of(bytes_of(s.json));
	s.is_sealed = !shelf_load(folder, MANIFEST_SEAL, SIGNATURE_MAX, arena, &seal) &&
		      !shelf_load(folder, MANIFEST_CERT, CERT_MAX, arena, &s.cert) &&
		      !signature_check(s.cert, ca, bytes_of(s.json), bytes_of(seal)) &&
		      !seal_cert_check(s.cert, ca, s.signer);
	*out = s;
	return ERR_OK;
}

static bool is_known(const struct manifest *m, struct text name)
{
	return text_is(name, ".") || text_is(name, "..") || text_is(name, MANIFEST_FILE) ||
	       text_is(name, MANIFEST_SEAL) || text_is(name, MANIFEST_CERT) ||
	       manifest_find(m, name);
}

enum err shelf_find_unknown(const char *folder, const struct manifest *m, struct arena *arena,
			    struct list *texts)
{
	struct text *names = ARENA_LIST(arena, struct text, UNKNOWN_MAX);
	size_t n = 0;
	DIR *dir = opendir(folder);

	if (!dir)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	for (struct dirent *d; n < UNKNOWN_MAX && (d = readdir(dir));) {
		struct text name = text_of(d->d_name);
		if (!is_known(m, name))
			names[n++] = (struct text){ arena_copy(arena, name), name.n };
	}
	closedir(dir);
	*texts = (struct list){ names, n };
	return ERR_OK;
}

bool shelf_journal_fits(const struct chain_report *r, const struct manifest *m)
{
	struct sha256 head;

	return !sha256_parse(m->journal.head, &head) && sha256_equals(head, r->last) &&
	       m->journal.chunks == r->chunks && m->part == r->head.part &&
	       id_equals(m->visit, r->head.visit) && id_equals(m->recording, r->head.recording);
}

void shelf_forget(int fd)
{
	(void)!posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
}
