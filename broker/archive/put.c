/* Takes a package in: copies, syncs, reads back, and only then puts it in its place. */
#include "broker/archive/archive.h"
#include "broker/archive/shelf.h"
#include "broker/common/base/file.h"
#include "broker/common/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BYTES (1u << 20)

static const char *const seal_names[] = { MANIFEST_FILE, MANIFEST_SEAL, MANIFEST_CERT };

static enum err copy_bytes(int from, int to, char *room)
{
	ssize_t n;

	while ((n = read(from, room, COPY_BYTES)) > 0) {
		for (ssize_t done = 0; done < n;) {
			ssize_t w = write(to, room + done, (size_t)(n - done));
			if (w < 0 && errno == EINTR)
				continue;
			if (w <= 0)
				return file_err();
			done += w;
		}
	}
	if (n < 0)
		return ERR_DISK;
	return fsync(to) < 0 ? file_err() : ERR_OK;
}

static enum err copy_file(const char *from, const char *to, struct text name, char *room)
{
	char path[SHELF_PATH_MAX];
	int in, out;

	TRY(shelf_join(to, name, path));
	TRY(shelf_open(from, name, &in));
	out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum err e = out < 0 ? file_err() : copy_bytes(in, out, room);
	close(in);
	if (out >= 0) {
		shelf_forget(out);
		close(out);
	}
	return e;
}

static enum err copy_all(const char *from, const char *to, const struct manifest *m)
{
	const struct manifest_file *files = m->files.items;
	char *room = malloc(COPY_BYTES);
	enum err e = ERR_OK;

	if (!room)
		abort();
	for (size_t i = 0; !e && i < m->files.n; i++)
		e = copy_file(from, to, files[i].name, room);
	for (size_t i = 0; !e && i < sizeof(seal_names) / sizeof(seal_names[0]); i++)
		e = copy_file(from, to, text_of(seal_names[i]), room);
	free(room);
	return e == ERR_NOT_FOUND ? ERR_BAD_INPUT : e;
}

static enum err check_chain(int fd, const struct sealed *s)
{
	struct chain_listener nobody = { 0 };
	struct chain_report r;

	TRY(chain_check(fd, s->cert, nobody, &r));
	return r.findings == 0 && shelf_journal_fits(&r, &s->manifest) ? ERR_OK : ERR_BROKEN_SEAL;
}

static enum err check_file(const char *folder, const struct manifest_file *f,
			   const struct sealed *s)
{
	uint64_t offset;
	int fd;

	TRY(shelf_open(folder, f->name, &fd));
	shelf_forget(fd);
	enum err e = manifest_check_file(fd, f, NULL, &offset);
	if (!e && f->kind == MANIFEST_JOURNAL)
		e = check_chain(fd, s);
	close(fd);
	return e;
}

/* What lies there now, against its own manifest and the CA. */
static enum err read_back(const struct archive *a, const char *folder, const struct sealed *sent)
{
	OWN(arena) arena = arena_new();
	const struct manifest_file *files = sent->manifest.files.items;
	struct sealed s;

	TRY(shelf_load_sealed(a, folder, arena, &s));
	if (!s.is_sealed || !text_equals(s.json, sent->json))
		return ERR_BROKEN_SEAL;
	for (size_t i = 0; i < sent->manifest.files.n; i++)
		TRY(check_file(folder, &files[i], sent));
	return ERR_OK;
}

/* The names that lead to a part. */
static enum err sync_place(const struct archive *a, const char *recording)
{
	TRY(folder_sync(recording));
	return folder_sync(a->folder);
}

/* Into a folder beside its place, read back there, then renamed. */
static enum err take_in(struct archive *a, const char *from, const char *to, const struct sealed *s)
{
	char recording[SHELF_PATH_MAX], building[SHELF_PATH_MAX], name[40];

	TRY(shelf_recording(a, s->manifest.recording, recording));
	snprintf(name, sizeof(name), ".part-%04u.coming", (unsigned)s->manifest.part % 10000);
	TRY(shelf_join(recording, text_of(name), building));
	TRY(folder_remove(building));
	if (mkdir(building, 0700) < 0)
		return file_err();
	enum err e = copy_all(from, building, &s->manifest);
	if (!e)
		e = folder_sync(building);
	if (!e)
		e = read_back(a, building, s);
	if (!e && rename(building, to) < 0)
		e = file_err();
	if (e) {
		(void)!folder_remove(building);
		return e;
	}
	return sync_place(a, recording);
}

/* One put at a time for a recording, also between processes. */
static enum err lock_recording(const char *path, int *fd)
{
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return file_err();
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return ERR_DISK;
	if (flock(*fd, LOCK_EX) == 0)
		return ERR_OK;
	close(*fd);
	return ERR_DISK;
}

/* It is there: the same, whole and sure to stay? The one who put it may have died before that. */
static enum err put_again(struct archive *a, const char *to, const struct sealed *s)
{
	char recording[SHELF_PATH_MAX];

	TRY(shelf_recording(a, s->manifest.recording, recording));
	TRY(read_back(a, to, s));
	return sync_place(a, recording);
}

/* To this place; ERR_DUPLICATE: another package, or what was one, stands there. */
static enum err put_to(struct archive *a, const char *from, const char *to, const struct sealed *s)
{
	OWN(arena) arena = arena_new();
	struct text old;
	enum err e = shelf_load(to, MANIFEST_FILE, MANIFEST_BYTES_MAX, arena, &old);

