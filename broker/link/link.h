/*
 * The broker's sockets: HTTPS, WebSocket and the media servers' connections on one loop thread.
 * It turns frames into exchanges, sends the writes to the writer, answers after the commit, sends
 * events to those who may see them, and serves the web client and the recordings. It belongs to
 * the thread that runs it; the parts are borrowed and outlive it.
 */
#ifndef BROKER_LINK_LINK_H
#define BROKER_LINK_LINK_H

#include "broker/desk/desk.h"

#define LINK_PATH 256

struct link_settings {
	int64_t port;         /* TLS, for people; 0: none */
	int64_t plain_port;   /* loopback only; 0: none */
	int64_t program_port; /* TLS with client certificates; 0: none */
	char bind[LINK_PATH]; /* address of `port`; empty: all */
	char program_bind[LINK_PATH];
	char cert[LINK_PATH];
	char key[LINK_PATH];
	char ca[LINK_PATH];          /* issuer of the programs' certificates */
	char web[LINK_PATH];         /* the web client's files */
	int64_t per_address;         /* connections at once */
	int64_t opening_per_address; /* of these, without a whole first request */
	int64_t per_account;
	int64_t readings_per_account; /* files of recordings at once */
	int64_t program_share;        /* connections that people cannot take */
	int64_t head_time;            /* ms */
	int64_t body_time;
	char proxies[LINK_PATH]; /* addresses by commas that per_address does not count */
	int64_t metrics_port;    /* 0: at plain_port */
	char metrics_bind[LINK_PATH];
};

/* The volumes that /healthz watches: of the database, of the archive. */
struct link_disks {
	const char *path[2];
	int64_t least[2]; /* free bytes */
};

struct link_parts {
	struct desk_parts desk;
	struct link_disks disks;
};

struct link;

/* Opens the ports. ERR_NETWORK: one is taken, or a certificate cannot be read; the log says. */
MUST_USE enum err link_new(const struct link_settings *s, const struct link_parts *parts,
			   struct link **out);

/* Serves until SIGTERM or SIGINT. */
void link_run(struct link *l);

/* Closes every connection, waits for the writes that are on their way, ends archive jobs early. */
void link_free(struct link *l);
OWNABLE(link)

#endif
