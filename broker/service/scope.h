/*
 * Who may see and do what: scope goes by the edges of the tree, receivers by their unit. A look
 * beyond it is refused and leaves an audit entry.
 */
#ifndef BROKER_SERVICE_SCOPE_H
#define BROKER_SERVICE_SCOPE_H

#include "broker/service/call.h"
#include "broker/store/matter_rows.h"
#include "broker/store/place_rows.h"
#include "broker/store/visit_rows.h"

bool scope_has(const struct call *c, struct code12 node);

/* Does the caller sit at the resident's side of the visit (clerk, duty officer)? */
bool scope_is_desk(const struct call *c, struct code12 village);
/* On the receiving side? */
bool scope_is_receiver(const struct call *c, int64_t unit);

/* The room of a terminal; ERR_NOT_FOUND with a sentence: its node has no such room. */
MUST_USE enum err scope_room(struct call *c, struct room *out);

/* The visit, if the caller is on one of the sides; `act` names the message for the audit. */
MUST_USE enum err scope_visit(struct call *c, struct id id, const char *act, struct visit *out);
MUST_USE enum err scope_visit_desk(struct call *c, struct id id, const char *act,
				   struct visit *out);
MUST_USE enum err scope_visit_receiver(struct call *c, struct id id, const char *act,
				       struct visit *out);

/* A leg of the visit that the caller joined with, in this epoch. */
struct leg;
MUST_USE enum err scope_own_leg(struct call *c, const struct visit *v, struct id id, int64_t epoch,
				struct leg *out);

MUST_USE enum err scope_matter(struct call *c, struct id id, const char *act, struct matter *out);

/* Changes the state, in the row and in *v, or refuses with a sentence. */
MUST_USE enum err scope_become(struct call *c, struct visit *v, enum visit_state to);
/* ERR_WRONG_STATE with a sentence. */
enum err scope_wrong_state(struct call *c, const struct visit *v);

#endif
