/* Heads of the audit chain: signed, kept in the table, appended to the file. */
#include "broker/store/audit_heads.h"

#include "broker/common/base/file.h"
#include "broker/common/base/log.h"
#include "broker/common/base/sink.h"
#include "broker/common/form/base64.h"
#include "broker/store/connection.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MAX     512
#define APPEND_ROWS  200 /* read at once */
#define SIGNED_BYTES (64 + SHA256_BYTES)

/* What is signed: a name for what it is, then the head. */
static struct bytes signed_bytes(const struct audit_signed *s, uint8_t at[SIGNED_BYTES])
{
	struct sink k;

	sink_init(&k, at, SIGNED_BYTES);
	sink_format(&k, "xinqiao audit head 1\n");
	sink_u64(&k, (uint64_t)s->seq);
	sink_u64(&k, (uint64_t)s->at.ms);
	sink_add(&k, s->hash.at, SHA256_BYTES);
	assert(!sink_is_full(&k));
	return sink_bytes(&k);
}

enum err audit_sign(struct db *db, const struct keypair *k, struct instant now)
{
	struct audit_signed s = {
		.seq = db->head.seq, .at = now, .hash = db->head.hash, .key = keypair_name(k)
	};
	uint8_t at[SIGNED_BYTES];

	if (!s.seq || db_found(db, Q_audit_signed_find, "i", s.seq))
		return ERR_OK;
	TRY(keypair_sign(k, signed_bytes(&s, at), s.signature, &s.signature_n));
	return db_run(db, Q_audit_signed_add, "imhhb", s.seq, s.at, s.hash, s.key,
		      (struct bytes){ s.signature, s.signature_n });
}

enum err audit_signed_check(const struct audit_signed *s, const struct keypair *k)
{
	uint8_t at[SIGNED_BYTES];

	return keypair_check(k, s->key, signed_bytes(s, at),
			     (struct bytes){ s->signature, s->signature_n });
}

static enum err load(const struct rows *r, struct arena *a, struct audit_signed *out)
{
	struct bytes signature = rows_bytes(r, 4, a);

	*out = (struct audit_signed){ .seq = rows_int(r, 0),
				      .at = rows_instant(r, 1),
				      .hash = rows_sha256(r, 2),
				      .key = rows_sha256(r, 3) };
	/* One that is too long was never ours: it stays empty and does not check. */
	if (signature.n <= SIGNATURE_MAX) {
		memcpy(out->signature, signature.at, signature.n);
		out->signature_n = signature.n;
	}
	return ERR_OK;
}

enum err audit_signed_last(struct db *db, struct audit_signed *out)
{
	OWN(arena) a = arena_new();
	ROWS r = db_find(db, Q_audit_signed_last, "");

	TRY(rows_one(&r));
	return load(&r, a, out);
}

enum err audit_signed_list(struct db *db, int64_t after, int most, struct arena *a,
			   struct list *out)
{
	size_t room = 0;
	ROWS r = db_find(db, Q_audit_signed_list, "iw", after, most);

	*out = (struct list){ NULL, 0 };
	while (rows_next(&r))
		TRY(load(&r, a, list_add(out, &room, a, sizeof(struct audit_signed))));
	return rows_err(&r);
}

enum err audit_file_load(const char *path, struct arena *a, struct text *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	size_t n = 0;

	*out = (struct text){ "", 0 };
	if (fd < 0)
		return errno == ENOENT ? ERR_OK : ERR_DISK;
	enum err e = fstat(fd, &st) ? ERR_DISK : ERR_OK;
	if (!e && st.st_size > AUDIT_FILE_MAX)
		e = ERR_TOO_LARGE;
	char *at = e ? NULL : arena_get(a, (size_t)st.st_size + 1);
	if (!e)
		e = file_read_at(fd, 0, at, (size_t)st.st_size, &n);
	close(fd);
	if (!e)
		*out = (struct text){ at, n };
	return e;
}

