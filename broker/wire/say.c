/* A sentence for every failure. */
#include "broker/wire/say.h"

#include "broker/wire/words.h"

#define AS_KEY(name, word, http) [ERR_##name] = "error." word,
static const char *const keys[ERR_COUNT] = { ERRORS(AS_KEY) };

struct text err_say(enum err e)
{
	return e ? text_of(words_find(LANGUAGE_ZH, keys[e])) : TEXT("");
}
