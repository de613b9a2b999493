/*
 * Who is behind a connection: the cookie of a session or the certificate of a program. Loop only.
 */
#ifndef BROKER_LINK_CALLER_H
#define BROKER_LINK_CALLER_H

#include "broker/desk/errand.h"
#include "broker/wire/inner.h"
#include "broker/wire/words.h"

#include <libwebsockets.h>

struct link;

#define COOKIE_NAME "xinqiao_session"

/* Says that this browser is known; longer than a session. Kept as long as its row. */
#define DEVICE_COOKIE "xinqiao_device"
#define DEVICE_KEEP_S (400 * 24 * 3600)

/* The device's token from the cookie; "": none. */
void caller_device(struct lws *wsi, char out[TOKEN_TEXT]);

/* The session's token from the cookie; ERR_NOT_SIGNED_IN: none. */
MUST_USE enum err caller_token(struct lws *wsi, char out[TOKEN_TEXT]);

/* Asks who has a session: `found` is called with the errand of `from`, which caller_found reads; on
 * SQLite before this returns. False: too many are under way from people, it is not called. */
bool caller_ask(struct link *l, struct text token, struct text address, struct handle from,
		void (*found)(struct errand *e));
/* ERR_NOT_SIGNED_IN: no such session. With any other error nothing is known of it: ask again. *out is
 * ROLE_PUBLIC with each of them. */
enum err caller_found(const struct errand *e, struct caller *out);

/* The program by its certificate. False: it may not enter. */
bool caller_of_program(struct lws *wsi, struct caller *out);

/* Where it comes from; of a proxy in the list of settings whom that speaks for, where it says so. */
void caller_address(const struct link *l, struct lws *wsi, char out[46]);

/* What the caller reads: "language" of the address, as a page gives it, or else its Accept-Language. */
enum language caller_language(struct lws *wsi);

/* A header into the caller's memory; empty when it is not there or too long. */
struct text header_copy(struct lws *wsi, enum lws_token_indexes which, char *out, int size);

#endif
