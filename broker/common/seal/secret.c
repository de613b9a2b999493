/* The data key and the sealing of personal fields with it. */
#include "broker/common/seal/digest.h"

#include "broker/common/base/file.h"
#include "broker/common/base/ids.h"
#include "broker/common/seal/algorithm.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NONCE_BYTES 12
#define TAG_BYTES   16
#define PATH_SIZE   512

#define PLACED_FORMAT 2 /* stands in the database: never renumber; 1 is sealed at no place */

static enum err read_key(const char *path, struct secret_key *out)
{
	uint8_t room[SECRET_KEY_BYTES + 1];
	struct stat st;

	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	ssize_t n = read(fd, room, sizeof(room));
	bool open_to_others = fstat(fd, &st) != 0 || (st.st_mode & 077);
	close(fd);
	if (n < 0)
		return ERR_DISK;
	if (n != SECRET_KEY_BYTES || open_to_others)
		return ERR_BAD_SETTING;
	for (int i = 0; i < SECRET_KEY_BYTES; i++)
		out->at[i] = room[i];
	return ERR_OK;
}

static void sync_folder(const char *path)
{
	char copy[PATH_SIZE];

	snprintf(copy, sizeof(copy), "%s", path);
	(void)!folder_sync(dirname(copy));
}

static bool write_whole(int fd, const struct secret_key *k)
{
	bool ok = write(fd, k->at, sizeof(k->at)) == sizeof(k->at) && fsync(fd) == 0;

	return close(fd) == 0 && ok;
}

/* Writes a new key aside and links it into its place: there is never half a key, and when two
 * programs start at once the first one's key stands. */
static enum err make_key(const char *path)
{
	char aside[PATH_SIZE];
	struct secret_key k;

	if (snprintf(aside, sizeof(aside), "%s.XXXXXX", path) >= (int)sizeof(aside))
		return ERR_BAD_SETTING;
	int fd = mkostemp(aside, O_CLOEXEC); /* O_EXCL, 0600 */
	if (fd < 0)
		return ERR_DISK;
	random_fill(k.at, sizeof(k.at));
	bool ok = write_whole(fd, &k) && (link(aside, path) == 0 || errno == EEXIST);
	unlink(aside);
	sync_folder(path);
	return ok ? ERR_OK : ERR_DISK;
}

enum err secret_key_read(const char *path, struct secret_key *out)
{
	return read_key(path, out);
}

enum err secret_key_load(const char *path, struct secret_key *out)
{
	enum err e = read_key(path, out);

	if (e != ERR_NOT_FOUND)
		return e;
	TRY(make_key(path));
	return read_key(path, out);
}

/* The number of the format and the three words with their ends, so that none runs into the next. */
static bool add_place(EVP_CIPHER_CTX *ctx, const struct secret_place *at)
{
	const char *words[] = { at->table, at->column, at->row };
	const uint8_t format = PLACED_FORMAT;
	int n;

	if (EVP_CipherUpdate(ctx, NULL, &n, &format, 1) != 1)
		return false;
	for (int i = 0; i < 3; i++)
		if (EVP_CipherUpdate(ctx, NULL, &n, (const uint8_t *)words[i],
				     (int)strlen(words[i]) + 1) != 1)
			return false;
	return true;
}

/* at NULL: at no place. */
static enum err seal(const struct secret_key *k, const struct secret_place *at, struct bytes b,
		     uint8_t *out)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	uint8_t *body = out + NONCE_BYTES;
	int n = 0, rest = 0;

	if (!ctx)
		abort();
	random_fill(out, NONCE_BYTES);
	bool ok = b.n <= INT_MAX &&
		  EVP_EncryptInit_ex(ctx, algorithm_aes256_gcm(), NULL, k->at, out) == 1 &&
		  (!at || add_place(ctx, at)) &&
		  (b.n == 0 || EVP_EncryptUpdate(ctx, body, &n, b.at, (int)b.n) == 1) &&
		  EVP_EncryptFinal_ex(ctx, body + n, &rest) == 1 &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, body + b.n) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return ok ? ERR_OK : ERR_CRYPTO;
}

static enum err open_sealed(const struct secret_key *k, const struct secret_place *at,
			    struct bytes b, uint8_t *out)
{
	int n = 0, rest = 0;

	if (b.n < SECRET_EXTRA || b.n > INT_MAX)
		return ERR_CRYPTO;
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	if (!ctx)
		abort();
	size_t body = b.n - SECRET_EXTRA;
	const uint8_t *tag = b.at + NONCE_BYTES + body;
	bool ok = EVP_DecryptInit_ex(ctx, algorithm_aes256_gcm(), NULL, k->at, b.at) == 1 &&
		  (!at || add_place(ctx, at)) &&
		  (body == 0 ||
		   EVP_DecryptUpdate(ctx, out, &n, b.at + NONCE_BYTES, (int)body) == 1) &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, (void *)tag) == 1 &&
		  EVP_DecryptFinal_ex(ctx, out + n, &rest) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return ok ? ERR_OK : ERR_CRYPTO;
}

enum err secret_seal(const struct secret_key *k, struct bytes b, uint8_t *out)
{
	return seal(k, NULL, b, out);
}

enum err secret_open(const struct secret_key *k, struct bytes b, uint8_t *out)
{
	return open_sealed(k, NULL, b, out);
}

enum err secret_seal_at(const struct secret_key *k, struct secret_place at, struct bytes b,
			uint8_t *out)
{
	out[0] = PLACED_FORMAT;
	return seal(k, &at, b, out + 1);
}

enum err secret_open_at(const struct secret_key *k, struct secret_place at, struct bytes b,
			uint8_t *out)
{
	if (!b.n || b.at[0] != PLACED_FORMAT)
		return ERR_CRYPTO;
	return open_sealed(k, &at, (struct bytes){ b.at + 1, b.n - 1 }, out);
}
