/*
 * Who handles a matter and so reads its personal fields: the desk of its village and the one that
 * registered it, the units of the node that decides, the units that receive. Whoever else has it in
 * the subtree, also who books a visit of it, sees number, subject and state, and opens the rest with
 * a purpose (matter.open).
 */
#ifndef BROKER_SERVICE_MATTER_HANDLING_H
#define BROKER_SERVICE_MATTER_HANDLING_H

#include "broker/service/call.h"

bool handling_is_ours(const struct call *c, struct id matter);

#endif
