/*
 * Every failure the programs know, with its wire word and HTTP status. Never renumber: add at
 * the end. Out of memory is not among them: it aborts.
 */
#ifndef BROKER_COMMON_BASE_ERR_H
#define BROKER_COMMON_BASE_ERR_H

#define ERRORS(X)                                                                                  \
	X(OK, "ok", 200)                                                                           \
	X(BAD_INPUT, "bad_input", 400)                                                             \
	X(UNKNOWN_METHOD, "unknown_method", 404)                                                   \
	X(NOT_SIGNED_IN, "not_signed_in", 401)                                                     \
	X(WRONG_PASSWORD, "wrong_password", 401)                                                   \
	X(LOCKED, "locked", 423)                                                                   \
	X(FORBIDDEN, "forbidden", 403)                                                             \
	X(NOT_FOUND, "not_found", 404)                                                             \
	X(SLOT_TAKEN, "slot_taken", 409)                                                           \
	X(WRONG_STATE, "wrong_state", 409)                                                         \
	X(DUPLICATE, "duplicate", 409)                                                             \
	X(TOO_EARLY, "too_early", 409)                                                             \
	X(TOO_LATE, "too_late", 409)                                                               \
	X(NOT_ALLOWED_TARGET, "not_allowed_target", 409)                                           \
	X(TOO_LARGE, "too_large", 413)                                                             \
	X(TOO_MANY, "too_many", 429)                                                               \
	X(STALE_EPOCH, "stale_epoch", 409)                                                         \
	X(NO_MEDIA_SERVER, "no_media_server", 503)                                                 \
	X(MEDIA_REFUSED, "media_refused", 502)                                                     \
	X(BUSY, "busy", 503)                                                                       \
	X(STOPPING, "stopping", 503)                                                               \
	X(STORE, "store_failed", 500)                                                              \
	X(DISK, "disk_failed", 500)                                                                \
	X(DISK_FULL, "disk_full", 507)                                                             \
	X(CRYPTO, "crypto_failed", 500)                                                            \
	X(BROKEN_SEAL, "broken_seal", 422)                                                         \
	X(BAD_SETTING, "bad_setting", 500)                                                         \
	X(NETWORK, "network_failed", 502)                                                          \
	X(PIPELINE, "pipeline_failed", 500)                                                        \
	X(TRUNCATED, "truncated", 422)                                                             \
	X(TIMED_OUT, "timed_out", 504)

#define AS_ENUM(name, word, http) ERR_##name,
enum err { ERRORS(AS_ENUM) ERR_COUNT };
#undef AS_ENUM

#define MUST_USE __attribute__((warn_unused_result))

/* Passes a failure up. */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		enum err e_ = (call);                                                              \
		if (e_)                                                                            \
			return e_;                                                                 \
	} while (0)

extern const char *const err_words[ERR_COUNT + 1]; /* NULL at the end */

/* The stable word of an error on the wire, "ok" for ERR_OK. */
const char *err_word(enum err e);

/* The HTTP status that goes with it. */
int err_http(enum err e);

#endif
