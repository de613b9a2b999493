/* The words of the roles, and which of them exclude each other. */
#include "broker/core/rights.h"

const char *const role_words[ROLE_COUNT + 1] = {
	"public",     "clerk",    "duty",     "official", "recorder", "archivist",
	"supervisor", "sysadmin", "secadmin", "auditor",  "media",    "terminal",
};

bool rights_may_combine(uint32_t roles)
{
	const uint32_t never_audits = ROLE_SYSADMIN | ROLE_SECADMIN | ROLE_DUTY | ROLE_OFFICIAL;
	const uint32_t programs = ROLE_PUBLIC | ROLE_MEDIA | ROLE_TERMINAL;

	if ((roles & ROLE_AUDITOR) && (roles & never_audits))
		return false;
	return !(roles & programs) || (roles & (roles - 1)) == 0;
}
