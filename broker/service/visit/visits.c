/* What the messages of visits share. */
#include "broker/service/visit/visits.h"

#include "broker/common/base/text.h"
#include "broker/core/visit.h"
#include "broker/service/message.h"

const struct field visit_state_out_fields[] = {
	F(visit_state_out, state, TEXT, .words = visit_state_words),
	{ 0 },
};
