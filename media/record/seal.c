/* Writes and checks the seal of a package. */
#include "media/record/seal.h"

#include "broker/common/seal/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATH_BYTES 600

static enum err path_of(const char *folder, const char *name, char out[PATH_BYTES])
{
	int n = snprintf(out, PATH_BYTES, "%s/%s", folder, name);

	return n > 0 && n < PATH_BYTES ? ERR_OK : ERR_TOO_LARGE;
}

static enum err save(const char *folder, const char *name, struct bytes b)
{
	char path[PATH_BYTES];

	TRY(path_of(folder, name, path));
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == ENOSPC ? ERR_DISK_FULL : ERR_DISK;
	enum err e = ERR_OK;
	while (!e && b.n > 0) {
		ssize_t n = write(fd, b.at, b.n);
		if (n <= 0)
			e = errno == ENOSPC ? ERR_DISK_FULL : ERR_DISK;
		else
			b = (struct bytes){ b.at + n, b.n - (size_t)n };
	}
	if (!e && fsync(fd) < 0)
		e = ERR_DISK;
	close(fd);
	return e;
}

enum err seal_save(const char *folder, struct text manifest, struct signer *signer)
{
	uint8_t signature[SIGNATURE_MAX];
	size_t n;
	struct bytes body = { (const uint8_t *)manifest.at, manifest.n };
	struct text cert = signer_cert(signer);

	TRY(signer_sign(signer, body, signature, &n));
	TRY(save(folder, MANIFEST_FILE, body));
	TRY(save(folder, MANIFEST_SEAL, (struct bytes){ signature, n }));
	return save(folder, MANIFEST_CERT, (struct bytes){ (const uint8_t *)cert.at, cert.n });
}

/* A whole file on the heap. */
static enum err load(const char *folder, const char *name, size_t most, struct bytes *out)
{
	char path[PATH_BYTES];

	TRY(path_of(folder, name, path));
	FILE *f = fopen(path, "re");
	if (!f)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	fseek(f, 0, SEEK_END);
	long n = ftell(f);
	rewind(f);
	uint8_t *at = n >= 0 && (size_t)n <= most ? malloc((size_t)n + 1) : NULL;
	bool whole = at && fread(at, 1, (size_t)n, f) == (size_t)n;
	fclose(f);
	if (!whole) {
		free(at);
		return n >= 0 && (size_t)n > most ? ERR_TOO_LARGE : ERR_DISK;
	}
	*out = (struct bytes){ at, (size_t)n };
	return ERR_OK;
}

enum err seal_check(const char *folder, const char *ca_path)
{
	struct bytes body = { 0 }, signature = { 0 }, cert = { 0 };

	enum err e = load(folder, MANIFEST_FILE, MANIFEST_BYTES_MAX, &body);
	if (!e)
		e = load(folder, MANIFEST_SEAL, SIGNATURE_MAX, &signature);
	if (!e)
		e = load(folder, MANIFEST_CERT, 64 << 10, &cert);
	if (!e)
		e = signature_check((struct text){ (const char *)cert.at, cert.n }, ca_path, body,
				    signature);
	free((void *)body.at);
	free((void *)signature.at);
	free((void *)cert.at);
	return e;
}
