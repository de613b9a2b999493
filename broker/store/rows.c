/* The columns of a row as our own types. */
#include "broker/store/connection.h"

#include "broker/common/form/fields.h"

#include <string.h>

int64_t rows_int(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->statement, column);
}

int rows_word(const struct rows *r, int column)
{
	return (int)sqlite3_column_int64(r->statement, column);
}

bool rows_bool(const struct rows *r, int column)
{
	return sqlite3_column_int64(r->statement, column) != 0;
}

bool rows_is_null(const struct rows *r, int column)
{
	return sqlite3_column_type(r->statement, column) == SQLITE_NULL;
}

struct instant rows_instant(const struct rows *r, int column)
{
	return (struct instant){ sqlite3_column_int64(r->statement, column) };
}

/* Borrowed until the next step. */
static struct text peek(const struct rows *r, int column)
{
	const char *at = (const char *)sqlite3_column_text(r->statement, column);

	return (struct text){ at ? at : "", (size_t)sqlite3_column_bytes(r->statement, column) };
}

struct id rows_id(const struct rows *r, int column)
{
	struct id id = { "" };

	rows_copy(r, column, id.text, sizeof(id.text));
	return id;
}

struct code12 rows_code12(const struct rows *r, int column)
{
	struct code12 code = { "" };

	rows_copy(r, column, code.digits, sizeof(code.digits));
	return code;
}

struct sha256 rows_sha256(const struct rows *r, int column)
{
	struct sha256 digest = { { 0 } };
	const void *at = sqlite3_column_blob(r->statement, column);

	if (at && sqlite3_column_bytes(r->statement, column) == SHA256_BYTES)
		memcpy(digest.at, at, SHA256_BYTES);
	return digest;
}

struct text rows_text(const struct rows *r, int column, struct arena *a)
{
	struct text t = peek(r, column);

	return (struct text){ arena_copy(a, t), t.n };
}

struct bytes rows_bytes(const struct rows *r, int column, struct arena *a)
{
	const void *at = sqlite3_column_blob(r->statement, column);
	size_t n = (size_t)sqlite3_column_bytes(r->statement, column);

	if (!at)
		return (struct bytes){ NULL, 0 };
	return (struct bytes){ memcpy(arena_get(a, n), at, n), n };
}

void rows_copy(const struct rows *r, int column, char *out, size_t size)
{
	struct text t = peek(r, column);
	size_t n = t.n < size ? t.n : size - 1;

	/* A cut does not leave the half of a character. */
	while (n < t.n && n > 0 && ((uint8_t)t.at[n] & 0xc0) == 0x80)
		n--;
	memcpy(out, t.at, n);
	out[n] = '\0';
}

void *list_add(struct list *l, size_t *room, struct arena *a, size_t item_size)
{
	if (l->n == *room) {
		size_t more = *room ? 2 * *room : 8;
		char *items = arena_get(a, more * item_size);

		if (l->n)
			memcpy(items, l->items, l->n * item_size);
		l->items = items;
		*room = more;
	}
	return (char *)l->items + item_size * l->n++;
}
