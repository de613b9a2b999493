/* A parsed document in an arena, and JSON text. */
#include "broker/common/form/fields.h"

#include <jansson.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What was parsed may have been a password: it does not stay behind in freed memory, in the
 * parser's own buffers neither. */
static void free_wiped(void *at)
{
	if (at)
		explicit_bzero(at, malloc_usable_size(at));
	free(at);
}

static void set_memory(void)
{
	json_set_alloc_funcs(malloc, free_wiped);
}

static pthread_once_t memory_set = PTHREAD_ONCE_INIT;

static void release(void *document)
{
	json_decref(document);
}

enum err json_parse(struct text in, struct arena *a, struct json *out)
{
	json_error_t error;

	pthread_once(&memory_set, set_memory);
	json_t *v = json_loadb(in.n ? in.at : "", in.n, JSON_REJECT_DUPLICATES, &error);

	if (!v)
		return ERR_BAD_INPUT;
	arena_on_clear(a, release, v);
	out->value = v;
	return ERR_OK;
}

static int add_piece(const char *at, size_t n, void *out)
{
	buffer_add(out, at, n);
	return 0;
}

struct text json_format(struct json v, struct arena *a)
{
	struct buffer out;

	if (!v.value)
		return TEXT("null");
	buffer_init(&out, a);
	if (json_dump_callback(v.value, add_piece, &out, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
		return TEXT("null");
	return buffer_text(&out);
}

/* The letter behind the backslash, 'u' for those without one, 0: stands for itself. */
static const char escapes[256] = {
	[0 ... 7] = 'u', ['\b'] = 'b', ['\t'] = 't',      ['\n'] = 'n', [11] = 'u',
	['\f'] = 'f',    ['\r'] = 'r', [14 ... 31] = 'u', ['"'] = '"',  ['\\'] = '\\',
};

static void add_escape(struct buffer *out, uint8_t c)
{
	static const char digits[] = "0123456789abcdef";
	char long_form[6] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };
	char short_form[2] = { '\\', escapes[c] };

	if (escapes[c] == 'u')
		buffer_add(out, long_form, sizeof(long_form));
	else
		buffer_add(out, short_form, sizeof(short_form));
}

void json_add_text(struct buffer *out, struct text t)
{
	size_t from = 0;

	buffer_add(out, "\"", 1);
	for (size_t i = 0; i < t.n; i++) {
		uint8_t c = (uint8_t)t.at[i];
		if (!escapes[c])
			continue;
		buffer_add(out, t.at + from, i - from);
		add_escape(out, c);
		from = i + 1;
	}
	if (t.n > from) /* an empty text may have no address */
		buffer_add(out, t.at + from, t.n - from);
	buffer_add(out, "\"", 1);
}
