/* Writes a journal: gathers entries, seals them into chunks, syncs, signs its head. */
#include "media/record/journal.h"

#include "broker/common/base/file.h"
#include "broker/common/base/log.h"
#include "media/record/cipher.h"
#include "media/record/parts.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GATHER_BYTES    (4u << 20)
#define CLOSE_CHUNKS    4    /* a last chunk, a signed head, and those of the cut before */
#define EMPTY_BYTES_MAX 4096 /* a head and a first chunk need less */
#define CHUNK_ROOM      (CHAIN_HEADER_BYTES + GATHER_BYTES + CHAIN_TAG_BYTES + SHA256_BYTES)

static const struct disk real = { write, fdatasync };

struct journal {
	const struct disk *disk;
	struct signer *signer;
	struct journal_part part;
	struct chain_head head;
	struct secret_key key;
	char path[JOURNAL_PATH_MAX];
	int fd;
	bool dead;       /* closed, or a write failed */
	uint64_t good;   /* the file is whole up to here */
	uint32_t number; /* of the next chunk */
	uint32_t most;
	uint32_t since_sign;
	struct sha256 previous;
	struct sink gathered;
	uint8_t *chunk; /* room for one chunk as it is written */
};

/* One call in the good case; the rest after a short write. */
static enum err write_all(struct journal *j, struct bytes b)
{
	while (b.n > 0) {
		ssize_t n = j->disk->write(j->fd, b.at, b.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? ERR_DISK : file_err();
		b.at += n;
		b.n -= (size_t)n;
	}
	return j->disk->sync(j->fd) < 0 ? file_err() : ERR_OK;
}

/* After a failed write the file ends with a whole chunk again, as far as the disk allows. */
static void cut_back(struct journal *j)
{
	j->dead = true;
	if (ftruncate(j->fd, (off_t)j->good) < 0 || fdatasync(j->fd) < 0)
		log_broken("journal.not_cut_back", "visit=%s part=%u", j->part.visit.text,
			   j->head.part);
}

static enum err append(struct journal *j, struct bytes b)
{
	enum err e = write_all(j, b);

	if (e) {
		cut_back(j);
		return e;
	}
	j->good += b.n;
	return ERR_OK;
}

static struct chain_chunk next_chunk(const struct journal *j, enum chain_kind kind,
				     struct instant now, int64_t now_us)
{
	return (struct chain_chunk){
		.kind = kind,
		.visit = j->head.visit,
		.part = j->head.part,
		.number = j->number,
		.wall = now,
		.monotonic_us = now_us,
		.previous = j->previous,
	};
}

/* Header and payload stand in the room: adds the hash and writes. */
static enum err finish_chunk(struct journal *j, size_t body)
{
	struct sha256 hash = sha256_of((struct bytes){ j->chunk, body });

	memcpy(j->chunk + body, hash.at, SHA256_BYTES);
	TRY(append(j, (struct bytes){ j->chunk, body + SHA256_BYTES }));
	j->previous = hash;
	j->number++;
	return ERR_OK;
}

static enum err write_data(struct journal *j, struct instant now, int64_t now_us)
{
	struct chain_chunk c = next_chunk(j, CHAIN_DATA, now, now_us);
	struct bytes plain = sink_bytes(&j->gathered);
	struct sink header;

	c.length = (uint32_t)(plain.n + CHAIN_TAG_BYTES);
	sink_init(&header, j->chunk, CHAIN_HEADER_BYTES);
	chain_chunk_format(&c, &header);
	TRY(cipher_seal(&j->key, &c, sink_bytes(&header), plain, j->chunk + CHAIN_HEADER_BYTES));
	TRY(finish_chunk(j, CHAIN_HEADER_BYTES + (size_t)c.length));
	j->gathered.n = 0;
	j->since_sign++;
	return ERR_OK;
}

static enum err write_seal(struct journal *j, enum chain_end end, struct instant now,
			   int64_t now_us)
{
	struct chain_chunk c = next_chunk(j, CHAIN_SEAL, now, now_us);
	uint8_t payload[CHAIN_SEAL_MAX];
	struct sink s, header;

	sink_init(&s, payload, sizeof(payload));
	TRY(chain_seal_format(&j->head, &c, end, j->signer, &s));
	c.length = (uint32_t)s.n;
	sink_init(&header, j->chunk, CHAIN_HEADER_BYTES);
	chain_chunk_format(&c, &header);
	memcpy(j->chunk + CHAIN_HEADER_BYTES, payload, s.n);
	TRY(finish_chunk(j, CHAIN_HEADER_BYTES + s.n));
	j->since_sign = 0;
	return ERR_OK;
}

static struct journal *journal_new(const struct journal_options *o)
{
	struct journal *j = calloc(1, sizeof(*j));

	if (!j)
		abort();
	j->fd = -1;
	j->disk = o->disk ? o->disk : &real;
	j->signer = o->signer;
	j->most = o->chunks_max ? o->chunks_max : CHAIN_RECORDS_MAX;
	j->chunk = malloc(CHUNK_ROOM);
	uint8_t *gather = malloc(GATHER_BYTES);
	if (!j->chunk || !gather)
		abort();
	sink_init(&j->gathered, gather, GATHER_BYTES);
	return j;
}

static enum err write_head(struct journal *j, const struct secret_key *master)
{
	uint8_t room[CHAIN_HEAD_BYTES];
	struct sink s;

