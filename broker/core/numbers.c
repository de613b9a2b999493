/* Numbers of visits and matters with their check digit. */
#include "broker/core/numbers.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* ISO 7064 MOD 11,10: the product is never 0, so ten stands in for it. */
static char check_digit(const char *at, size_t n)
{
	int product = 10;

	for (size_t i = 0; i < n; i++) {
		if (at[i] < '0' || at[i] > '9')
			continue;
		int sum = (product + at[i] - '0') % 10;
		product = (sum ? sum : 10) * 2 % 11;
	}
	return (char)('0' + (11 - product) % 10);
}

static void add_check(char *out, int n)
{
	out[n] = '-';
	out[n + 1] = check_digit(out, (size_t)n);
	out[n + 2] = '\0';
}

void number_format_visit(struct code12 node, struct day d, int seq, char out[NUMBER_SIZE])
{
	int year, month, day;

	assert(seq >= 0 && seq <= 9999);
	day_split(d, &year, &month, &day);
	assert(year >= 0 && year <= 9999);
	add_check(out, snprintf(out, NUMBER_SIZE - 3, "VS-%.12s-%04d%02d%02d-%04d", node.digits,
				year, month, day, seq));
}

void number_format_matter(struct code12 node, int year, int seq, char out[NUMBER_SIZE])
{
	assert(year >= 0 && year <= 9999 && seq >= 0 && seq <= 999999);
	add_check(out,
		  snprintf(out, NUMBER_SIZE - 3, "MT-%.12s-%04d-%06d", node.digits, year, seq));
}

/* A letter stands for itself, # for a digit. */
static bool has_form(struct text t, const char *form)
{
	if (t.n != strlen(form))
		return false;
	for (size_t i = 0; i < t.n; i++) {
		bool digit = t.at[i] >= '0' && t.at[i] <= '9';
		if (form[i] == '#' ? !digit : t.at[i] != form[i])
			return false;
	}
	return t.at[t.n - 1] == check_digit(t.at, t.n - 2);
}

bool number_is_matter(struct text t)
{
	return has_form(t, "MT-############-####-######-#");
}
