/* Files of recordings, read on the thread pool with back pressure. */
#include "broker/link/reading.h"

#include "broker/link/header.h"
#include "broker/link/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading_piece {
	size_t n;
	size_t sent;
	uint8_t at[LWS_PRE + READING_PIECE];
};

struct reading {
	uv_work_t work;
	struct link *link;
	struct handle web;
	struct id reader; /* staff */
	struct id recording;
	uint32_t part;
	char name[MANIFEST_NAME_MAX + 1];
	char header[80];
	struct archive_file file;
	bool open;
	bool busy;    /* with the pool */
	bool dropped; /* the connection is gone: free when the pool is done */
	enum range_kind kind;
	struct range range; /* what is still to be read */
	int64_t first;
	int64_t length;
	enum err err;
	struct reading_piece piece;
};

static void reading_free(struct reading *r)
{
	r->link->people.readings--;
	tally_remove(r->link->people.readers, text_of(r->reader.text));
	if (r->open)
		archive_close(&r->file);
	free(r);
}

void reading_drop(struct reading *r)
{
	if (!r)
		return;
	if (r->busy)
		r->dropped = true;
	else
		reading_free(r);
}

/* On the pool. */
static enum err open_file(struct reading *r)
{
	TRY(archive_open(r->link->desk.parts.archive, r->recording, r->part, text_of(r->name),
			 &r->file));
	r->open = true;
	r->kind = range_parse(text_of(r->header), r->file.bytes, &r->range);
	if (r->kind == RANGE_NONE)
		r->range = (struct range){ 0, 0 };
	r->first = r->range.from;
	r->length = r->range.till - r->range.from;
	return ERR_OK;
}

static enum err read_piece(struct reading *r)
{
	int64_t left = r->range.till - r->range.from;
	size_t n = left > (int64_t)READING_PIECE ? READING_PIECE : (size_t)left;

	r->piece.n = r->piece.sent = 0;
	if (!n)
		return ERR_OK;
	TRY(archive_read(&r->file, r->range.from, r->piece.at + LWS_PRE, n, &r->piece.n));
	if (!r->piece.n)
		return ERR_TRUNCATED;
	r->range.from += (int64_t)r->piece.n;
	return ERR_OK;
}

static void on_pool(uv_work_t *work)
{
	struct reading *r = work->data;

	r->err = r->open ? ERR_OK : open_file(r);
	if (!r->err)
		r->err = read_piece(r);
}

static void answer(struct web *w, struct reading *r)
{
	if (r->err) {
		w->reading = NULL;
		web_refuse(w, r->err == ERR_NOT_FOUND ? ERR_NOT_FOUND : r->err, WHY_FILE_UNREADABLE,
			   NULL);
		reading_free(r);
		return;
	}
	w->answer.type = r->file.media;
	w->answer.status = r->kind == RANGE_ALL ? 200 : r->kind == RANGE_PART ? 206 : 416;
	web_ready(w);
}

static void on_back(uv_work_t *work, int status)
{
	struct reading *r = work->data;
	struct web *w = web_find(r->link, r->web);

	r->busy = false;
	if (r->dropped || !w) {
		reading_free(r);
		return;
	}
	if (status)
		r->err = ERR_STOPPING;
	if (!w->answer.status)
		answer(w, r);
	else
		web_ready(w);
}

static void post(struct reading *r)
{
	r->busy = true;
	if (uv_queue_work(&r->link->loop, &r->work, on_pool, on_back))
		abort();
}

enum err reading_start(struct web *w, const struct reading_name *name)
{
	struct link *l = w->link;

	if (l->people.readings == READINGS_MAX)
		return ERR_BUSY;
	if (!tally_add(l->people.readers, text_of(w->caller.staff.text),
		       (int)l->settings->readings_per_account))
		return ERR_TOO_MANY;
	struct reading *r = calloc(1, sizeof(*r));
	if (!r)
		abort();
	r->work.data = r;
	r->link = l;
	r->web = w->self;
	r->reader = w->caller.staff;
	r->recording = name->recording;
	r->part = name->part;
	l->people.readings++;
	if (text_copy(name->file, r->name, sizeof(r->name))) {
		reading_free(r);
		return ERR_NOT_FOUND;
	}
	if (text_copy(name->range, r->header, sizeof(r->header)))
		r->header[0] = '\0';
	w->reading = r;
	post(r);
	return ERR_OK;
}

enum reading_step reading_write(struct reading *r, struct lws *wsi)
{
	struct reading_piece *p = &r->piece;

	if (r->busy)
		return READING_WAITS;
	if (r->err)
		return READING_FAILED;
	size_t n = p->n - p->sent > LINK_PIECE ? LINK_PIECE : p->n - p->sent;
	bool last = p->sent + n == p->n && r->range.from == r->range.till;
	if (!p->sent) /* absolute: what it takes of the piece renews nothing */
		door_owe(wsi, READING_PIECE_US);
	if (lws_write(wsi, p->at + LWS_PRE + p->sent, n,
		      last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
		return READING_FAILED;
	p->sent += n;
	if (last)
		return READING_ENDED;
	if (p->sent < p->n)
		return READING_GOES_ON;
	door_owe(wsi, 0);
	post(r);
	return READING_WAITS;
}

int64_t reading_length(const struct reading *r)
{
	return r->length;
}

bool reading_format_range(const struct reading *r, char *out, size_t size)
{
	if (r->kind == RANGE_ALL)
		return false;
	if (r->kind == RANGE_NONE)
		snprintf(out, size, "bytes */%lld", (long long)r->file.bytes);
	else
		snprintf(out, size, "bytes %lld-%lld/%lld", (long long)r->first,
			 (long long)(r->first + r->length - 1), (long long)r->file.bytes);
	return true;
}