	random_fill(j->key.at, sizeof(j->key.at));
	struct bytes key = { j->key.at, sizeof(j->key.at) };
	TRY(secret_seal(master, key, j->head.wrapped_key));
	sink_init(&s, room, sizeof(room));
	j->previous = chain_head_format(&j->head, &s);
	return append(j, sink_bytes(&s));
}

/* At once, so that a part of which anybody has heard says of which visit time it is. */
static enum err write_begin(struct journal *j, const char *folder, struct instant now,
			    int64_t now_us)
{
	const struct journal_part *p = &j->part;
	struct entry begin = { .kind = ENTRY_BEGIN,
			       .at_us = now_us,
			       .begin = { .zero = p->zero, .video = p->video, .audio = p->audio } };

	if (j->head.part < JOURNAL_LATE_FIRST && !p->follows)
		begin.begin.before = parts_end_before(folder, p->visit, j->head.part);
	TRY(journal_add(j, &begin));
	return journal_cut(j, now, now_us);
}

enum err journal_open(const struct journal_options *o, const struct journal_part *p,
		      struct instant now, int64_t now_us, struct journal **out)
{
	OWN(journal) j = journal_new(o);

	j->part = *p;
	j->head.part = p->first;
	TRY(parts_make(o->folder, p->visit, &j->head.part, &j->fd));
	TRY(journal_format_path(o->folder, p->visit, j->head.part, j->path));
	j->head.visit = p->visit;
	j->head.recording = p->recording;
	j->head.started = now;
	j->head.started_us = now_us;
	enum err e = write_head(j, &o->master);
	if (!e)
		e = write_begin(j, o->folder, now, now_us);
	if (!e)
		e = parts_sync(o->folder, p->visit);
	if (e) {
		unlink(j->path);
		return e;
	}
	*out = journal_give(&j);
	return ERR_OK;
}

void journal_free(struct journal *j)
{
	if (!j)
		return;
	if (j->fd >= 0)
		close(j->fd);
	memset(&j->key, 0, sizeof(j->key));
	free(j->gathered.at);
	free(j->chunk);
	free(j);
}

uint32_t journal_number(const struct journal *j)
{
	return j->head.part;
}

const char *journal_path(const struct journal *j)
{
	return j->path;
}

const struct journal_part *journal_part(const struct journal *j)
{
	return &j->part;
}

enum err journal_add(struct journal *j, const struct entry *e)
{
	size_t before = j->gathered.n;

	if (j->dead)
		return ERR_WRONG_STATE;
	entry_format(e, &j->gathered);
	if (!sink_is_full(&j->gathered))
		return ERR_OK;
	j->gathered.n = before;
	j->gathered.full = false;
	return ERR_TOO_LARGE;
}

enum err journal_cut(struct journal *j, struct instant now, int64_t now_us)
{
	if (j->dead)
		return ERR_WRONG_STATE;
	if (j->number + CLOSE_CHUNKS >= j->most)
		return ERR_TOO_LARGE;
	TRY(write_data(j, now, now_us));
	if (j->since_sign >= CHAIN_SIGN_EVERY)
		TRY(write_seal(j, CHAIN_GOES_ON, now, now_us));
	return ERR_OK;
}

enum err journal_close(struct journal *j, struct instant now, int64_t now_us)
{
	if (j->dead)
		return ERR_WRONG_STATE;
	TRY(write_data(j, now, now_us));
	TRY(write_seal(j, CHAIN_CLOSED, now, now_us));
	j->dead = true;
	return ERR_OK;
}

/* Walks to the last whole chunk that stands where it should; what follows is cut off. */
static enum err find_end(struct journal *j, struct chain_reader *reader, struct chain_chunk *last,
			 enum chain_end *end)
{
	struct chain_record r;

	j->head = *chain_reader_head(reader);
	j->previous = chain_reader_head_hash(reader);
	j->good = CHAIN_HEAD_BYTES;
	last->wall = j->head.started;
	last->monotonic_us = j->head.started_us;
	for (;;) {
		enum err e = chain_reader_next(reader, &r);
		if (e == ERR_NOT_FOUND || e == ERR_BROKEN_SEAL || e == ERR_TRUNCATED)
			return ERR_OK;
		if (e)
			return e;
		if (r.chunk.number != j->number || !sha256_equals(r.chunk.previous, j->previous))
			return ERR_OK;
		*last = r.chunk;
		*end = chain_seal_end(&r.chunk, r.payload);
		j->previous = r.hash;
		j->number++;
		j->good = r.end;
	}
}

/* Killed before the first chunk was whole: nothing is in it and nobody has heard of it. */
static enum err judge_empty(const struct journal *j)
{
	struct stat st;

	if (fstat(j->fd, &st) < 0)
		return ERR_DISK;
	return st.st_size < EMPTY_BYTES_MAX ? ERR_TRUNCATED : ERR_BROKEN_SEAL;
}

enum err journal_recover(const struct journal_options *o, const char *path, struct chain_head *head,
			 bool *recovered)
{
	OWN(journal) j = journal_new(o);
	OWN(chain_reader) reader = NULL;
	struct chain_chunk last = { 0 };
	enum chain_end end = CHAIN_GOES_ON;

	j->fd = open(path, O_RDWR | O_CLOEXEC);
	if (j->fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK;
	TRY(chain_reader_new(j->fd, &reader));
	TRY(find_end(j, reader, &last, &end));
	if (j->number == 0)
		return judge_empty(j);
	j->part.visit = j->head.visit;
	off_t at = (off_t)j->good;
	if (ftruncate(j->fd, at) < 0 || lseek(j->fd, at, SEEK_SET) != at)
		return ERR_DISK;
	if (end == CHAIN_GOES_ON)
		TRY(write_seal(j, CHAIN_RECOVERED, last.wall, last.monotonic_us));
	*head = j->head;
	*recovered = end != CHAIN_CLOSED;
	return ERR_OK;
}
