/* Who a program is by its name. */
#include "broker/link/program_name.h"

#include <string.h>

#define PROGRAM_MEDIA "media:"
#define PROGRAM_KIOSK "kiosk:"

/* kiosk:<code of the node>-<which room of it, from 1> */
static enum err terminal_parse(struct text t, struct caller *out)
{
	struct code12 node;
	int64_t room;

	TRY(code12_parse(text_next(&t, '-'), &node));
	TRY(text_parse_int(t, 1, 99, &room));
	out->roles = ROLE_TERMINAL;
	out->node = node;
	out->room = room;
	return ERR_OK;
}

enum err program_name_parse(struct text name, struct caller *out)
{
	struct text rest = name;

	if (text_starts(name, PROGRAM_KIOSK)) {
		text_next(&rest, ':');
		return terminal_parse(rest, out);
	}
	if (!text_starts(name, PROGRAM_MEDIA) || name.n == strlen(PROGRAM_MEDIA))
		return ERR_BAD_INPUT;
	out->roles = ROLE_MEDIA;
	return ERR_OK;
}
