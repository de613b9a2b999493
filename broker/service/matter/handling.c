/* Who handles a matter. */
#include "broker/service/matter/handling.h"

#include "broker/store/matter_rows.h"

bool handling_is_ours(const struct call *c, struct id matter)
{
	bool receives = call_has(c, ROLE_OFFICIAL | ROLE_DUTY | ROLE_RECORDER);

	return matter_is_handled(c->db, matter,
				 &(struct matter_office){
					 .node = c->who->node,
					 .is_desk = call_has(c, ROLE_CLERK | ROLE_DUTY),
					 .unit = receives ? c->who->unit : 0,
				 });
}
