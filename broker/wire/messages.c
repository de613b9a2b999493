/* The messages as the wire finds them, and those that the broker sends to media servers. */
#include "broker/wire/messages.h"

#include "broker/common/talk/media_messages.h"
#include "broker/service/messages.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESS(m) &m##_message,
static const struct message *const messages[] = { MESSAGES(ADDRESS) };
static const struct message *const internal[] = { INTERNAL_MESSAGES(ADDRESS) };

static const struct media_message media_messages[] = {
	{ "leg.backfill", leg_backfill_in_fields, leg_backfill_out_fields,
	  sizeof(struct leg_backfill_out) },
	{ "leg.camera", leg_camera_in_fields, NULL, 0 },
	{ "leg.close", leg_close_in_fields, NULL, 0 },
	{ "leg.mute", leg_mute_in_fields, NULL, 0 },
	{ "leg.open", leg_open_in_fields, leg_open_out_fields, sizeof(struct leg_open_out) },
	{ "stage.close", stage_close_in_fields, NULL, 0 },
	{ "stage.open", stage_open_in_fields, stage_open_out_fields,
	  sizeof(struct stage_open_out) },
	{ "stage.record", stage_record_in_fields, NULL, 0 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int compare(const void *name, const void *message)
{
	const struct text *t = name;
	const char *other = (*(const struct message *const *)message)->name;
	size_t n = strlen(other);
	int order = memcmp(t->at, other, t->n < n ? t->n : n);

	if (order)
		return order;
	return t->n < n ? -1 : t->n > n;
}

const struct message *message_find(struct text name)
{
	const struct message *const *found = NULL;

	if (name.n)
		found = bsearch(&name, messages, COUNT(messages), sizeof(messages[0]), compare);
	return found ? *found : NULL;
}

const struct message *message_find_internal(const char *name)
{
	struct text t = text_of(name);
	const struct message *const *found =
		bsearch(&t, internal, COUNT(internal), sizeof(internal[0]), compare);

	return found ? *found : NULL;
}

const struct media_message *message_find_media(const char *name)
{
	for (size_t i = 0; i < COUNT(media_messages); i++)
		if (strcmp(media_messages[i].name, name) == 0)
			return &media_messages[i];
	return NULL;
}

const struct message *message_at(size_t i, size_t *n)
{
	*n = COUNT(messages);
	return i < COUNT(messages) ? messages[i] : NULL;
}
