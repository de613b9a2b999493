/* rpc.discover: the document itself is made by describe.c, the exchange answers it as it is. */
#include "broker/service/messages.h"

const struct message rpc_discover_message = {
	.name = "rpc.discover",
	.kind = MESSAGE_READ,
	.roles = ROLE_ANYONE,
	.help = "This document (OpenRPC 1.3).",
};
