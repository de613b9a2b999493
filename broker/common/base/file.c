/* Reading at an offset, syncing and removing folders. */
#include "broker/common/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum err file_read_at(int fd, uint64_t offset, void *at, size_t n, size_t *got)
{
	size_t done = 0;

	while (done < n) {
		ssize_t r = pread(fd, (uint8_t *)at + done, n - done, (off_t)(offset + done));
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return ERR_DISK;
		if (r == 0)
			break;
		done += (size_t)r;
	}
	*got = done;
	return ERR_OK;
}

enum err folder_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return ERR_DISK;
	enum err e = fsync(fd) < 0 ? ERR_DISK : ERR_OK;
	close(fd);
	return e;
}

enum err folder_remove(const char *path)
{
	DIR *dir = opendir(path);

	if (!dir)
		return errno == ENOENT ? ERR_OK : ERR_DISK;
	for (struct dirent *d; (d = readdir(dir));)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			unlinkat(dirfd(dir), d->d_name, 0);
	closedir(dir);
	return rmdir(path) < 0 ? ERR_DISK : ERR_OK;
}
