/* The web client's files, kept in memory. */
#include "broker/link/files.h"

#include "broker/common/base/log.h"
#include "broker/common/seal/digest.h"
#include "broker/link/header.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct files {
	struct file list[FILES_MAX];
	int n;
	size_t bytes;
};

static const char *const types[][2] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".html", "text/html; charset=utf-8" },
	{ ".ico", "image/x-icon" },
	{ ".jpg", "image/jpeg" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".mp3", "audio/mpeg" },
	{ ".png", "image/png" },
	{ ".svg", "image/svg+xml" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".wasm", "application/wasm" },
	{ ".wav", "audio/wav" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".woff", "font/woff" },
	{ ".woff2", "font/woff2" },
};

static const char *type_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i][0], dot) == 0)
			return types[i][1];
	return "application/octet-stream";
}

/* The whole file, at most `most` bytes; at NULL: cannot be read. */
static struct text slurp(const char *path, size_t most)
{
	struct text none = { NULL, 0 };
	struct stat s;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return none;
	if (fstat(fd, &s) || !S_ISREG(s.st_mode) || (size_t)s.st_size > most) {
		close(fd);
		return none;
	}
	char *at = malloc((size_t)s.st_size + 1);
	if (!at)
		abort();
	ssize_t n = read(fd, at, (size_t)s.st_size);
	close(fd);
	if (n == s.st_size)
		return (struct text){ at, (size_t)n };
	free(at);
	return none;
}

static void set_etag(struct file *f)
{
	char digits[2 * SHA256_BYTES + 1];

	sha256_format(sha256_of((struct bytes){ (const uint8_t *)f->plain.at, f->plain.n }),
		      digits);
	snprintf(f->etag, sizeof(f->etag), "\"%.16s\"", digits);
}

static void add(struct files *f, const char *folder, const char *path)
{
	char full[4096];

	if (f->n == FILES_MAX || !path_is_safe(text_of(path)))
		return;
	snprintf(full, sizeof(full), "%s%s", folder, path);
	struct text plain = slurp(full, FILES_BYTES_MAX - f->bytes);
	if (!plain.at) {
		log_odd("web.skipped", "path=%s", path);
		return;
	}
	f->bytes += plain.n;
	struct file *file = &f->list[f->n++];
	*file = (struct file){ .path = strdup(path),
			       .type = type_of(path),
			       .plain = plain,
			       .hashed = strncmp(path, "/assets/", 8) == 0 };
	set_etag(file);
	snprintf(full, sizeof(full), "%s%s.gz", folder, path);
	struct text packed = slurp(full, FILES_BYTES_MAX - f->bytes);
	if (packed.at)
		file->packed = packed;
	f->bytes += packed.n;
}

static bool ends_in_gz(const char *name)
{
	size_t n = strlen(name);

	return n > 3 && strcmp(name + n - 3, ".gz") == 0;
}

static void walk(struct files *f, const char *folder, const char *below, int depth)
{
	char path[2048];
	struct stat s;

	snprintf(path, sizeof(path), "%s%s", folder, below);
	DIR *d = depth < FILES_DEPTH_MAX ? opendir(path) : NULL;
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d));) {
		if (e->d_name[0] == '.' || ends_in_gz(e->d_name))
			continue;
		char one[1024], full[4096];
		if (snprintf(one, sizeof(one), "%s/%s", below, e->d_name) >= (int)sizeof(one))
			continue;
		snprintf(full, sizeof(full), "%s%s", folder, one);
		if (stat(full, &s))
			continue;
		if (S_ISDIR(s.st_mode))
			walk(f, folder, one, depth + 1);
		else
			add(f, folder, one);
	}
	closedir(d);
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

struct files *files_new(const char *folder)
{
	struct files *f = calloc(1, sizeof(*f));

	if (!f)
		abort();
	if (folder[0])
		walk(f, folder, "", 0);
	qsort(f->list, (size_t)f->n, sizeof(f->list[0]), compare);
	return f;
}

void files_free(struct files *f)
{
	if (!f)
		return;
	for (int i = 0; i < f->n; i++) {
		free(f->list[i].path);
		free((char *)f->list[i].plain.at);
		free((char *)f->list[i].packed.at);
	}
	free(f);
}

static const struct file *find(const struct files *f, const char *path)
{
	struct file key = { .path = (char *)path };

	return bsearch(&key, f->list, (size_t)f->n, sizeof(f->list[0]), compare);
}

const struct file *files_find(const struct files *f, struct text path)
{
	char at[600];

	if (!path_is_safe(path) || text_copy(path, at, sizeof(at)))
		return NULL;
	const struct file *file = find(f, at);
	if (!file && !memchr(path.at, '.', path.n))
		file = find(f, FILES_INDEX);
	return file;
}

int files_count(const struct files *f)
{
	return f->n;
}
