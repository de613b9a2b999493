/* What stands in the heads of HTTP requests. */
#include "broker/link/header.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

struct text cookie_find(struct text header, const char *name)
{
	while (header.n) {
		struct text value = text_trim(text_next(&header, ';'));
		struct text key = text_next(&value, '=');

		if (text_is(key, name))
			return value;
	}
	return (struct text){ "", 0 };
}

bool origin_is_host(struct text origin, struct text host)
{
	size_t n = text_starts(origin, "https://") ? 8 : text_starts(origin, "http://") ? 7 : 0;

	if (!n || !host.n || origin.n - n != host.n)
		return false;
	return strncasecmp(origin.at + n, host.at, host.n) == 0;
}

bool list_has(struct text list, const char *word)
{
	while (list.n) {
		struct text item = text_trim(text_next(&list, ','));

		if (text_is(item, word))
			return true;
	}
	return false;
}

bool forwarded_for(struct text header, char out[46])
{
	struct text last = { "", 0 };
	unsigned char parsed[16];
	char address[46];

	while (header.n)
		last = text_trim(text_next(&header, ','));
	if (text_copy(last, address, sizeof(address)) ||
	    (inet_pton(AF_INET, address, parsed) != 1 && inet_pton(AF_INET6, address, parsed) != 1))
		return false;
	memcpy(out, address, sizeof(address));
	return true;
}

static enum range_kind range_last(struct text count, int64_t size, struct range *out)
{
	int64_t n;

	if (text_parse_int(count, 0, INT64_MAX, &n))
		return RANGE_ALL;
	if (n == 0 || size == 0)
		return RANGE_NONE;
	out->from = n < size ? size - n : 0;
	return RANGE_PART;
}

enum range_kind range_parse(struct text header, int64_t size, struct range *out)
{
	int64_t from, last = INT64_MAX;

	*out = (struct range){ 0, size };
	if (!text_starts(header, "bytes="))
		return RANGE_ALL;
	struct text rest = { header.at + 6, header.n - 6 };
	if (memchr(rest.at, ',', rest.n) || !memchr(rest.at, '-', rest.n))
		return RANGE_ALL;
	struct text first = text_trim(text_next(&rest, '-'));
	rest = text_trim(rest);
	if (!first.n)
		return range_last(rest, size, out);
	if (text_parse_int(first, 0, INT64_MAX, &from))
		return RANGE_ALL;
	if (rest.n && (text_parse_int(rest, 0, INT64_MAX, &last) || last < from))
		return RANGE_ALL;
	if (from >= size)
		return RANGE_NONE;
	out->from = from;
	if (last < size - 1)
		out->till = last + 1;
	return RANGE_PART;
}

bool path_is_safe(struct text path)
{
	if (!path.n || path.at[0] != '/' || path.n > 512)
		return false;
	for (size_t i = 0; i < path.n; i++)
		if (path.at[i] <= ' ' || path.at[i] > '~' || path.at[i] == '\\' ||
		    path.at[i] == '%')
			return false;
	if (path.n == 1)
		return true;
	struct text rest = { path.at + 1, path.n - 1 };
	for (;;) {
		bool last = !memchr(rest.at, '/', rest.n);
		struct text piece = text_next(&rest, '/');

		if (!piece.n || piece.at[0] == '.')
			return false;
		if (last)
			return true;
	}
}