	if (e == ERR_OK)
		return text_equals(old, s->json) ? put_again(a, to, s) : ERR_DUPLICATE;
	if (e != ERR_NOT_FOUND)
		return e;
	return access(to, F_OK) == 0 ? ERR_DUPLICATE : take_in(a, from, to, s);
}

/* Beside the part, at the first free place. ERR_DUPLICATE: it lies there now. */
static enum err put_aside(struct archive *a, const char *from, const struct sealed *s)
{
	char to[SHELF_PATH_MAX];

	for (uint32_t copy = 1; copy <= ARCHIVE_CONFLICTS_MAX; copy++) {
		TRY(shelf_conflict(a, s->manifest.recording, (uint32_t)s->manifest.part, copy, to));
		enum err e = put_to(a, from, to, s);
		if (!e)
			return ERR_DUPLICATE;
		if (e != ERR_DUPLICATE)
			return e;
	}
	return ERR_TOO_MANY;
}

/* What stands in the place of a part and was never filed; synced with what takes its place. */
static enum err move_aside(struct archive *a, const char *standing, const struct manifest *m)
{
	char to[SHELF_PATH_MAX];

	for (uint32_t copy = 1; copy <= ARCHIVE_CONFLICTS_MAX; copy++) {
		TRY(shelf_conflict(a, m->recording, (uint32_t)m->part, copy, to));
		if (access(to, F_OK) == 0)
			continue;
		return rename(standing, to) < 0 ? file_err() : ERR_OK;
	}
	return ERR_TOO_MANY;
}

/* Did a server that is not this one seal what stands there? It may be on its way to be filed. */
static bool is_of_another(const struct archive *a, const char *standing, const struct sealed *s)
{
	OWN(arena) arena = arena_new();
	struct sealed other;

	return !shelf_load_sealed(a, standing, arena, &other) && other.is_sealed &&
	       strcmp(other.signer, s->signer) != 0;
}

static enum err put_locked(struct archive *a, const char *from, const struct sealed *s,
			   const struct archive_terms *t)
{
	char to[SHELF_PATH_MAX];
	enum err e = ERR_DUPLICATE;

	TRY(shelf_part(a, s->manifest.recording, (uint32_t)s->manifest.part, to));
	if (!t->aside)
		e = put_to(a, from, to, s);
	if (e != ERR_DUPLICATE)
		return e;
	if (t->aside || t->filed || (t->unclaimed && is_of_another(a, to, s)))
		return put_aside(a, from, s);
	TRY(move_aside(a, to, &s->manifest));
	return take_in(a, from, to, s);
}

static enum err check_sent(struct archive *a, const char *from, struct arena *arena,
			   struct sealed *s)
{
	struct list unknown;

	TRY(shelf_load_sealed(a, from, arena, s));
	if (!s->is_sealed)
		return ERR_BROKEN_SEAL;
	TRY(shelf_find_unknown(from, &s->manifest, arena, &unknown));
	return unknown.n > 0 ? ERR_BAD_INPUT : ERR_OK;
}

/* Nothing that consent does not cover, whatever the media server took it for. */
static bool is_covered(const struct manifest_file *f, const struct archive_terms *t)
{
	bool video = f->kind == MANIFEST_POSTER || f->video.n > 0 ||
		     text_starts(f->media, "video/") || text_starts(f->media, "image/");
	bool audio = f->audio.n > 0 || text_starts(f->media, "audio/");

	return (t->video || !video) && (t->audio || !audio);
}

static enum err check_terms(const struct manifest *m, const struct archive_terms *t)
{
	if (!id_equals(m->recording, t->recording) || !id_equals(m->visit, t->visit) ||
	    m->part != t->part)
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < m->files.n; i++)
		if (!is_covered((const struct manifest_file *)m->files.items + i, t))
			return ERR_FORBIDDEN;
	return ERR_OK;
}

/* While nobody else puts: what stands in the place now, and beside it. */
static enum err read_taken(struct archive *a, const struct archive_terms *t, bool is_in,
			   struct arena *arena, struct archive_taken *out)
{
	struct archive_taken taken = { 0 };

	if (is_in)
		TRY(archive_manifest(a, t->recording, t->part, arena, &taken.part));
	TRY(archive_conflicts(a, t->recording, arena, &taken.conflicts));
	*out = taken;
	return ERR_OK;
}

static enum err put_fitting(struct archive *a, const char *from, const struct archive_terms *t,
			    struct arena *arena, struct archive_taken *out)
{
	char path[SHELF_PATH_MAX];
	struct sealed s;
	int lock;

	TRY(check_sent(a, from, arena, &s));
	if (strcmp(s.signer, t->signer) != 0)
		return ERR_BROKEN_SEAL;
	TRY(check_terms(&s.manifest, t));
	TRY(shelf_recording(a, t->recording, path));
	TRY(lock_recording(path, &lock));
	enum err e = put_locked(a, from, &s, t);
	enum err seen = ERR_OK;
	if (!e || e == ERR_DUPLICATE)
		seen = read_taken(a, t, !e, arena, out);
	close(lock);
	return seen ? seen : e;
}

enum err archive_put(struct archive *a, const char *from, const struct archive_terms *t,
		     struct arena *arena, struct archive_taken *out)
{
	enum err e = put_fitting(a, from, t, arena, out);

	if (e == ERR_DUPLICATE)
		log_broken("archive.set_aside", "recording=%s part=%u", t->recording.text, t->part);
	else if (e)
		log_broken("archive.refused", "recording=%s part=%u why=%s", t->recording.text,
			   t->part, err_word(e));
	else
		log_info("archive.filed", "recording=%s part=%u", t->recording.text, t->part);
	return e;
}
