/*
 * Signing in and out, and who the caller is. The password check itself takes 120 ms: the link
 * runs it on a pool thread between session.find and session.open or session.fail.
 */
#ifndef BROKER_SERVICE_SESSION_SESSIONS_H
#define BROKER_SERVICE_SESSION_SESSIONS_H

#include "broker/service/call.h"
#include "broker/service/session/token.h"

/* session.get */
struct session_staff {
	struct id id;
	struct text name;
	struct list roles; /* struct text */
	int64_t unit;
	struct text unit_name;
	struct text unit_name_en;
	struct text node;
	struct text node_name;
	struct text node_name_en;
	int64_t tier;
};

struct session_get_out {
	bool signed_in;
	struct session_staff staff; /* all zero when nobody is signed in */
	bool demo;
	struct instant now;
	int64_t cursor;
};

/* session.find, internal READ: what the password is checked against. */
struct session_find_in {
	struct text account;
	struct text device; /* the cookie of the browser; empty: none */
};
struct session_find_out {
	bool found;
	enum err wait;        /* do not check now: ERR_LOCKED; of a known device ERR_TOO_MANY */
	struct id staff;      /* of an unknown account somebody whom nobody is (sign_in_nobody) */
	struct text password; /* as stored; of an unknown account one that fits nothing */
};

/* session.open, internal WRITE: the password was right. */
struct session_open_in {
	struct id staff;
	char device[TOKEN_TEXT];
};
struct session_open_out {
	enum err wait;          /* others that were on their way have locked it: no session */
	char token[TOKEN_TEXT]; /* for the cookie; only its digest is kept */
	char device[TOKEN_TEXT];
};

/* session.fail, internal WRITE: the password was wrong, or there is no such account. */
struct session_fail_out {
	enum err wait; /* ERR_LOCKED: this was one too many */
};

/* session.ended, internal READ each second. */
struct session_ended_in {
	int64_t after;
};
struct session_ended_out {
	struct list sessions; /* struct id */
	int64_t last;
};

/* session.load, internal READ: the caller behind a cookie. */
struct session_load_in {
	struct text token;
};
struct session_load_out {
	bool found;
	struct caller caller;
};

/* session.close, internal WRITE. */
struct session_close_in {
	struct id session;
};

#endif
