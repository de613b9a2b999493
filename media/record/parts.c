/* Numbers, paths and marks of the parts of a recording on the disk. */
#include "media/record/parts.h"

#include "broker/common/base/file.h"
#include "broker/common/seal/chain.h"
#include "media/record/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK_KEEP_MS (30 * DAY_MS)

static enum err format(char out[JOURNAL_PATH_MAX], const char *folder, const char *visit,
		       const char *name)
{
	int n = snprintf(out, JOURNAL_PATH_MAX, "%s/%s%s%s", folder, visit, *name ? "/" : "", name);

	return n > 0 && n < JOURNAL_PATH_MAX ? ERR_OK : ERR_TOO_LARGE;
}

enum err journal_format_path(const char *folder, struct id visit, uint32_t part,
			     char out[JOURNAL_PATH_MAX])
{
	char name[40];

	snprintf(name, sizeof(name), "part-%04u.xqj", part);
	return format(out, folder, visit.text, name);
}

static enum err format_mark(const char *folder, struct id visit, uint32_t part,
			    char out[JOURNAL_PATH_MAX])
{
	char name[40];

	snprintf(name, sizeof(name), "part-%04u.filed", part);
	return format(out, folder, visit.text, name);
}

/* The number in a name part-NNNN.xqj or part-NNNN.filed; 0: another file. */
static uint32_t number_of(const char *name)
{
	unsigned n;
	char end[8];

	if (sscanf(name, "part-%4u.%7s", &n, end) != 2)
		return 0;
	return strcmp(end, "xqj") == 0 || strcmp(end, "filed") == 0 ? n : 0;
}

static bool is_journal(const char *name)
{
	const char *end = strrchr(name, '.');

	return number_of(name) > 0 && end && strcmp(end, ".xqj") == 0;
}

/* Of those that came in time, or of those that came late: the one kind takes no number of the
 * other. */
static uint32_t highest(const char *path, uint32_t from, uint32_t till)
{
	DIR *dir = opendir(path);
	uint32_t high = 0;

	for (struct dirent *d; dir && (d = readdir(dir));) {
		uint32_t n = number_of(d->d_name);
		high = n > high && n >= from && n <= till ? n : high;
	}
	if (dir)
		closedir(dir);
	return high;
}

enum err parts_make(const char *folder, struct id visit, uint32_t *part, int *fd)
{
	char path[JOURNAL_PATH_MAX];

	TRY(format(path, folder, visit.text, ""));
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return file_err();
	bool is_late = *part >= JOURNAL_LATE_FIRST;
	uint32_t till = is_late ? JOURNAL_LATE_LAST : JOURNAL_LATE_FIRST - 1;
	uint32_t next = highest(path, is_late ? JOURNAL_LATE_FIRST : 1, till) + 1;

	for (uint32_t n = *part > next ? *part : next; n <= till; n++) {
		TRY(journal_format_path(folder, visit, n, path));
		int made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (made < 0 && errno == EEXIST)
			continue;
		if (made < 0)
			return file_err();
		*part = n;
		*fd = made;
		return ERR_OK;
	}
	return ERR_TOO_MANY;
}

enum err parts_sync(const char *folder, struct id visit)
{
	char path[JOURNAL_PATH_MAX];

	TRY(format(path, folder, visit.text, ""));
	TRY(folder_sync(path));
	return folder_sync(folder);
}

/* The wall time of the last whole chunk; *cut_off: the media server died before it closed it. */
static enum err journal_end_of(const char *path, struct instant *out, bool *cut_off)
{
	OWN(chain_reader) reader = NULL;
	struct chain_record r;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return ERR_NOT_FOUND;
	enum err e = chain_reader_new(fd, &reader);
	if (!e)
		*out = chain_reader_head(reader)->started;
	while (!e) {
		e = chain_reader_next(reader, &r);
		if (e)
			break;
		*out = r.chunk.wall;
		*cut_off = chain_seal_end(&r.chunk, r.payload) != CHAIN_CLOSED;
	}
	close(fd);
	return reader ? ERR_OK : e;
}

struct instant parts_end_before(const char *folder, struct id visit, uint32_t part)
{
	char path[JOURNAL_PATH_MAX];
	struct instant end = { 0 }, nothing = { 0 };
	bool cut_off = false;
	long long ms;
	int was_cut_off;

	if (part < 2 || journal_format_path(folder, visit, part - 1, path))
		return nothing;
	if (!journal_end_of(path, &end, &cut_off))
		return cut_off ? end : nothing;
	if (format_mark(folder, visit, part - 1, path))
		return nothing;
	FILE *mark = fopen(path, "re");
	if (!mark)
		return nothing;
	if (fscanf(mark, "%lld %d", &ms, &was_cut_off) == 2 && was_cut_off)
		end.ms = ms;
	fclose(mark);
	return end;
}

enum err journal_remove(const char *folder, struct id visit, uint32_t part)
{
	char path[JOURNAL_PATH_MAX], mark[JOURNAL_PATH_MAX];
	struct instant end = { 0 };

	TRY(journal_format_path(folder, visit, part, path));
	TRY(format_mark(folder, visit, part, mark));
	bool cut_off = false;
	enum err e = journal_end_of(path, &end, &cut_off);
	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	int fd = open(mark, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return file_err();
	bool done = dprintf(fd, "%lld %d\n", (long long)end.ms, cut_off) > 0 && fsync(fd) == 0;
	close(fd);
	if (!done)
		return ERR_DISK;
	if (unlink(path) < 0)
		return ERR_DISK;
	return parts_sync(folder, visit);
}

static void each_of_visit(const char *folder, const char *visit, struct parts_listener listener)
{
	char path[JOURNAL_PATH_MAX];
	struct dirent **names;

	if (format(path, folder, visit, ""))
		return;
	int n = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char inner[40];
		snprintf(inner, sizeof(inner), "%.39s", names[i]->d_name);
		if (is_journal(inner) && !format(path, folder, visit, inner))
			listener.found(listener.owner, path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

enum err parts_each(const char *folder, struct parts_listener listener)
{
	struct dirent **names;
	struct id visit;
	int n = scandir(folder, &names, NULL, alphasort);

	if (n < 0)
		return ERR_DISK;
	for (int i = 0; i < n; i++) {
		if (!id_parse(text_of(names[i]->d_name), &visit))
			each_of_visit(folder, visit.text, listener);
		free(names[i]);
	}
	free(names);
	return ERR_OK;
}

/* Removes old marks, and the folder when nothing else is there. */
static void tidy_visit(const char *folder, const char *visit, struct instant now)
{
	char path[JOURNAL_PATH_MAX], name[40];
	struct stat st;

	if (format(path, folder, visit, ""))
		return;
	DIR *dir = opendir(path);
	for (struct dirent *d; dir && (d = readdir(dir));) {
		snprintf(name, sizeof(name), "%.39s", d->d_name);
		if (number_of(name) == 0 || is_journal(name) || format(path, folder, visit, name) ||
		    stat(path, &st) < 0)
			continue;
		if ((int64_t)st.st_mtime * SECOND_MS < now.ms - MARK_KEEP_MS)
			unlink(path);
	}
	if (dir)
		closedir(dir);
	if (!format(path, folder, visit, ""))
		rmdir(path); /* fails while something is inside */
}

void parts_tidy(const char *folder, struct instant now)
{
	struct dirent **names;
	struct id visit;
	int n = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		if (!id_parse(text_of(names[i]->d_name), &visit))
			tidy_visit(folder, visit.text, now);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}
