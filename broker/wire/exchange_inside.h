/*
 * What an exchange is made of, for the files behind exchange.h only. It belongs to the loop;
 * between exchange_job and the job's return to the writer.
 */
#ifndef BROKER_WIRE_EXCHANGE_INSIDE_H
#define BROKER_WIRE_EXCHANGE_INSIDE_H

#include "broker/wire/exchange.h"

/* How the request's text is to be answered. */
enum envelope_fault { ENVELOPE_FINE, ENVELOPE_NO_JSON, ENVELOPE_NO_REQUEST };

struct envelope {
	struct text id; /* as JSON; empty: a notification */
	struct text method;
	struct json params;
	enum envelope_fault fault;
};

struct exchange {
	struct job job;
	struct study study;
	struct wire *wire;
	struct arena *arena;
	struct caller who;
	struct text address;
	enum language language; /* of the sentences in the reply */
	struct envelope envelope;
	const struct message *message; /* that was asked for; NULL: none yet */
	const struct message *running; /* the same, or the one that finishes it */
	void *in;                      /* of the message */
	void *running_in;              /* of what runs: the same, or struct finished */
	struct call call;
	struct then then; /* what is awaited; the call is another one afterwards */
	enum err ran;     /* what the job itself ended with */
	enum err err;
	struct text reply;
	bool replaces_tree;
	bool only_audits; /* the job keeps a refused READ's audit entry */
};

/* Reads the outer object of a request. On failure *fault says why; the id is read where it can
 * be. Texts are in the arena. */
MUST_USE enum err envelope_parse(struct text in, struct arena *a, struct envelope *out,
				 struct fault *fault);

/* May this caller send this message, now and of this size? Sets the fault of the call. */
MUST_USE enum err gate_check(struct exchange *x, size_t size, struct instant now);

/* The limit of requests of an account or address, before anything is read. */
bool gate_has_token(struct exchange *x, struct instant now);

/* Makes x->reply: the result of the message that ran, or the error with its fault. */
enum exchange_step exchange_end(struct exchange *x, enum err e);

#endif
