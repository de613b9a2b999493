/*
 * Where a request ends must have one answer: two lengths, or a length and an encoding, are read
 * differently by a proxy before us, and what one takes for a body the other takes for a request.
 */
#ifndef BROKER_LINK_FRAMING_H
#define BROKER_LINK_FRAMING_H

#include <stdbool.h>

struct lws;

/* RFC 9112 s6.3. False: answer 400 and close. */
bool framing_is_clear(struct lws *wsi, bool may_have_body);

#endif
