/*
 * The booking form that a clerk has begun: it survives reload, back and another device, is seen
 * by that clerk alone, and ends with the booking, when it is discarded, or after a day.
 */
#ifndef BROKER_SERVICE_VISIT_BOOKINGS_H
#define BROKER_SERVICE_VISIT_BOOKINGS_H

#include "broker/service/call.h"

/* As it stands, filled in or not. */
struct booking_form {
	int64_t step;
	struct text name;
	struct text contact;
	struct text address;
	struct text subject;
	struct text request;
	struct text kind;
	struct text matter; /* a known one: its id, and what is shown of it */
	struct text matter_number;
	struct text matter_subject;
	struct text matter_name;
	struct text competent;
	struct text competent_name;
	struct text competent_name_en;
	int64_t unit;
	struct text unit_name;
	struct text unit_name_en;
	struct instant from;
	struct instant till;
};

/* booking.get */
struct booking_get_out {
	int64_t version; /* 0: nothing was ever saved */
	struct text key; /* empty: no form is kept */
	struct instant at;
	struct booking_form form;
};

/* booking.save */
struct booking_save_in {
	struct text key;
	int64_t version;
	struct text writer;
	int64_t turn;
	struct booking_form form;
};
struct booking_save_out {
	bool saved; /* false: another form or a newer one is kept, or this one is done */
	int64_t version;
};

/* booking.discard */
struct booking_discard_in {
	struct text key;
};

#endif
