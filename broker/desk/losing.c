/* What ends with a connection. */
#include "broker/desk/desk.h"

#include "broker/wire/inner.h"

void desk_lose(struct desk *d, struct handle at)
{
	struct media_gone_in gone;

	if (programs_remove(d, at, &gone)) {
		presence_lose(d, at);
		if (!d->stopping)
			owed_media_gone(d, &gone);
	}
	errands_forget(d, at);
}
