/* Walks a whole journal without its key: first what stands where, then whether that is right. */
#include "broker/common/seal/chain.h"

#include <stdlib.h>

#define NOWHERE UINT32_MAX

enum place_state { PLACE_GOOD, PLACE_BROKEN, PLACE_BAD_SEAL };

/* What stands at one place of the file. */
struct place {
	enum place_state state;
	uint32_t number;
	uint64_t offset;
	struct sha256 hash;
	struct sha256 previous;
};

struct walk {
	struct place *places;
	size_t n;
	size_t room;
	uint32_t *by_number; /* index of the good place with this number */
	bool cut_off;        /* the file ends within a chunk */
	struct chain_listener listener;
	struct chain_report report;
};

static void tell(struct walk *w, enum chain_fault fault, uint32_t chunk, uint64_t offset)
{
	struct chain_finding f = { fault, chunk, offset };

	w->report.findings++;
	if (w->listener.found)
		w->listener.found(w->listener.owner, &f);
}

static enum err add_place(struct walk *w, struct place p)
{
	if (w->n >= CHAIN_RECORDS_MAX)
		return ERR_TOO_LARGE;
	if (w->n == w->room) {
		w->room = w->room ? w->room * 2 : 1024;
		w->places = realloc(w->places, w->room * sizeof(*w->places));
		if (!w->places)
			abort();
	}
	w->places[w->n++] = p;
	return ERR_OK;
}

static enum err take_record(struct walk *w, const struct chain_record *r, struct text cert_pem)
{
	struct place p = { PLACE_GOOD, r->chunk.number, r->offset, r->hash, r->chunk.previous };
	enum chain_end end = CHAIN_GOES_ON;

	if (r->chunk.kind == CHAIN_SEAL) {
		enum err e =
			chain_seal_check(&w->report.head, &r->chunk, r->payload, cert_pem, &end);
		if (e)
			p.state = PLACE_BAD_SEAL;
		else
			w->report.heads++;
	}
	w->report.end = end;
	w->report.chunks++;
	w->report.last = r->hash;
	return add_place(w, p);
}

/* A place that cannot be read: goes on behind it. */
static enum err take_broken(struct walk *w, struct chain_reader *reader, bool cut_off)
{
	struct place p = { .state = PLACE_BROKEN, .offset = chain_reader_offset(reader) };
	enum err e = chain_reader_resume(reader);

	w->report.end = CHAIN_GOES_ON;
	if (e == ERR_NOT_FOUND && cut_off) {
		w->cut_off = true;
		w->report.bytes = p.offset;
		return ERR_NOT_FOUND;
	}
	if (e && e != ERR_NOT_FOUND)
		return e;
	TRY(add_place(w, p));
	return e;
}

static enum err read_places(struct walk *w, struct chain_reader *reader, struct text cert_pem)
{
	struct chain_record record;

	for (;;) {
		if (w->listener.stops && w->listener.stops(w->listener.owner))
			return ERR_STOPPING;
		enum err e = chain_reader_next(reader, &record);
		if (!e)
			e = take_record(w, &record, cert_pem);
		else if (e == ERR_BROKEN_SEAL || e == ERR_TRUNCATED)
			e = take_broken(w, reader, e == ERR_TRUNCATED);
		if (e == ERR_NOT_FOUND)
			return ERR_OK;
		if (e)
			return e;
		w->report.bytes = chain_reader_offset(reader);
	}
}

static void index_places(struct walk *w)
{
	size_t numbers = w->n + 1; /* broken places count as one each */

	for (size_t i = 0; i < w->n; i++) {
		if (w->places[i].number + w->n >= numbers)
			numbers = w->places[i].number + w->n + 1;
	}
	w->by_number = malloc(numbers * sizeof(*w->by_number));
	if (!w->by_number)
		abort();
	for (size_t i = 0; i < numbers; i++)
		w->by_number[i] = NOWHERE;
	for (size_t i = 0; i < w->n; i++) {
		struct place *p = &w->places[i];
		if (p->state != PLACE_BROKEN && w->by_number[p->number] == NOWHERE)
			w->by_number[p->number] = (uint32_t)i;
	}
}

/* Whether a chunk names the hash of the one before it, wherever that stands. */
static bool is_linked(const struct walk *w, const struct place *p, struct sha256 head)
{
	if (p->number == 0)
		return sha256_equals(p->previous, head);
	uint32_t i = w->by_number[p->number - 1];
	return i == NOWHERE || sha256_equals(p->previous, w->places[i].hash);
}

/* The numbers from `from` to before `till` that stand nowhere: told once for each run. */
static void tell_removed(struct walk *w, uint32_t from, uint32_t till, uint64_t offset)
{
	for (uint32_t i = from; i < till; i++) {
		bool first = i == from || w->by_number[i - 1] != NOWHERE;
		if (w->by_number[i] == NOWHERE && first)
			tell(w, CHAIN_REMOVED, i, offset);
	}
}

static void judge(struct walk *w, struct sha256 head)
{
	uint32_t next = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct place *p = &w->places[i];
		if (p->state == PLACE_BROKEN) {
			tell(w, CHAIN_CHANGED, next, p->offset);
			next += next < CHAIN_RECORDS_MAX - 1;
			continue;
		}
		if (p->number < next) {
			tell(w, CHAIN_REORDERED, p->number, p->offset);
			continue;
		}
		tell_removed(w, next, p->number, p->offset);
		next = p->number + 1;
		if (p->state == PLACE_BAD_SEAL)
			tell(w, CHAIN_BAD_SIGNATURE, p->number, p->offset);
		if (!is_linked(w, p, head))
			tell(w, CHAIN_CHANGED, p->number, p->offset);
	}
	if (w->cut_off || w->report.end == CHAIN_GOES_ON)
		tell(w, CHAIN_TRUNCATED, next, w->report.bytes);
}

enum err chain_check(int fd, struct text cert_pem, struct chain_listener listener,
		     struct chain_report *out)
{
	struct walk w = { .listener = listener };
	OWN(chain_reader) reader = NULL;

	enum err e = chain_reader_new(fd, &reader);
	if (e == ERR_BROKEN_SEAL || e == ERR_TRUNCATED) {
		tell(&w, e == ERR_TRUNCATED ? CHAIN_TRUNCATED : CHAIN_CHANGED, 0, 0);
		*out = w.report;
		return ERR_OK;
	}
	if (e)
		return e;

	w.report.head = *chain_reader_head(reader);
	w.report.bytes = CHAIN_HEAD_BYTES;
	e = read_places(&w, reader, cert_pem);
	if (!e) {
		index_places(&w);
		judge(&w, chain_reader_head_hash(reader));
		*out = w.report;
	}
	free(w.places);
	free(w.by_number);
	return e;
}
