/*
 * Roles and the caller of a message. Scope is the subtree of the caller's node, by tree edges.
 * Pure. Never renumber.
 */
#ifndef BROKER_CORE_RIGHTS_H
#define BROKER_CORE_RIGHTS_H

#include "broker/common/base/ids.h"
#include "broker/core/code12.h"

enum role {
	ROLE_PUBLIC = 1u << 0, /* nobody signed in: a resident with a query code */
	ROLE_CLERK = 1u << 1,
	ROLE_DUTY = 1u << 2,
	ROLE_OFFICIAL = 1u << 3,
	ROLE_RECORDER = 1u << 4,
	ROLE_ARCHIVIST = 1u << 5,
	ROLE_SUPERVISOR = 1u << 6,
	ROLE_SYSADMIN = 1u << 7,
	ROLE_SECADMIN = 1u << 8,
	ROLE_AUDITOR = 1u << 9,
	ROLE_MEDIA = 1u << 10,   /* a media server, by its certificate */
	ROLE_TERMINAL = 1u << 11 /* a device in a room of a village, by its certificate */
};

#define ROLE_COUNT 12
#define ROLE_STAFF                                                                                 \
	(ROLE_CLERK | ROLE_DUTY | ROLE_OFFICIAL | ROLE_RECORDER | ROLE_ARCHIVIST |                 \
	 ROLE_SUPERVISOR | ROLE_SYSADMIN | ROLE_SECADMIN | ROLE_AUDITOR)
#define ROLE_ANYONE (ROLE_STAFF | ROLE_PUBLIC)

extern const char *const role_words[ROLE_COUNT + 1]; /* by bit number, NULL at the end */

struct caller {
	uint32_t roles;  /* ROLE_PUBLIC alone when nobody is signed in */
	struct id staff; /* of a person; not set for programs and residents */
	struct id session;
	struct code12 node; /* scope: this node's subtree */
	int64_t unit;       /* 0: none */
	int64_t room;       /* of a terminal: the how many-th of its node, from 1 */
	char account[65];   /* of staff; empty: none */
	char name[128];     /* of staff, or of the program from its certificate */
};

/* Nobody is both an administrator and an auditor, nor receives and audits (domain.md 3.3). */
bool rights_may_combine(uint32_t roles);

#endif
