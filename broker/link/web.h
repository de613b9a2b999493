/*
 * One HTTP request and its answer. Memory is taken when a request comes and given back when its
 * answer is out. Owned by the loop.
 */
#ifndef BROKER_LINK_WEB_H
#define BROKER_LINK_WEB_H

#include "broker/common/base/err.h"
#include "broker/common/base/text.h"
#include "broker/desk/handles.h"
#include "broker/wire/exchange.h"
#include "broker/wire/words.h"

#include <libwebsockets.h>

struct link;
struct file;
struct reading;

enum web_method { WEB_GET, WEB_HEAD, WEB_POST, WEB_DELETE, WEB_OTHER };

#define WEBS_MAX 2048 /* requests under way: below the library's tables of headers */

struct web_body {
	char *at;
	size_t n;
	size_t room;
	size_t limit;
	bool whole;
};

struct web_answer {
	int status; /* 0: not known yet */
	const char *type;
	struct text body; /* of `owned` or of a file of the web client */
	char *owned;
	const struct file *file; /* of the web client: its extra headers */
	char cookie[160];
	char device[160]; /* the second cookie of a sign-in */
	bool packed;      /* the body is the .gz sibling */
	bool started;     /* the head is out */
	size_t sent;
};

struct web {
	struct link *link;
	struct lws *wsi;
	struct handle self;
	enum web_method method;
	bool secure; /* over TLS */
	bool closes; /* after this answer */
	bool asks;   /* who it is: its body is taken when that is known */
	bool paused; /* until then nothing more is read: the answer was not there at once */
	void (*on_body)(struct web *w); /* the whole body is there */
	struct web_body body;
	struct web_answer answer;
	struct reading *reading; /* of a recording; NULL: none */
	struct caller caller;
	enum language language; /* of the sentences in the answer */
	char address[46];
};

/* Answers with a copy of the body. */
void web_answer(struct web *w, int status, const char *type, struct text body);

/* Answers {"error":...}, as the data of an error over the socket. */
void web_refuse(struct web *w, enum err err, enum why why, const struct argument *arguments);

/* Answers with a sentence alone, by its key. */
void web_say(struct web *w, int status, const char *key);

/* NULL: the connection is gone. */
struct web *web_find(struct link *l, struct handle at);

/* Something to write is there. */
void web_ready(struct web *w);

/* A session has ended: what it reads of recordings stops, no byte more. */
void webs_drop_session(struct link *l, struct id session);

#endif
