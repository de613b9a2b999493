/* The words and statuses of the table of errors. */
#include "broker/common/base/err.h"

#define AS_WORD(name, word, http) [ERR_##name] = word,
#define AS_HTTP(name, word, http) [ERR_##name] = http,

const char *const err_words[ERR_COUNT + 1] = { ERRORS(AS_WORD) };
static const short statuses[ERR_COUNT] = { ERRORS(AS_HTTP) };

const char *err_word(enum err e)
{
	return (unsigned)e < ERR_COUNT ? err_words[e] : "unknown";
}

int err_http(enum err e)
{
	return (unsigned)e < ERR_COUNT ? statuses[e] : 500;
}
