/* The words and sentences of the table of reasons. */
#include "broker/common/base/why.h"

#include <stddef.h>

#define AS_WORD(name, word, say) [WHY_##name] = word,
#define AS_SAY(name, word, say)  [WHY_##name] = say,

const char *const why_words[WHY_COUNT + 1] = {[WHY_NONE] = "", WHYS(AS_WORD)};
const char *const why_says[WHY_COUNT] = {[WHY_NONE] = "", WHYS(AS_SAY)};
