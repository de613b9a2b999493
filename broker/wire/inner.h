/*
 * The structs of the messages that the broker itself starts: session.find, session.open,
 * session.fail, session.ended, session.load, session.close, media.gone, leg.gone, quality.save,
 * visit.seats, visit.sweep, store.upkeep, recording.read, event.next; and of media.report.
 */
#ifndef BROKER_WIRE_INNER_H
#define BROKER_WIRE_INNER_H

#include "broker/service/house/records.h"
#include "broker/service/house/upkeep.h"
#include "broker/service/media/media.h"
#include "broker/service/media/quality.h"
#include "broker/service/recording/recordings.h"
#include "broker/service/session/sessions.h"
#include "broker/service/visit/visits.h"

#endif
