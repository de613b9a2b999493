/*
 * What a change leaves behind in its own transaction: the event for those it concerns, and the
 * entry of the audit chain.
 */
#ifndef BROKER_SERVICE_TELL_H
#define BROKER_SERVICE_TELL_H

#include "broker/service/call.h"
#include "broker/store/visit_rows.h"

/* An event about a visit, with its state as data. */
MUST_USE enum err tell_visit(struct call *c, const char *name, const struct visit *v);

/* The same with a JSON object of its own as data, for people only: no terminal hears it. */
MUST_USE enum err tell_visit_data(struct call *c, const char *name, const struct visit *v,
				  struct text data);

/* An event of a node's subtree. */
MUST_USE enum err tell_node(struct call *c, const char *name, struct code12 node);

/* An audit entry that it was done. */
MUST_USE enum err tell_audit(struct call *c, const char *act, struct text object,
			     struct text purpose);

/* The same with a result of its own. */
MUST_USE enum err tell_audit_result(struct call *c, const char *act, struct text object,
				    struct text purpose, enum err result);

/* tell_visit and tell_audit under the same name. */
MUST_USE enum err tell_change(struct call *c, const char *act, const char *event,
			      const struct visit *v);

#endif
