/*
 * Tokens: 32 random bytes in base64url. Whoever keeps one keeps its SHA-256 only.
 */
#ifndef BROKER_SERVICE_SESSION_TOKEN_H
#define BROKER_SERVICE_SESSION_TOKEN_H

#include "broker/common/seal/digest.h"

#define TOKEN_TEXT 44 /* 43 characters, terminated */

void token_new(char out[TOKEN_TEXT]);
struct sha256 token_digest(struct text token);

#endif
