/*
 * The media server behind a message: which one it is, and whether a visit was ever placed on it.
 */
#ifndef BROKER_SERVICE_MEDIA_SENDER_H
#define BROKER_SERVICE_MEDIA_SENDER_H

#include "broker/service/call.h"
#include "broker/store/media_rows.h"

#define SENDER_CERTIFIED "media:" /* before the name in a media server's certificates */

/* The server that is registered under the certificate of the caller and that carries the visit, or
 * did before it moved. ERR_FORBIDDEN with a sentence. */
MUST_USE enum err sender_load(struct call *c, struct id visit, struct media_server *out);

/* The server that a certificate names. ERR_NOT_FOUND: none is registered under it. */
MUST_USE enum err sender_find(struct call *c, struct text certified, struct media_server *out);

/* What its certificates name it: "media:<name>". */
struct text sender_certified(struct call *c, struct text name);

#endif
