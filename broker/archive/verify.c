/* Reads every byte of a recording again and says where something is not as it was sealed. */
#include "broker/archive/archive.h"
#include "broker/archive/shelf.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

struct check {
	struct archive *archive;
	struct arena *arena;
	struct archive_progress *progress;
	uint32_t part;
	uint32_t copy; /* 0: the part itself */
	struct text file;
	struct archive_finding *found;
	size_t n;
	struct archive_seal *seals;
	size_t seals_n;
	int64_t bytes;
	bool has_chain_fault;
};

static void find(struct check *c, enum archive_fault what, int64_t chunk, int64_t offset,
		 struct said say)
{
	struct text file = c->file;
	char beside[SHELF_CONFLICT_NAME];

	if (c->n == ARCHIVE_FINDINGS_MAX)
		return;
	if (c->copy) {
		shelf_name_conflict(c->part, c->copy, beside);
		file = arena_format(c->arena, "%s/" TEXT_FMT, beside, TEXT_ARG(c->file));
	}
	c->found[c->n++] = (struct archive_finding){ .part = c->part,
						     .file = file,
						     .what = what,
						     .chunk = chunk,
						     .offset = offset,
						     .say = say };
}

static const struct {
	enum archive_fault what;
	const char *key;
} chain_faults[CHAIN_FAULT_COUNT] = {
	[CHAIN_CHANGED] = { ARCHIVE_CHANGED, "finding.chunk_changed" },
	[CHAIN_REMOVED] = { ARCHIVE_REMOVED, "finding.chunks_removed" },
	[CHAIN_REORDERED] = { ARCHIVE_REORDERED, "finding.chunk_moved" },
	[CHAIN_TRUNCATED] = { ARCHIVE_REMOVED, "finding.journal_cut" },
	[CHAIN_BAD_SIGNATURE] = { ARCHIVE_BAD_SIGNATURE, "finding.chunk_signature" },
};

static void on_chain_fault(void *owner, const struct chain_finding *f)
{
	struct check *c = owner;
	int64_t chunk = f->chunk;

	c->has_chain_fault = true;
	find(c, chain_faults[f->fault].what, chunk, (int64_t)f->offset,
	     said_of(chain_faults[f->fault].key, ARGUMENTS(argument_number("n", chunk + 1)),
		     c->arena));
}

static bool is_stopping(const struct check *c)
{
	return atomic_load(&c->archive->stopping) ||
	       (c->progress && atomic_load(&c->progress->stop));
}

static void count(struct check *c, int64_t bytes)
{
	c->bytes += bytes;
	if (c->progress)
		atomic_store(&c->progress->bytes, c->bytes);
}

static bool stops(void *owner)
{
	return is_stopping(owner);
}

static bool stops_in_file(void *owner, size_t bytes)
{
	count(owner, (int64_t)bytes);
	return is_stopping(owner);
}

static enum err check_journal(struct check *c, int fd, const struct sealed *s)
{
	struct chain_listener listener = { on_chain_fault, c, stops };
	struct chain_report r;

	c->has_chain_fault = false;
	TRY(chain_check(fd, s->cert, listener, &r));
	if (!c->has_chain_fault && !shelf_journal_fits(&r, &s->manifest))
		find(c, ARCHIVE_CHANGED, -1, -1,
		     said_of("finding.journal_foreign", NULL, c->arena));
	return ERR_OK;
}

static enum err check_bytes(struct check *c, int fd, const struct manifest_file *f,
			    const struct sealed *s)
{
	struct manifest_watch watch = { stops_in_file, c };
	uint64_t offset = 0;

	shelf_forget(fd);
	enum err same = manifest_check_file(fd, f, &watch, &offset);
	if (same && same != ERR_BROKEN_SEAL)
		return same;
	c->has_chain_fault = false;
	if (f->kind == MANIFEST_JOURNAL)
		TRY(check_journal(c, fd, s));
	if (same && !c->has_chain_fault)
		find(c, ARCHIVE_CHANGED, -1, (int64_t)offset,
		     said_of("finding.bytes_changed",
			     ARGUMENTS(argument_number("n", (int64_t)offset)), c->arena));
	return ERR_OK;
}

static enum err check_file(struct check *c, const char *folder, const struct manifest_file *f,
			   const struct sealed *s)
{
	int fd;

	if (is_stopping(c))
		return ERR_STOPPING;
	c->file = f->name;
	enum err e = shelf_open(folder, f->name, &fd);
	if (e == ERR_NOT_FOUND) {
		find(c, ARCHIVE_MISSING, -1, -1, said_of("finding.file_missing", NULL, c->arena));
		return ERR_OK;
	}
	if (e)
		return e;
	int64_t before = c->bytes;
	e = check_bytes(c, fd, f, s);
	close(fd);
	count(c, before + f->bytes - c->bytes);
	return e;
}

static enum err check_names(struct check *c, const char *folder, const struct manifest *m)
{
	struct list unknown;

	TRY(shelf_find_unknown(folder, m, c->arena, &unknown));
	const struct text *names = unknown.items;
	for (size_t i = 0; i < unknown.n; i++) {
		c->file = names[i];
		find(c, ARCHIVE_UNKNOWN_FILE, -1, -1,
		     said_of("finding.file_unknown", NULL, c->arena));
	}
	return ERR_OK;
}

