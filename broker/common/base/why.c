/* The words of the table of reasons. */
#include "broker/common/base/why.h"

#include <stddef.h>

#define AS_WORD(name, word) [WHY_##name] = word,
#define AS_KEY(name, word)  [WHY_##name] = "why." word,

const char *const why_words[WHY_COUNT + 1] = { [WHY_NONE] = "", WHYS(AS_WORD) };
const char *const why_keys[WHY_COUNT] = { WHYS(AS_KEY) };
