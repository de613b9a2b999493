/* Heads of requests: a range lies in the file, a found cookie in its header, a safe path stays in. */
#include "broker/link/header.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FILE_SIZE 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool holds)
{
	if (!holds)
		abort();
}

static void take_range(struct text t)
{
	struct range r;
	enum range_kind kind = range_parse(t, FILE_SIZE, &r);

	if (kind == RANGE_ALL)
		hold(r.from == 0 && r.till == FILE_SIZE);
	else if (kind == RANGE_PART)
		hold(r.from >= 0 && r.from < r.till && r.till <= FILE_SIZE);
}

static void take_path(struct text t)
{
	if (!path_is_safe(t))
		return;
	hold(t.n > 0 && t.at[0] == '/');
	hold(!memmem(t.at, t.n, "/.", 2) && !memchr(t.at, '\\', t.n) && !memchr(t.at, 0, t.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text t = { (const char *)data, size };
	struct text cookie = cookie_find(t, "xinqiao_session");
	struct text origin = t;
	struct text host = text_next(&origin, '|');

	take_range(t);
	take_path(t);
	hold(!cookie.n || (cookie.at >= t.at && cookie.at + cookie.n <= t.at + t.n));
	if (origin_is_host(origin, host))
		hold(host.n && origin.n > host.n + 6);
	list_has(t, "xinqiao.v1");
	return 0;
}