/* "1 seq at hash key signature": hexadecimal digests, the signature in base64. */
static void line_format(const struct audit_signed *s, struct buffer *out)
{
	char hash[2 * SHA256_BYTES + 1], key[2 * SHA256_BYTES + 1];
	char signature[BASE64_LENGTH(SIGNATURE_MAX) + 1];

	sha256_format(s->hash, hash);
	sha256_format(s->key, key);
	base64_format((struct bytes){ s->signature, s->signature_n }, signature);
	buffer_addf(out, "1 %lld %lld %s %s %s\n", (long long)s->seq, (long long)s->at.ms, hash,
		    key, signature);
}

static enum err line_parse(struct text line, struct arena *a, struct audit_signed *out)
{
	struct bytes signature;

	if (!text_is(text_next(&line, ' '), "1"))
		return ERR_BAD_INPUT;
	TRY(text_parse_int(text_next(&line, ' '), 1, INT64_MAX, &out->seq));
	TRY(text_parse_int(text_next(&line, ' '), 0, INT64_MAX, &out->at.ms));
	TRY(sha256_parse(text_next(&line, ' '), &out->hash));
	TRY(sha256_parse(text_next(&line, ' '), &out->key));
	TRY(base64_parse(line, a, &signature));
	if (signature.n > SIGNATURE_MAX)
		return ERR_BAD_INPUT;
	memcpy(out->signature, signature.at, signature.n);
	out->signature_n = signature.n;
	return ERR_OK;
}

enum err audit_file_next(struct text *file, struct audit_signed *out)
{
	OWN(arena) a = arena_new();

	/* The last line without its end is none: it is being written, or the disk was full. */
	if (!file->n || !memchr(file->at, '\n', file->n))
		return ERR_NOT_FOUND;
	return line_parse(text_next(file, '\n'), a, out) ? ERR_BAD_INPUT : ERR_OK;
}

/* The entry that the last whole line names; 0: none. */
static int64_t last_of(struct text file)
{
	struct audit_signed s;
	int64_t last = 0;
	enum err e;

	while ((e = audit_file_next(&file, &s)) != ERR_NOT_FOUND)
		if (!e)
			last = s.seq;
	return last;
}

static enum err write_all(int fd, struct text t)
{
	while (t.n) { /* what a failure leaves half is cut the next time */
		ssize_t n = write(fd, t.at, t.n);

		if (n < 0)
			return file_err();
		t = (struct text){ t.at + n, t.n - (size_t)n };
	}
	return ERR_OK;
}

static enum err append_after(int fd, struct db *db, int64_t last, struct arena *a)
{
	struct list found;

	do {
		struct buffer lines;

		buffer_init(&lines, a);
		TRY(audit_signed_list(db, last, APPEND_ROWS, a, &found));
		const struct audit_signed *s = found.items;
		for (size_t i = 0; i < found.n; i++)
			line_format(&s[i], &lines);
		if (found.n)
			last = s[found.n - 1].seq;
		TRY(write_all(fd, buffer_text(&lines)));
	} while (found.n == APPEND_ROWS);
	return fsync(fd) ? file_err() : ERR_OK;
}

/* A line that a full disk cut short is no head: it goes, and is written whole. */
static enum err cut_half(int fd, struct text *file)
{
	while (file->n && file->at[file->n - 1] != '\n')
		file->n--;
	return ftruncate(fd, (off_t)file->n) ? file_err() : ERR_OK;
}

enum err audit_file_append(const char *path, struct db *db)
{
	OWN(arena) a = arena_new();
	struct text file;

	TRY(audit_file_load(path, a, &file));
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return file_err();
	size_t n = file.n;
	enum err e = cut_half(fd, &file);
	if (!e && file.n != n)
		log_odd("audit.half_line", "bytes=%zu", n - file.n);
	if (!e)
		e = append_after(fd, db, last_of(file), a);
	close(fd);
	return e;
}