static void keep_seal(struct check *c, const struct sealed *s)
{
	struct archive_seal *seal = &c->seals[c->seals_n++];

	*seal = (struct archive_seal){ c->part, c->copy, s->digest, "" };
	if (s->is_sealed)
		memcpy(seal->signer, s->signer, sizeof(seal->signer));
}

/* Sealed as it was made, and yet not all of what was carried while consent covered it. */
static void check_carried(struct check *c, const struct manifest *m)
{
	static const char *const keys[] = {
		[MANIFEST_NOT_JOURNALED] = "finding.not_journaled",
		[MANIFEST_NOT_FILMED] = "finding.not_filmed",
		[MANIFEST_NO_FILM] = "finding.no_film",
	};
	const struct manifest_carried *list = m->carried.items;

	c->file = TEXT(MANIFEST_FILE);
	for (size_t i = 0; i < m->carried.n; i++) {
		enum manifest_short how = manifest_compare(m, &list[i]);
		if (how != MANIFEST_WHOLE)
			find(c, ARCHIVE_NOT_WHOLE, -1, -1,
			     said_of(keys[how],
				     ARGUMENTS(argument_text("seat", list[i].seat_name),
					       argument_text("leg", text_of(list[i].leg.text)),
					       argument_text("media", list[i].media)),
				     c->arena));
	}
}

static enum err check_package(struct check *c, const char *folder, struct id recording)
{
	struct sealed s;

	c->file = TEXT(MANIFEST_FILE);
	enum err e = shelf_load_sealed(c->archive, folder, c->arena, &s);
	if (e == ERR_NOT_FOUND) {
		find(c, ARCHIVE_MISSING, -1, -1,
		     said_of("finding.manifest_missing", NULL, c->arena));
		return ERR_OK;
	}
	if (e == ERR_BAD_INPUT || e == ERR_TOO_LARGE) {
		find(c, ARCHIVE_CHANGED, -1, -1,
		     said_of("finding.manifest_unreadable", NULL, c->arena));
		return ERR_OK;
	}
	if (e)
		return e;
	keep_seal(c, &s);
	if (!s.is_sealed)
		find(c, ARCHIVE_BAD_SIGNATURE, -1, -1,
		     said_of("finding.manifest_signature", NULL, c->arena));
	if (!id_equals(s.manifest.recording, recording) || s.manifest.part != c->part)
		find(c, ARCHIVE_CHANGED, -1, -1,
		     said_of("finding.manifest_foreign", NULL, c->arena));
	count(c, (int64_t)s.json.n);
	check_carried(c, &s.manifest);
	TRY(check_names(c, folder, &s.manifest));
	const struct manifest_file *files = s.manifest.files.items;
	for (size_t i = 0; i < s.manifest.files.n; i++)
		TRY(check_file(c, folder, &files[i], &s));
	return ERR_OK;
}

static enum err check_parts(struct check *c, struct id recording, const uint32_t *parts, int n)
{
	char folder[SHELF_PATH_MAX];

	c->copy = 0;
	for (int i = 0; i < n; i++) {
		c->part = parts[i];
		TRY(shelf_part(c->archive, recording, c->part, folder));
		TRY(check_package(c, folder, recording));
	}
	return ERR_OK;
}

static enum err check_conflicts(struct check *c, struct id recording, const struct list *conflicts)
{
	const struct archive_conflict *all = conflicts->items;
	char folder[SHELF_PATH_MAX];

	for (size_t i = 0; i < conflicts->n; i++) {
		c->part = all[i].part;
		c->copy = all[i].copy;
		TRY(shelf_conflict(c->archive, recording, c->part, c->copy, folder));
		TRY(check_package(c, folder, recording));
	}
	return ERR_OK;
}

/* Numbers before the last part that are not there; those of late parts are counted apart. */
static void find_missing_parts(struct check *c, const uint32_t *parts, int n)
{
	uint32_t next = 1;

	for (int i = 0; i < n; i++) {
		if (parts[i] >= MANIFEST_LATE_FIRST && next < MANIFEST_LATE_FIRST)
			next = MANIFEST_LATE_FIRST;
		for (; next < parts[i]; next++) {
			c->part = next;
			c->file = TEXT("");
			find(c, ARCHIVE_MISSING, -1, -1,
			     said_of("finding.part_missing", ARGUMENTS(argument_number("n", next)),
				     c->arena));
		}
		next = parts[i] + 1;
	}
}

enum err archive_verify(struct archive *a, struct id recording, struct arena *arena,
			struct archive_progress *progress, struct archive_findings *out)
{
	uint32_t parts[ARCHIVE_PARTS_MAX];
	struct list conflicts = { 0 };
	int n = 0;
	struct check c = { .archive = a, .arena = arena, .progress = progress };

	TRY(shelf_list_conflicts(a, recording, arena, &conflicts));
	enum err e = archive_parts(a, recording, parts, &n);
	if (e && !(e == ERR_NOT_FOUND && conflicts.n))
		return e;
	c.found = ARENA_LIST(arena, struct archive_finding, ARCHIVE_FINDINGS_MAX);
	c.seals = ARENA_LIST(arena, struct archive_seal, (size_t)n + conflicts.n);
	find_missing_parts(&c, parts, n);
	TRY(check_parts(&c, recording, parts, n));
	TRY(check_conflicts(&c, recording, &conflicts));
	out->ok = c.n == 0;
	out->bytes = c.bytes;
	out->list = (struct list){ c.found, c.n };
	out->seals = (struct list){ c.seals, c.seals_n };
	return ERR_OK;
}
