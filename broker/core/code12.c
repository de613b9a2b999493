/* The administrative code: its parts and the step up. */
#include "broker/core/code12.h"

#include <string.h>

/* Where the parts end: province, prefecture, county, township, village. */
static const int ends[] = {12, 9, 6, 4, 2, 0};

enum err code12_parse(struct text t, struct code12 *out)
{
	if (t.n != 12)
		return ERR_BAD_INPUT;
	for (size_t i = 0; i < t.n; i++)
		if (t.at[i] < '0' || t.at[i] > '9')
			return ERR_BAD_INPUT;
	return text_copy(t, out->digits, sizeof(out->digits));
}

bool code12_equals(struct code12 a, struct code12 b)
{
	return memcmp(a.digits, b.digits, 12) == 0;
}

int code12_depth(struct code12 c)
{
	for (int i = 0; ends[i]; i++)
		for (int at = ends[i + 1]; at < ends[i]; at++)
			if (c.digits[at] != '0')
				return ends[i];
	return 0;
}

static bool is_municipality(struct code12 c)
{
	static const char *const provinces[] = {"11", "12", "31", "50", "99" /* demo */};

	for (size_t i = 0; i < sizeof(provinces) / sizeof(provinces[0]); i++)
		if (memcmp(c.digits, provinces[i], 2) == 0)
			return true;
	return false;
}

/* A prefecture without authority: 01 districts and 02 counties of a municipality, 90 counties that
 * the province runs itself. */
static bool is_virtual(struct code12 c)
{
	if (code12_depth(c) != 4)
		return false;
	const char *cc = c.digits + 2;
	if (memcmp(cc, "90", 2) == 0)
		return true;
	return is_municipality(c) && (memcmp(cc, "01", 2) == 0 || memcmp(cc, "02", 2) == 0);
}

static struct code12 step_up(struct code12 c)
{
	int depth = code12_depth(c);

	for (int i = 0; ends[i]; i++)
		if (ends[i] == depth)
			memset(c.digits + ends[i + 1], '0', (size_t)(12 - ends[i + 1]));
	return c;
}

struct code12 code12_parent(struct code12 c)
{
	struct code12 up = step_up(c);

	return is_virtual(up) ? step_up(up) : up;
}
