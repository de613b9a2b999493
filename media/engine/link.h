/*
 * The transport of one leg: ICE-lite (RFC 8445 s2.5), DTLS, SRTP. It answers checks, knows where
 * the peer is, opens what comes and seals what goes. Net thread; owned by the leg.
 */
#ifndef MEDIA_ENGINE_LINK_H
#define MEDIA_ENGINE_LINK_H

#include "media/crypt/dtls.h"
#include "media/engine/estimate.h"
#include "media/engine/turn.h"
#include "media/packet/stun.h"

#define LINK_UFRAG    11 /* three digits of the leg's number, eight of chance */
#define LINK_PASSWORD 32
#define LINK_PATHS    4
#define LINK_STALE_US INT64_C(3000000) /* UDP silent so long gives way to TCP */
#define LINK_SOURCES  32               /* SSRCs that a peer may use in its life */

struct link {
	char ufrag[LINK_UFRAG + 1];
	char password[LINK_PASSWORD + 1];
	struct addr to;      /* ADDR_NONE: no check has come */
	int64_t to_heard_us; /* when something verified came from there */
	bool nominated;
	struct addr paths[LINK_PATHS]; /* that passed a check */
	int n_paths;
	struct dtls *dtls;
	struct srtp *srtp; /* NULL until the handshake is done */
	uint32_t sources[LINK_SOURCES];
	int n_sources;
	uint64_t tx_bytes;
	struct estimate estimate; /* of what it carries to the peer */
	struct seen seen;         /* and when the picture that is watched was whole there */
	const struct turn *turn;  /* of the call being served */
};

struct link_options {
	const struct certificate *certificate; /* borrowed */
	bool dtls_server;
	struct sha256 peer;
	int number; /* of the leg, 0..4095: starts the ufrag */
};

/* The address of a link must not change: DTLS knows it. */
MUST_USE enum err link_init(struct link *l, const struct link_options *o, int64_t now_us);
void link_clear(struct link *l);

/* The leg's number that a ufrag of ours starts with; -1: it is none. */
int link_number(struct text ufrag);

/* A binding request, parsed from d. ERR_OK: it is answered and `from` is a path; *dropped is a
 * path that had to go for it. ERR_FORBIDDEN: not ours or not signed. */
MUST_USE enum err link_take_check(struct link *l, const struct stun *s, struct bytes d,
				  struct addr from, const struct turn *t);
/* A nominated path is used from now on, but TCP only when UDP is silent. */
struct addr link_add_path(struct link *l, struct addr from, bool nominated, int64_t now_us);
/* Something verified came from there. */
void link_hear(struct link *l, struct addr from, int64_t now_us);

/* ERR_CRYPTO: refused; the link is dead. */
MUST_USE enum err link_take_dtls(struct link *l, struct bytes d, const struct turn *t);
void link_tick(struct link *l, const struct turn *t);
int64_t link_due_us(struct link *l, int64_t now_us);
bool link_is_open(const struct link *l);
bool link_is_dead(const struct link *l);
void link_close(struct link *l, const struct turn *t);

/* Decrypt in place; failures are counted. */
MUST_USE enum err link_open_rtp(struct link *l, uint8_t *packet, size_t *n, const struct turn *t);
MUST_USE enum err link_open_rtcp(struct link *l, uint8_t *packet, size_t *n, const struct turn *t);

/* Seal and send the packet that stands in out_next: n bytes. */
void link_send_rtp(struct link *l, size_t n, const struct turn *t);
void link_send_rtcp(struct link *l, size_t n, const struct turn *t);

#endif
