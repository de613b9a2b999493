/*
 * Terminals: devices in the rooms of villages, which follow the visits of their room by themselves.
 */
#ifndef BROKER_SERVICE_VISIT_TERMINALS_H
#define BROKER_SERVICE_VISIT_TERMINALS_H

#include "broker/service/call.h"

/* terminal.visit: the visit of the own room that the terminal should be in or wait for. */
struct terminal_visit_out {
	struct text room_name;
	struct id visit;     /* not set: none */
	struct text state;   /* checked_in, consented, live */
	struct instant from;
	struct instant till;
	bool recording; /* the resident agrees to it */
};

#endif
