/* Passwords of TURN servers against known values. */
#include "broker/core/turn.h"

#include "tests/lib/test.h"

#include <string.h>

static struct bytes bytes(const char *t)
{
	return (struct bytes){ (const uint8_t *)t, strlen(t) };
}

static void passwords_are_the_macs_of_the_standard(void)
{
	static const struct {
		const char *secret, *username, *password;
	} cases[] = {
		/* RFC 2202 s3, cases 1 and 2 */
		{ "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b",
		  "Hi There", "thcxhlUFcmTii8C2+zeMjvFGvgA=" },
		{ "Jefe", "what do ya want for nothing?", "7/zfauXrL6LSdBbV8YTfnCWafHk=" },
	};
	char out[TURN_PASSWORD];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		turn_format_password(bytes(cases[i].secret), text_of(cases[i].username), out);
		CHECK_TEXT(cases[i].password, out);
	}
}

static void a_pass_names_its_end_and_the_visit(void)
{
	struct turn_pass p;
	struct id visit;

	CHECK_EQ(ERR_OK, id_parse(TEXT("01JZ1111111111111111111150"), &visit));
	p = turn_pass_new(bytes("north"), (struct instant){ INT64_C(1790000000999) }, visit);
	CHECK_TEXT("1790000000:01JZ1111111111111111111150", p.username);
	CHECK_TEXT("IxjalD/KRTscWm7sMoRkjheZhfo=", p.password);
}

static const struct test tests[] = {
	T(passwords_are_the_macs_of_the_standard),
	T(a_pass_names_its_end_and_the_visit),
};
RUN_TESTS(tests)
