/*
 * The structs of the messages that the link itself starts: session.find, session.open,
 * session.fail, session.ended, session.load, session.close, media.gone, leg.gone, quality.save,
 * visit.seats, visit.sweep, store.upkeep, recording.read; and of media.report.
 */
#ifndef BROKER_WIRE_INNER_H
#define BROKER_WIRE_INNER_H

#include "broker/service/media.h"
#include "broker/service/quality.h"
#include "broker/service/recordings.h"
#include "broker/service/records.h"
#include "broker/service/sessions.h"
#include "broker/service/upkeep.h"
#include "broker/service/visits.h"

#endif
