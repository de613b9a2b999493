/* Makes the package of a part: builds in a folder beside it, renames at the end. */
#include "media/studio/finalise.h"

#include "broker/common/base/file.h"
#include "broker/common/base/log.h"
#include "media/record/journal_read.h"
#include "media/record/seal.h"
#include "media/studio/package.h"
#include "media/studio/reel.h"

#include <errno.h>
#include <fcntl.h>
#include <gst/gst.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folders of a package. */
struct place {
	char parent[FINALISE_PATH_MAX];
	char done[FINALISE_PATH_MAX];
	char building[FINALISE_PATH_MAX];
};

static enum err format(char out[FINALISE_PATH_MAX], const char *folder, const char *name)
{
	int n = snprintf(out, FINALISE_PATH_MAX, "%s/%s", folder, name);

	return n > 0 && n < FINALISE_PATH_MAX ? ERR_OK : ERR_TOO_LARGE;
}

static enum err place_of(const char *packages, struct id visit, uint32_t part, struct place *out)
{
	char name[40];

	TRY(format(out->parent, packages, visit.text));
	snprintf(name, sizeof(name), "part-%04u", part);
	TRY(format(out->done, out->parent, name));
	snprintf(name, sizeof(name), ".part-%04u.building", part);
	return format(out->building, out->parent, name);
}

static enum err make_folder(const char *path)
{
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return file_err();
	return ERR_OK;
}

/* The same bytes under a second name; a copy where the file system has no links. */
static enum err copy_bytes(int from, int to)
{
	char room[1 << 16];
	ssize_t n;

	while ((n = read(from, room, sizeof(room))) > 0) {
		for (ssize_t done = 0; done < n;) {
			ssize_t w = write(to, room + done, (size_t)(n - done));
			if (w <= 0)
				return file_err();
			done += w;
		}
	}
	return n < 0 ? ERR_DISK : ERR_OK;
}

static enum err take_journal(const char *journal, const char *folder)
{
	char path[FINALISE_PATH_MAX];

	TRY(format(path, folder, MANIFEST_CHAIN));
	if (link(journal, path) == 0)
		return ERR_OK;
	int from = open(journal, O_RDONLY | O_CLOEXEC);
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	enum err e = from < 0 || to < 0 ? file_err() : copy_bytes(from, to);
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return e;
}

static void tell(const struct survey *s, const struct manifest *m, struct finalise_result *out)
{
	int media = 0;

	for (size_t i = 0; i < m->files.n; i++)
		media += ((const struct manifest_file *)m->files.items)[i].kind == MANIFEST_MEDIA;
	out->visit = s->head.visit;
	out->recording = s->head.recording;
	out->part = s->head.part;
	out->duration_ms = m->till_ms - m->from_ms;
	out->files = media;
	out->gaps = (int)m->gaps.n;
}

static enum err build(const struct finalise_job *job, struct survey *s,
		      struct journal_reader *reader, const char *folder,
		      struct finalise_result *out)
{
	OWN(reel) reel = NULL;
	struct manifest m;
	struct buffer text;

	TRY(take_journal(job->journal, folder));
	TRY(reel_new(folder, s, reader, &reel));
	TRY(package_describe(folder, s, reel, job->now, &m));
	buffer_init(&text, s->arena);
	manifest_format(&m, &text);
	TRY(seal_save(folder, buffer_text(&text), job->signer));
	TRY(folder_sync(folder));
	tell(s, &m, out);
	return ERR_OK;
}

/* A package that an earlier run has finished. */
static enum err read_done(const struct place *at, const struct survey *s,
			  struct finalise_result *out)
{
	char path[FINALISE_PATH_MAX];
	struct buffer text;
	struct manifest m;
	char room[1 << 14];
	ssize_t n;

	TRY(seal_check(at->done, NULL));
	TRY(format(path, at->done, MANIFEST_FILE));
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return ERR_NOT_FOUND;
	buffer_init(&text, s->arena);
	while ((n = read(fd, room, sizeof(room))) > 0)
		buffer_add(&text, room, (size_t)n);
	close(fd);
	TRY(manifest_parse(buffer_text(&text), s->arena, &m));
	tell(s, &m, out);
	return ERR_OK;
}

/* One at a time for a part: a finaliser whose server was killed may still be at it. */
static enum err lock_journal(const char *path, int *fd)
{
	struct stat st;

	*fd = open(path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	if (flock(*fd, LOCK_EX) == 0 && fstat(*fd, &st) == 0 && st.st_nlink > 0)
		return ERR_OK;
	close(*fd); /* or filed and removed while we waited */
	return ERR_NOT_FOUND;
}

static enum err make(const struct finalise_job *job, struct finalise_result *out)
{
	OWN(arena) arena = arena_new();
	OWN(journal_reader) reader = NULL;
	OWN(survey) s = NULL;
	struct place at;
	struct finalise_result result = { 0 };

	TRY(journal_reader_open(job->journal, &job->master, &reader));
	TRY(survey_new(reader, arena, &s));
	TRY(place_of(job->packages, s->head.visit, s->head.part, &at));
	memcpy(result.folder, at.done, sizeof(result.folder));
	if (read_done(&at, s, &result) == ERR_OK) {
		*out = result;
		return ERR_OK;
	}
	TRY(make_folder(job->packages));
	TRY(make_folder(at.parent));
	TRY(folder_remove(at.done)); /* not whole: an earlier disk fault */
	TRY(folder_remove(at.building));
	TRY(make_folder(at.building));
	TRY(build(job, s, reader, at.building, &result));
	if (rename(at.building, at.done) < 0)
		return file_err();
	TRY(folder_sync(at.parent));
	*out = result;
	return ERR_OK;
}

static enum err run(const struct finalise_job *job, struct finalise_result *out)
{
	int lock;

	TRY(lock_journal(job->journal, &lock));
	enum err e = make(job, out);
	close(lock);
	return e;
}

enum err finalise_part(const struct finalise_job *job, struct finalise_result *out)
{
	gst_init(NULL, NULL);
	enum err e = run(job, out);
	if (e)
		log_broken("studio.not_finalised", "why=%s", err_word(e));
	else
		log_info("studio.finalised", "visit=%s part=%u files=%d gaps=%d", out->visit.text,
			 out->part, out->files, out->gaps);
	return e;
}

enum err finalise_remove(const char *packages, struct id visit, uint32_t part)
{
	struct place at;

	TRY(place_of(packages, visit, part, &at));
	TRY(folder_remove(at.building));
	TRY(folder_remove(at.done));
	rmdir(at.parent); /* stays while other parts are inside */
	return ERR_OK;
}
